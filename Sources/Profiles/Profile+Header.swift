import Recording

extension Profile {
  /// About the recording as a whole.
  public struct Header: Sendable, Equatable {
    public let processID: UInt32
    public let startUnixNs: UInt64
    public let durationNs: UInt64
    /// Calls, returns, resumptions and suspensions, those of hidden functions included.
    public let events: UInt64
    /// What a call and its return add to the program; 0: unknown.
    public let eventPairCostNs: Double
    /// Estimate of what profiling added: half the events times `eventPairCostNs`.
    public let overheadNs: UInt64
    public let foldedCalls: UInt64
    public let unmatchedReturns: UInt64
    /// Readings of the CPU clock by system call.
    public let cpuResyncs: UInt64
    public let usesTSC: Bool
    public let usesRseq: Bool

    init(_ snapshot: Snapshot) {
      let header = snapshot.header
      processID = header.processID
      startUnixNs = header.startUnixNs
      durationNs = header.durationNs
      events = Self.events(of: snapshot)
      eventPairCostNs = header.eventPairCostNs
      // WHY not rounded(): that is a call of libm, to which the library would not be linked.
      let estimate = Double(events) / 2 * header.eventPairCostNs + 0.5
      overheadNs = estimate >= 0 && estimate < 0x1p63 ? UInt64(estimate) : 0
      foldedCalls = header.foldedCalls
      unmatchedReturns = snapshot.threads.reduce(0) { $0 + $1.unmatchedReturns }
      cpuResyncs = snapshot.threads.reduce(0) { $0 + $1.resyncs }
      usesTSC = header.usesTSC
      usesRseq = header.usesRseq
    }

    /// Every entry is one event and every one that is not open any more another.
    /// WHY the larger of the two for folded calls: they stand in the tree or in `folded` or in both.
    private static func events(of snapshot: Snapshot) -> UInt64 {
      var shown: UInt64 = 0
      var inTree: UInt64 = 0
      for node in snapshot.nodes {
        let events = entryEvents(node.calls + node.resumptions, open: node.open)
        switch snapshot.functions[node.function].kind {
        case .thread: continue
        case .folded: inTree += events
        case .python, .builtin, .method, .type, .gc: shown += events
        }
      }
      let apart = snapshot.folded.reduce(0) {
        $0 + entryEvents($1.calls + $1.resumptions, open: $1.open)
      }
      return shown + max(inTree, apart)
    }

    private static func entryEvents(_ entries: UInt64, open: UInt64) -> UInt64 {
      2 * entries - min(open, entries)
    }
  }
}
