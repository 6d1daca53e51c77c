import Recording

extension Profile {
  /// About the recording as a whole.
  public struct Header: Sendable, Equatable {
    public var processID: UInt32 = 0
    public var startUnixNs: UInt64 = 0
    public var durationNs: UInt64 = 0
    /// Calls, returns, resumptions and suspensions, those of hidden functions included.
    public var events: UInt64 = 0
    /// What a call and the return of a Python function added to the program, on average; 0: unknown.
    public var eventPairCostNs: Double = 0
    /// What swiftprof itself took of the recorded time of all threads, by estimate. In profiles of recordings it is taken
    /// out of all times, unless `isRaw`.
    public var overheadNs: UInt64 = 0
    /// All times are as they were recorded, with `overheadNs` among them: nothing was taken out.
    public var isRaw = false
    /// How many times as long Python code without calls took because it was recorded; 0: unknown. Not taken out of anything.
    public var slowdown = 0.0
    public var foldedCalls: UInt64 = 0
    public var unmatchedReturns: UInt64 = 0
    /// Readings of the CPU clock by system call.
    public var cpuResyncs: UInt64 = 0
    public var usesTSC = true
    public var usesRseq = true
    /// What is wrong with the clocks that times come from, a sentence each; mostly none.
    public var clockNotes: [String] = []
    /// Profiles that were merged into this one; 1: none.
    public var runs: UInt64 = 1

    public init() {}

    init(_ snapshot: Snapshot) {
      let header = snapshot.header
      processID = header.processID
      startUnixNs = header.startUnixNs
      durationNs = header.durationNs
      events = Self.events(of: snapshot)
      setCosts(snapshot)
      foldedCalls = header.foldedCalls
      unmatchedReturns = snapshot.threads.reduce(0) { $0 + $1.unmatchedReturns }
      cpuResyncs = snapshot.threads.reduce(0) { $0 + $1.resyncs }
      usesTSC = header.usesTSC
      usesRseq = header.usesRseq
      clockNotes = header.clockTroubles.map(\.sentence)
    }

    /// Tells what events cost: a pair of them, at the pace of the recording.
    mutating func setCosts(_ snapshot: Snapshot) {
      eventPairCostNs = snapshot.header.costs.call.allNs * ThreadPaces(snapshot.threads).mean
      slowdown = snapshot.header.costs.slowdown
    }

    /// Every entry is one event and every one that is not open any more another.
    /// WHY the larger of the two for folded calls: they stand in the tree or in `folded` or in both.
    private static func events(of snapshot: Snapshot) -> UInt64 {
      var shown: UInt64 = 0
      var inTree: UInt64 = 0
      for node in snapshot.nodes {
        let events = entryEvents(node.calls + node.resumptions, open: node.open)
        switch snapshot.functions[node.function].kind {
        case .thread, .label: continue
        case .folded: inTree += events
        case .python, .builtin, .method, .type, .gc, .cut, .span: shown += events
        }
      }
      let apart = snapshot.folded.reduce(0) {
        $0 + entryEvents($1.calls + $1.resumptions, open: $1.open)
      }
      return shown + max(inTree, apart)
    }

    static func entryEvents(_ entries: UInt64, open: UInt64) -> UInt64 {
      2 * entries - min(open, entries)
    }
  }
}
