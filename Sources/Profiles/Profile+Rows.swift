import Recording

extension Profile {
  /// Nanoseconds on both clocks.
  public struct Times: Sendable, Equatable {
    /// While innermost.
    public var selfWallNs: UInt64 = 0
    /// With callees; recursion is counted once.
    public var totalWallNs: UInt64 = 0
    public var selfCpuNs: UInt64 = 0
    public var totalCpuNs: UInt64 = 0
    /// For how long coroutines and async generators were suspended; recursion is counted once. What a callee was
    /// suspended its awaiter was too, so this does not add up over functions.
    public var suspendedNs: UInt64 = 0
    /// What swiftprof itself took of the recorded time, by estimate. The times above are without it: recorded is their sum.
    public var selfOverheadWallNs: UInt64 = 0
    public var totalOverheadWallNs: UInt64 = 0
    public var selfOverheadCpuNs: UInt64 = 0
    public var totalOverheadCpuNs: UInt64 = 0
    public init() {}
    /// From first call to return of coroutines: while they or their callees ran, and while they were suspended.
    public var spanNs: UInt64 { addUpTo(totalWallNs, suspendedNs) }
    /// Off the processor while innermost.
    public var selfWaitNs: UInt64 { selfWallNs < selfCpuNs ? 0 : selfWallNs - selfCpuNs }
    /// Off the processor, callees included.
    public var waitNs: UInt64 { totalWallNs < totalCpuNs ? 0 : totalWallNs - totalCpuNs }
  }

  /// One function, over all threads. The rules are those of CPython's `Modules/_lsprof.c`.
  public struct Function: Sendable, Equatable {
    public let name: String
    public let qualifiedName: String
    public let module: String
    public let file: String
    public let firstLine: Int32
    public let kind: Snapshot.Kind
    /// For people: `app.db.Pool.get`, `builtins.len`, `list.append`. Not unique: two files may hold the same.
    public let displayName: String
    /// Calls (`ncall`), resumptions not among them.
    public let calls: UInt64
    /// Calls with no open call of the same function below them (`nprim`).
    public let primitiveCalls: UInt64
    /// Times that a suspended frame of it went on.
    public let resumptions: UInt64
    /// Calls that were open when the snapshot was taken; they are counted up to then.
    public let open: UInt64
    /// Total: of the outermost calls only.
    public let times: Times

    /// Wall time per call, nanoseconds; 0 without calls.
    public var averageWallNs: Double { calls == 0 ? 0 : Double(times.totalWallNs) / Double(calls) }

    init(_ function: Snapshot.Function, tally: CallTally) {
      name = function.name
      qualifiedName = function.qualifiedName
      module = function.module
      file = function.file
      firstLine = function.firstLine
      kind = function.kind
      displayName = function.displayName
      calls = tally.calls
      primitiveCalls = tally.primitiveCalls
      resumptions = tally.resumptions
      open = tally.open
      times = tally.times
    }
  }

  /// Calls from one function to another.
  public struct Edge: Sendable, Equatable {
    /// Index into `functions`; nil: called by nobody, at the top of a thread.
    public let caller: Int?
    public let callee: Int
    public let calls: UInt64
    /// Calls on paths that do not hold this caller → callee pair already (cProfile's rule for edges).
    public let primitiveCalls: UInt64
    public let resumptions: UInt64
    /// Total: by the same rule as `primitiveCalls`.
    public let times: Times
    /// Inclusive time of those contexts that have no other call of the callee above them. Over all callers
    /// of a function this adds up to its total time, which the totals by cProfile's rule do not.
    public let firstWallNs: UInt64
    public let firstCpuNs: UInt64
  }

  public struct Thread: Sendable, Equatable {
    public let name: String
    public let osID: UInt32
    public let pythonIdent: UInt64
    /// It ran already when the recording started.
    public let startedBefore: Bool
    public let ended: Bool
    /// From the start of the recording.
    public let startNs: UInt64
    public let durationNs: UInt64
    /// Recorded: the self times of the thread's nodes and `selfWallNs`.
    public let wallNs: UInt64
    public let cpuNs: UInt64
    /// Outside of any function.
    public let selfWallNs: UInt64
    public let selfCpuNs: UInt64
    /// What swiftprof itself took in all of the thread, which `wallNs` and `cpuNs` are without.
    public let overheadWallNs: UInt64
    public let overheadCpuNs: UInt64
    /// The part of it that was outside of any function, which `selfWallNs` and `selfCpuNs` are without.
    public let selfOverheadWallNs: UInt64
    public let selfOverheadCpuNs: UInt64
    /// Calls at the top or below that were open at the time of the snapshot.
    public let open: UInt64
  }

  /// A context of the user's own with all that ran in it.
  public struct Label: Sendable, Equatable {
    /// May be empty.
    public let context: String
    /// May be empty.
    public let tag: String
    /// Of functions called in it.
    public internal(set) var calls: UInt64 = 0
    public internal(set) var selfWallNs: UInt64 = 0
    public internal(set) var selfCpuNs: UInt64 = 0
    /// What swiftprof itself took in it, which these are without.
    public internal(set) var overheadWallNs: UInt64 = 0
    public internal(set) var overheadCpuNs: UInt64 = 0

    init(_ label: ContextTree.Label) { (context, tag) = (label.context, label.tag) }
  }

  /// One calling context: a distinct path of calls in one thread.
  public struct Node: Sendable, Equatable {
    /// -1: top of its thread. WHY not an optional: 4 million of these are usual.
    let parentIndex: Int32
    let functionIndex: Int32
    let threadIndex: Int32
    /// -1: none.
    let labelIndex: Int32
    public internal(set) var open: UInt32
    public internal(set) var calls: UInt64
    public internal(set) var resumptions: UInt64
    public internal(set) var times: Times

    /// Index of the calling context, smaller than the node's own; nil: top of its thread.
    public var parent: Int? { parentIndex < 0 ? nil : Int(parentIndex) }
    public var function: Int { Int(functionIndex) }
    public var thread: Int { Int(threadIndex) }
    /// Index in `labels`; nil: none. Nodes that differ only in it are twins, beside each other.
    public var label: Int? { labelIndex < 0 ? nil : Int(labelIndex) }
  }
}

extension Profile.Times {
  /// Adds the self times of another and what is beside them.
  @inline(__always)
  mutating func addSelf(_ other: Self) {
    selfWallNs += other.selfWallNs
    selfCpuNs += other.selfCpuNs
    selfOverheadWallNs += other.selfOverheadWallNs
    selfOverheadCpuNs += other.selfOverheadCpuNs
  }

  /// Adds the inclusive times of another and what is beside them, but for suspension.
  @inline(__always)
  mutating func addTotals(_ other: Self) {
    totalWallNs += other.totalWallNs
    totalCpuNs += other.totalCpuNs
    totalOverheadWallNs += other.totalOverheadWallNs
    totalOverheadCpuNs += other.totalOverheadCpuNs
  }

  /// Makes self times a part of the inclusive ones.
  @inline(__always)
  mutating func includeSelf() {
    totalWallNs += selfWallNs
    totalCpuNs += selfCpuNs
    totalOverheadWallNs += selfOverheadWallNs
    totalOverheadCpuNs += selfOverheadCpuNs
  }
}
