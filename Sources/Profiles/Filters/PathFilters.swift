extension ContextTree {
  /// Without the paths through functions that fit.
  func ignoring(_ patterns: [FunctionPattern]) -> ContextTree {
    let ignored = functions.map { patterns.anyFits($0) }
    var rewrite = TreeRewrite(self)
    var tree = rewrite.applied(nodes.map { ignored[Int($0.function)] ? .drop : .keep })
    tree.removeFlat { ignored[$0] }
    return tree
  }

  /// Only the paths through functions that fit. Contexts above stay, without their own time.
  func focused(on patterns: [FunctionPattern]) -> ContextTree {
    let wanted = functions.map { patterns.anyFits($0) }
    var isInside = Array(repeating: false, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      isInside[index] = wanted[Int(node.function)] || (node.parent >= 0 && isInside[Int(node.parent)])
    }
    var tree = keeping(isInside, above: .keepWithoutTime)
    tree.removeFlat { !wanted[$0] }
    return tree
  }

  /// Only these contexts; `above`: what becomes of those on the way to them. Threads lose their own time.
  func keeping(_ isInside: [Bool], above: TreeRewrite.Action) -> ContextTree {
    var leadsInside = isInside
    for index in nodes.indices.reversed() where leadsInside[index] && nodes[index].parent >= 0 {
      leadsInside[Int(nodes[index].parent)] = true
    }
    var rewrite = TreeRewrite(self)
    var tree = rewrite.applied(nodes.indices.map { isInside[$0] ? .keep : leadsInside[$0] ? above : .drop })
    for index in tree.threads.indices { tree.threads[index].removeTimes() }
    return tree
  }

  /// Takes calls without a context away, by function, and edges from and to these.
  mutating func removeFlat(_ isRemoved: (Int) -> Bool) {
    flat.removeAll { isRemoved($0.function) }
    flatEdges.removeAll { isRemoved($0.callee) || $0.caller.map(isRemoved) ?? false }
  }
}
