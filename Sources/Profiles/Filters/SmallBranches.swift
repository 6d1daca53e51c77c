import Recording

extension ContextTree {
  /// Contexts deeper than this become calls of "(deeper)"; 1 is what threads call.
  func cutBelow(depth: Int) -> ContextTree {
    var depths: [Int] = []
    depths.reserveCapacity(nodes.count)
    for node in nodes { depths.append(node.parent < 0 ? 1 : depths[Int(node.parent)] + 1) }
    return cutting("(deeper)") { depths[$0] > depth }
  }

  /// Contexts whose inclusive time is less than this part of all time become calls of "(smaller)".
  func cutBelow(percent: Double, clock: Profile.Clock) -> ContextTree {
    var inclusive = nodes.map { clock.of(wallNs: $0.selfWallNs, cpuNs: $0.selfCpuNs) }
    var whole = threads.reduce(UInt64(0)) { $0 + clock.of(wallNs: $1.selfWallNs, cpuNs: $1.selfCpuNs) }
    for index in nodes.indices.reversed() {
      if nodes[index].parent >= 0 {
        inclusive[Int(nodes[index].parent)] += inclusive[index]
      } else {
        whole += inclusive[index]
      }
    }
    let least = Double(whole) * percent / 100
    return cutting("(smaller)") { Double(inclusive[$0]) < least }
  }

  private func cutting(_ name: String, _ isCut: (Int) -> Bool) -> ContextTree {
    var tree = self
    tree.functions.append(.cut(name))
    var rewrite = TreeRewrite(tree, cutFunction: Int32(functions.count))
    return rewrite.applied(nodes.indices.map { isCut($0) ? .cut : .keep })
  }
}

extension Snapshot.Function {
  fileprivate static func cut(_ name: String) -> Self {
    Self(name: name, qualifiedName: name, module: "", file: "", firstLine: 0, kind: .cut)
  }
}
