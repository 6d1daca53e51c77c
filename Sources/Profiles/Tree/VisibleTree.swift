import Recording

/// The tree of a snapshot without the profiler's own functions, without the roots of threads and without labels.
///
/// - A node of an `.own` function goes with its subtree, and its time with it.
/// - A node of a `.passThrough` function goes with its self time; its callees move up to the nearest node
///   that stays and are merged there with a callee of the same function.
/// - The root of a thread becomes `outside`, its self time.
/// - What swiftprof itself took (`SnapshotOverhead`) is taken out of self times first, hidden ones included.
/// - A label goes. What is below it is labelled with it, up to the next label; its own time, which is its caller's,
///   becomes that of the caller's *twin*: a context of the same function beside it, with this label and without calls.
///   The sessions of labels go, and a label that says nothing else is none.
struct VisibleTree {
  private(set) var nodes: [ContextTree.Node] = []
  /// With the self times of their roots.
  private(set) var threads: [ContextTree.Thread]
  let overhead: SnapshotOverhead
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
    threads = snapshot.threads.map { ContextTree.Thread($0) }
    overhead = SnapshotOverhead(snapshot)
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
    for (index, node) in snapshot.nodes.enumerated() {
      place.append(add(index, node, label: -1, merges: merges, counts: true))
    }
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
          : add(index, node, label: labelOfNode[index], merges: true, counts: counts))
    }
  }

  /// Where a node goes that is no label. `counts`: it has its numbers.
  private mutating func add(
    _ index: Int, _ node: Snapshot.Node, label: Int32, merges: Bool, counts: Bool
  ) -> Int32 {
    let parent = node.parent.map { place[$0] } ?? Self.top
    let function = snapshot.functions[node.function]
    if parent == Self.hidden || function.visibility == .own { return Self.hidden }
    if function.kind == .thread {
      if counts { addOutside(index, node) }
      return parent
    }
    if function.visibility == .passThrough { return parent }
    let row = function.kind == .folded ? foldedFunction ?? node.function : node.function
    var kept = ContextTree.Node(parent: parent, function: Int32(row), thread: Int32(node.thread))
    kept.label = label
    let at = merges ? find(kept) : append(kept)
    if counts { nodes[Int(at)].add(counted(index, node)) }
    return at
  }

  /// Where a label's callees go: below its caller's twin, which gets its time.
  private mutating func addLabel(_ index: Int, _ node: Snapshot.Node, label: Int32, counts: Bool) -> Int32 {
    let parent = node.parent.map { place[$0] } ?? Self.top
    if parent == Self.hidden { return parent }
    let hides = hidesTime(node)
    if hides { hidesTime.insert(index) }
    if parent == Self.top {
      if counts && !hides { addOutside(index, node) }
      return parent
    }
    var twin = nodes[Int(parent)].emptied
    twin.label = label
    let at = find(twin)
    if counts && !hides { nodes[Int(at)].addSelfTimes(of: counted(index, node)) }
    return at
  }

  private func hidesTime(_ node: Snapshot.Node) -> Bool {
    guard let parent = node.parent else { return false }
    let function = snapshot.functions[snapshot.nodes[parent].function]
    return function.kind == .label ? hidesTime.contains(parent) : function.visibility == .passThrough
  }

  private mutating func addOutside(_ index: Int, _ node: Snapshot.Node) {
    threads[node.thread].addSelfTimes(of: counted(index, node))
  }

  /// The numbers of a node of the snapshot, less its overhead.
  private func counted(_ index: Int, _ node: Snapshot.Node) -> ContextTree.Node {
    var counted = ContextTree.Node(node)
    overhead.takeOut(of: &counted, node: index)
    return counted
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
  /// The numbers of a node, wherever it stands.
  fileprivate init(_ node: Snapshot.Node) {
    self.init(parent: -1, function: -1, thread: Int32(node.thread))
    calls = node.calls
    resumptions = node.resumptions
    selfWallNs = node.selfWallNs
    selfCpuNs = node.selfCpuNs
    suspendedNs = node.suspendedNs
    open = UInt32(clamping: node.open)
  }
}

extension ContextTree.Thread {
  /// Without any times.
  fileprivate init(_ thread: Snapshot.Thread) {
    name = thread.name
    osID = thread.osID
    pythonIdent = thread.pythonIdent
    startedBefore = thread.startedBefore
    ended = thread.ended
    startNs = thread.startNs
    durationNs = thread.durationNs
  }
}
