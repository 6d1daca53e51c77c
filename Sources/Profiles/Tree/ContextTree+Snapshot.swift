import Recording

extension ContextTree {
  /// What a recording found, without the profiler's own functions.
  ///
  /// Cost: O(n) for n nodes, with one hash look-up a node where functions pass through; never recursive.
  public init(_ snapshot: Snapshot) {
    let visible = VisibleTree(snapshot)
    header = Profile.Header(snapshot)
    functions = snapshot.functions
    if let folded = visible.foldedFunction { functions[folded] = .folded }
    threads = zip(snapshot.threads, visible.outside).map { Thread($0, outside: $1) }
    nodes = visible.nodes
    for entry in snapshot.folded where snapshot.functions[entry.function].visibility == .shown {
      let tally = CallTally(entry)
      flat.append(Flat(function: entry.function, thread: entry.thread, tally: tally, standsInTree: true))
      flatEdges.append(
        FlatEdge(
          caller: visible.foldedFunction, callee: entry.function, thread: entry.thread, tally: tally))
    }
  }
}

extension ContextTree.Thread {
  fileprivate init(_ thread: Snapshot.Thread, outside: (wallNs: UInt64, cpuNs: UInt64)) {
    name = thread.name
    osID = thread.osID
    pythonIdent = thread.pythonIdent
    startedBefore = thread.startedBefore
    ended = thread.ended
    startNs = thread.startNs
    durationNs = thread.durationNs
    (selfWallNs, selfCpuNs) = outside
  }
}

extension Snapshot.Function {
  /// Stands for contexts that found no room.
  static let folded = Self(
    name: "(folded)", qualifiedName: "(folded)", module: "", file: "", firstLine: 0, kind: .folded)
}
