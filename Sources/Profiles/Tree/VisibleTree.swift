import Recording

/// The tree of a snapshot without the profiler's own functions, without the roots of threads and without labels.
///
/// - A node of an `.own` function goes with its subtree, and its time with it.
/// - A node of a `.passThrough` function goes with its self time; its callees move up to the nearest node
///   that stays and are merged there with a callee of the same function.
/// - The root of a thread becomes `outside`, its self time.
/// - A label goes. What is below it is labelled with it, up to the next label; its own time, which is its caller's,
///   becomes that of the caller's *twin*: a context of the same function beside it, with this label and without calls.
///   The sessions of labels go, and a label that says nothing else is none.
struct VisibleTree {
  private(set) var nodes: [ContextTree.Node] = []
  /// Per thread: self times of its root.
  private(set) var outside: [(wallNs: UInt64, cpuNs: UInt64)]
  /// The snapshot's function that stands for all of kind `.folded`.
  let foldedFunction: Int?
  private(set) var labels: SnapshotLabels
  /// Label of each of the snapshot's nodes; empty: there are none.
  private(set) var labelOfNode: [Int32] = []
  /// Whether each of the snapshot's nodes happened in the session that is asked for; empty: all did.
  private(set) var isInSession: [Bool] = []

  private let snapshot: Snapshot
  let session: UInt64?
  private var numbers = ContextNumbers()
  /// Where each of the snapshot's nodes went: an index in `nodes`, or one of the values below.
  private var place: [Int32] = []
  /// Of labels that stand directly below a function that passes through: their time is its own.
  private var hidesTime: Set<Int> = []

  private static let top: Int32 = -1
  private static let hidden: Int32 = -2

  /// - Parameter session: only what happened in the session of this number has its numbers; nil: all.
  init(_ snapshot: Snapshot, session: UInt64? = nil) {
    self.snapshot = snapshot
    self.session = session
    outside = Array(repeating: (0, 0), count: snapshot.threads.count)
    foldedFunction = snapshot.functions.firstIndex { $0.kind == .folded }
    labels = SnapshotLabels(snapshot.functions, session: session)
    nodes.reserveCapacity(snapshot.nodes.count)
    place.reserveCapacity(snapshot.nodes.count)
    if labels.isEmpty && session == nil { addUnlabelled() } else { addLabelled() }
    (numbers, place, hidesTime) = (ContextNumbers(), [], [])
  }

  private mutating func addUnlabelled() {
    // Contexts can meet only where callees move up: without that no look-up is needed.
    let merges = snapshot.functions.contains { $0.visibility == .passThrough }
    for node in snapshot.nodes { place.append(add(node, label: -1, merges: merges, counts: true)) }
  }

  private mutating func addLabelled() {
    labelOfNode.reserveCapacity(snapshot.nodes.count)
    for (index, node) in snapshot.nodes.enumerated() {
      let isLabel = snapshot.functions[node.function].kind == .label
      let own = isLabel ? labels.of[node.function] : nil
      labelOfNode.append(own?.label ?? node.parent.map { labelOfNode[$0] } ?? -1)
      isInSession.append(
        own?.isInSession ?? node.parent.map { isInSession[$0] } ?? (session == nil))
      let counts = isInSession[index]
      place.append(
        isLabel
          ? addLabel(index, node, label: labelOfNode[index], counts: counts)
          : add(node, label: labelOfNode[index], merges: true, counts: counts))
    }
  }

  /// Where a node goes that is no label. `counts`: it has its numbers.
  private mutating func add(_ node: Snapshot.Node, label: Int32, merges: Bool, counts: Bool) -> Int32 {
    let parent = node.parent.map { place[$0] } ?? Self.top
    let function = snapshot.functions[node.function]
    if parent == Self.hidden || function.visibility == .own { return Self.hidden }
    if function.kind == .thread {
      if counts { addOutside(node) }
      return parent
    }
    if function.visibility == .passThrough { return parent }
    let row = function.kind == .folded ? foldedFunction ?? node.function : node.function
    var kept = ContextTree.Node(parent: parent, function: Int32(row), thread: Int32(node.thread))
    kept.label = label
    let at = merges ? find(kept) : append(kept)
    if counts { nodes[Int(at)].add(node) }
    return at
  }

  /// Where a label's callees go: below its caller's twin, which gets its time.
  private mutating func addLabel(_ index: Int, _ node: Snapshot.Node, label: Int32, counts: Bool) -> Int32 {
    let parent = node.parent.map { place[$0] } ?? Self.top
    if parent == Self.hidden { return parent }
    let hides = hidesTime(node)
    if hides { hidesTime.insert(index) }
    if parent == Self.top {
      if counts && !hides { addOutside(node) }
      return parent
    }
    var twin = nodes[Int(parent)].emptied
    twin.label = label
    let at = find(twin)
    if counts && !hides {
      nodes[Int(at)].selfWallNs += node.selfWallNs
      nodes[Int(at)].selfCpuNs += node.selfCpuNs
    }
    return at
  }

  private func hidesTime(_ node: Snapshot.Node) -> Bool {
    guard let parent = node.parent else { return false }
    let function = snapshot.functions[snapshot.nodes[parent].function]
    return function.kind == .label ? hidesTime.contains(parent) : function.visibility == .passThrough
  }

  private mutating func addOutside(_ node: Snapshot.Node) {
    outside[node.thread].wallNs += node.selfWallNs
    outside[node.thread].cpuNs += node.selfCpuNs
  }

  private mutating func append(_ node: ContextTree.Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  /// The node of this context, a new one when there is none yet.
  private mutating func find(_ node: ContextTree.Node) -> Int32 {
    let at = numbers.number(of: node, new: Int32(nodes.count))
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
    suspendedNs = addUpTo(suspendedNs, node.suspendedNs)
    open = UInt32(clamping: UInt64(open) + node.open)
  }
}
