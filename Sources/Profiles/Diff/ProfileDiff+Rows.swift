extension ProfileDiff {
  public enum Status: UInt8, Sendable, CaseIterable {
    /// On both sides under one name.
    case same
    /// After only.
    case new
    /// Before only.
    case gone
    /// On both sides, in another module or file.
    case moved
  }

  /// The numbers of one run.
  public struct Run: Sendable, Equatable {
    public var calls: UInt64 = 0
    public var primitiveCalls: UInt64 = 0
    public var resumptions: UInt64 = 0
    public var times = Profile.Times()
    public init() {}
  }

  /// The same number of each run of a side; what was not called in a run stands as zero.
  public struct Runs: Sendable, Equatable {
    public internal(set) var runs: [Run]

    init(count: Int) { runs = Array(repeating: Run(), count: count) }

    public func range(_ value: (Run) -> UInt64) -> RunRange { RunRange(runs.map(value)) }
    public var calls: RunRange { range(\.calls) }
  }

  /// One function over both sides.
  public struct Function: Sendable, Equatable {
    /// Place in `ProfileDiff.functions`.
    public let index: Int
    public let status: Status
    /// Who it is, as its last run knows it; its numbers are those of that run. nil: new.
    public let before: Profile.Function?
    /// nil: gone.
    public let after: Profile.Function?
    public let beforeRuns: Runs
    public let afterRuns: Runs
    /// On both sides, and no run of one has a number of calls that the other has.
    public let callsChanged: Bool
    /// On both sides, and the wall time, own or total, differs by more than the runs of a side do.
    public let wallChanged: Bool
    public let cpuChanged: Bool
    public var timesChanged: Bool { wallChanged || cpuChanged }

    /// After, if it is there.
    public var function: Profile.Function { after ?? before! }
  }

  /// Calls from one function to another over both sides.
  public struct Edge: Sendable, Equatable {
    /// Index into `functions`; nil: the top of a thread.
    public let caller: Int?
    public let callee: Int
    public internal(set) var beforeRuns: Runs
    public internal(set) var afterRuns: Runs

    /// No run of one side has a number of calls that the other has.
    public var callsChanged: Bool { beforeRuns.calls.isApart(from: afterRuns.calls) }
  }
}

extension ProfileDiff.Run {
  init(_ function: Profile.Function) {
    calls = function.calls
    primitiveCalls = function.primitiveCalls
    resumptions = function.resumptions
    times = function.times
  }

  init(_ edge: Profile.Edge) {
    calls = edge.calls
    primitiveCalls = edge.primitiveCalls
    resumptions = edge.resumptions
    times = edge.times
  }
}
