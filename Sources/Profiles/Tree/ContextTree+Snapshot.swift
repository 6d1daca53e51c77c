import Recording

extension ContextTree {
  /// What a recording found, without the profiler's own functions, and without the time that it took itself.
  ///
  /// Cost: O(n) for n nodes, with one hash look-up a node where functions pass through or there are labels; never
  /// recursive.
  public init(_ snapshot: Snapshot) {
    self.init(snapshot, VisibleTree(snapshot))
    header = Profile.Header(snapshot)
    header.overheadNs = overheadWallNs
    tasksLeftOut = addUpTo(tasksLeftOut, snapshot.header.tasksLeftOut)
    for entry in snapshot.folded where snapshot.functions[entry.function].visibility == .shown {
      let tally = CallTally(entry)
      flat.append(Flat(function: entry.function, thread: entry.thread, tally: tally, standsInTree: true))
      flatEdges.append(
        FlatEdge(
          caller: foldedFunction(of: snapshot), callee: entry.function, thread: entry.thread, tally: tally))
    }
  }

  /// What of a recording happened in one of its sessions: what was called below a label that bears its number, with that
  /// label's own time.
  ///
  /// Who called that stands above it as the way there, without numbers. Threads without anything of it are left out.
  /// Durations are the recorded time in it, of the whole and of threads. Tasks are those whose first step began in
  /// it. What is only known of the whole recording is left out: unmatched returns, folded calls (their time and number
  /// are those of "(folded)" in the tree).
  ///
  /// Cost: as for the whole recording.
  public init(_ snapshot: Snapshot, session: UInt64) {
    self.init(snapshot, VisibleTree(snapshot, session: session))
    dropEmptyBranches()
    header = Profile.Header(snapshot, inSession: self)
    keepUsedThreads()
  }

  private init(_ snapshot: Snapshot, _ visible: VisibleTree) {
    functions = snapshot.functions
    if let folded = visible.foldedFunction { functions[folded] = .folded }
    threads = visible.threads
    nodes = visible.nodes
    labels = visible.labels.labels
    if nodes.contains(where: { $0.suspendedNs > 0 }) { measures.insert(.suspended) }
    if !snapshot.header.measuresCpu { measures.remove(.cpu) }
    tasks = SnapshotTasks(snapshot, visible).tasks
    boundTasks()
  }

  /// What swiftprof itself took of all that is in the tree.
  var overheadWallNs: UInt64 {
    threads.reduce(0) { $0 + $1.overheadWallNs } + nodes.reduce(0) { $0 + $1.overheadWallNs }
  }

  private func foldedFunction(of snapshot: Snapshot) -> Int? {
    snapshot.functions.firstIndex { $0.kind == .folded }
  }
}

extension Snapshot.Function {
  /// Stands for contexts that found no room.
  static let folded = Self(
    name: "(folded)", qualifiedName: "(folded)", module: "", file: "", firstLine: 0, kind: .folded)
}
