import Recording

/// The tree of a snapshot without the profiler's own functions and without the roots of threads.
///
/// - A node of an `.own` function goes with its subtree, and its time with it.
/// - A node of a `.passThrough` function goes with its self time; its callees move up to the nearest node
///   that stays and are merged there with a callee of the same function.
/// - The root of a thread becomes `outside`, its self time.
struct VisibleTree {
  private(set) var nodes: [ContextTree.Node] = []
  /// Per thread: self times of its root.
  private(set) var outside: [(wallNs: UInt64, cpuNs: UInt64)]
  /// The snapshot's function that stands for all of kind `.folded`.
  let foldedFunction: Int?

  private static let top: Int32 = -1
  private static let hidden: Int32 = -2

  init(_ snapshot: Snapshot) {
    outside = Array(repeating: (0, 0), count: snapshot.threads.count)
    foldedFunction = snapshot.functions.firstIndex { $0.kind == .folded }
    nodes.reserveCapacity(snapshot.nodes.count)
    // Contexts can meet only where callees move up: without that no look-up is needed.
    let merges = snapshot.functions.contains { $0.visibility == .passThrough }
    var place: [Int32] = []
    place.reserveCapacity(snapshot.nodes.count)
    var index = PairTable()
    for node in snapshot.nodes {
      let parent = node.parent.map { place[$0] } ?? Self.top
      let function = snapshot.functions[node.function]
      if parent == Self.hidden || function.visibility == .own {
        place.append(Self.hidden)
      } else if function.kind == .thread {
        outside[node.thread].wallNs += node.selfWallNs
        outside[node.thread].cpuNs += node.selfCpuNs
        place.append(parent)
      } else if function.visibility == .passThrough {
        place.append(parent)
      } else {
        let row = function.kind == .folded ? foldedFunction ?? node.function : node.function
        let kept = ContextTree.Node(parent: parent, function: Int32(row), thread: Int32(node.thread))
        let at = merges ? find(kept, in: &index) : append(kept)
        nodes[Int(at)].add(node)
        place.append(at)
      }
    }
  }

  private mutating func append(_ node: ContextTree.Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  /// The node with this parent and function, a new one when there is none yet.
  private mutating func find(_ node: ContextTree.Node, in index: inout PairTable) -> Int32 {
    let at = index.number(contextOf: node, new: Int32(nodes.count))
    if at == nodes.count { nodes.append(node) }
    return at
  }
}

extension ContextTree.Node {
  fileprivate mutating func add(_ node: Snapshot.Node) {
    calls += node.calls
    resumptions += node.resumptions
    selfWallNs += node.selfWallNs
    selfCpuNs += node.selfCpuNs
    open = UInt32(clamping: UInt64(open) + node.open)
  }
}
