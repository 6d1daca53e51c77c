import Recording

/// The functions of a tree that something is known of, and where each function went.
struct UsedFunctions {
  private(set) var functions: [Snapshot.Function] = []
  /// New index of each function of the tree; -1: nothing is known of it.
  private(set) var newIndex: [Int32]

  init(of tree: ContextTree) {
    var used = Array(repeating: false, count: tree.functions.count)
    for node in tree.nodes { used[Int(node.function)] = true }
    for entry in tree.flat { used[entry.function] = true }
    for edge in tree.flatEdges {
      used[edge.callee] = true
      if let caller = edge.caller { used[caller] = true }
    }
    newIndex = Array(repeating: -1, count: used.count)
    for (index, function) in tree.functions.enumerated() where used[index] {
      newIndex[index] = Int32(functions.count)
      functions.append(function)
    }
  }

  func flat(of tree: ContextTree) -> [ContextTree.Flat] {
    tree.flat.map {
      var entry = $0
      entry.function = Int(newIndex[$0.function])
      return entry
    }
  }

  func flatEdges(of tree: ContextTree) -> [ContextTree.FlatEdge] {
    tree.flatEdges.map {
      var edge = $0
      edge.callee = Int(newIndex[$0.callee])
      edge.caller = $0.caller.map { Int(newIndex[$0]) }
      return edge
    }
  }
}
