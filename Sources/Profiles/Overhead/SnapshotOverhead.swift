import Recording

/// What swiftprof itself took of the self time of each node of a snapshot, by estimate: what its events add was
/// measured (`EventCosts`), how many there were is counted.
///
/// An event adds to two measured times: to the callee's own, and to that of the node right above it, where the clock
/// runs before the callee's entry is noted and after its exit is. So a node's overhead is what its own events add inside,
/// and what those of its children add outside. That is worked out on the tree as it was recorded, labels and hidden
/// functions included, since that is where the clock ran.
///
/// What a node cannot bear, its time being less, its caller bears: costs are averages, and what is inside and what
/// outside is the least certain about them. Above the root of a thread the rest is dropped. Wall and CPU are treated
/// each by itself, except that no node's CPU overhead exceeds its wall overhead; CPU stays within wall.
///
/// Folded calls bear nothing: one node stands for calls of many kinds.
///
/// Cost: one pass backwards over the nodes, 16 bytes a node.
struct SnapshotOverhead {
  /// By node; empty: nothing is known of costs.
  /// WHY one array for two things: until a node's turn comes it holds what the node's children want it to bear.
  private(set) var wallNs: [UInt64] = []
  /// Never more than `wallNs`.
  private(set) var cpuNs: [UInt64] = []

  var isEmpty: Bool { wallNs.isEmpty }

  init(_ snapshot: Snapshot) {
    guard let costs = NodeCosts(snapshot) else { return }
    wallNs = Array(repeating: 0, count: snapshot.nodes.count)
    cpuNs = wallNs
    var varied = VariedCalls(snapshot, costs.paces)
    for index in snapshot.nodes.indices.reversed() {
      let node = snapshot.nodes[index]
      let amount = costs.amount(of: node, index)
      varied.count(node.unrecordedCalls, from: index)
      let (wall, cpu) = (addUpTo(wallNs[index], amount.insideNs), addUpTo(cpuNs[index], amount.insideNs))
      wallNs[index] = min(wall, node.selfWallNs)
      cpuNs[index] = min(cpu, node.selfCpuNs, wallNs[index])
      let rest = (wall: wall - wallNs[index], cpu: cpu - cpuNs[index])
      add(varied.amountNs(index, node, in: node.selfCpuNs - cpuNs[index]), to: index, node)
      guard let parent = node.parent else { continue }
      varied.count(costs.callsByThemselves(of: node), from: parent)
      wallNs[parent] = addUpTo(wallNs[parent], addUpTo(amount.outsideNs, rest.wall))
      cpuNs[parent] = addUpTo(cpuNs[parent], addUpTo(amount.outsideNs, rest.cpu))
    }
  }

  private mutating func add(_ ns: UInt64, to index: Int, _ node: Snapshot.Node) {
    wallNs[index] = min(addUpTo(wallNs[index], ns), node.selfWallNs)
    cpuNs[index] = min(addUpTo(cpuNs[index], ns), node.selfCpuNs, wallNs[index])
  }

  /// Takes it out of the self times of a node of the snapshot.
  func takeOut(of counted: inout ContextTree.Node, node: Int) {
    if isEmpty { return }
    counted.selfWallNs -= wallNs[node]
    counted.selfCpuNs -= cpuNs[node]
    (counted.overheadWallNs, counted.overheadCpuNs) = (wallNs[node], cpuNs[node])
  }
}
