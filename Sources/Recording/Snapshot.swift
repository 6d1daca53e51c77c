/// What a recording held at one moment, decoded from its records: the input of module Profiles.
///
/// Times are nanoseconds of self time; everything else (inclusive times, edges, totals) is derived from
/// the tree by `Profiles`. Indices point into the arrays of this value.
public struct Snapshot: Sendable, Equatable {
  public struct Header: Sendable, Equatable {
    public var processID: UInt32 = 0
    public var startUnixNs: UInt64 = 0
    public var durationNs: UInt64 = 0
    /// What events added to the program, as the bridge measured it; all 0: unknown.
    public var costs = EventCosts()
    /// Calls whose context found no room.
    public var foldedCalls: UInt64 = 0
    /// Tasks for which there was no room.
    public var tasksLeftOut: UInt64 = 0
    /// Not where the program brought a timer of its own: then CPU times are wall times.
    public var measuresCpu = true
    public var usesTSC = true
    public var usesRseq = true
    /// What makes times, or their cost, other than people would take them for; mostly nothing.
    public var clockTroubles: [ClockTrouble] = []
    public init() {}
  }

  public enum Kind: UInt8, Sendable {
    case python, builtin, method, gc, thread, folded, type
    /// Never recorded: several contexts that a filter took together.
    case cut
    /// A stretch of the program that it named itself.
    case span
    /// Nobody's function. What stands below belongs to a context of the user's own and to sessions; the innermost
    /// label tells it all. `name` is the context, `qualifiedName` the tag, `module` the sessions' numbers, "3,17".
    /// The label's own time is its caller's, in that context.
    case label
  }

  public enum Visibility: UInt8, Sendable {
    /// Part of the profile.
    case shown
    /// The profiler's own: left out with everything below it, its time with it.
    case own
    /// The profiler's own, but calls the user's code: left out with its self time, its callees move up.
    case passThrough
  }

  public struct Function: Sendable, Equatable {
    /// As `co_name`: `append`.
    public var name: String
    /// As `co_qualname`: `Class.method`, `list.append`, `outer.<locals>.<lambda>`.
    public var qualifiedName: String
    /// `__name__` of the module: `app.db`, `builtins`; may be empty.
    public var module: String
    /// Empty for C functions.
    public var file: String
    /// 0 for C functions.
    public var firstLine: Int32
    public var kind: Kind
    public var visibility: Visibility
    /// What part of the calls in its code are far (`EventCosts.far`), in 0...1.
    public var farCalls = 0.0
    public var farReturns = 0.0
    public var farYields = 0.0

    public init(
      name: String, qualifiedName: String, module: String, file: String, firstLine: Int32,
      kind: Kind = .python, visibility: Visibility = .shown
    ) {
      self.name = name
      self.qualifiedName = qualifiedName
      self.module = module
      self.file = file
      self.firstLine = firstLine
      self.kind = kind
      self.visibility = visibility
    }
  }

  public struct Node: Sendable, Equatable {
    /// Index of the calling node, always smaller than the node's own; nil: the root of a thread
    /// (its function has kind `.thread`).
    public var parent: Int?
    public var function: Int
    public var thread: Int
    public var calls: UInt64
    /// Re-entries of a suspended generator or coroutine: not calls.
    public var resumptions: UInt64
    public var selfWallNs: UInt64
    /// Never more than `selfWallNs`.
    public var selfCpuNs: UInt64
    /// Calls of this node that were open when the snapshot was taken: 0 or 1, or one for each greenlet.
    public var open: UInt64
    /// For how long coroutines and async generators called in this context were suspended, all taken together. What
    /// a callee was suspended its awaiter was too.
    public var suspendedNs: UInt64
    /// Those of `calls` without an event of the CALL instruction before: by C code, an operator, a property.
    public var bareCalls: UInt64 = 0
    /// Times that it was left by an exception.
    public var unwinds: UInt64 = 0
    /// Made from here: calls that had events but are not recorded.
    public var unrecordedCalls: UInt64 = 0
    /// Calls of `super` made from here.
    public var superCalls: UInt64 = 0
    /// Called from a place that is far behind in its caller's code (`EventCosts.far`); by what is known of its first call.
    public var isCalledFromFar = false
    /// What is called is a coroutine function or an async generator.
    public var isAsync = false

    public init(
      parent: Int?, function: Int, thread: Int, calls: UInt64 = 0, resumptions: UInt64 = 0,
      selfWallNs: UInt64 = 0, selfCpuNs: UInt64 = 0, open: UInt64 = 0, suspendedNs: UInt64 = 0
    ) {
      self.parent = parent
      self.function = function
      self.thread = thread
      self.calls = calls
      self.resumptions = resumptions
      self.selfWallNs = selfWallNs
      self.selfCpuNs = selfCpuNs
      self.open = open
      self.suspendedNs = suspendedNs
    }
  }

  /// What runs in turns with others of its kind on one thread: a task or a greenlet.
  public struct Task: Sendable, Equatable {
    public enum Kind: UInt8, Sendable { case coroutine, greenlet }
    public var kind: Kind
    public var name: String
    public var thread: Int
    /// Node of the outermost call of its first step; nil: not known.
    public var node: Int?
    /// Node of the call that made it; nil: not known.
    public var creatorNode: Int?
    /// Index of the task in which that was.
    public var creatorTask: Int?
    public var steps: UInt64 = 0
    /// Of its steps.
    public var wallNs: UInt64 = 0
    public var cpuNs: UInt64 = 0
    /// Between its steps.
    public var suspendedNs: UInt64 = 0
    public var longestStepNs: UInt64 = 0
    /// Node in which, or below which, most of that step passed; nil: too short to tell.
    public var longestNode: Int?
    public var ended = false

    public init(kind: Kind, name: String, thread: Int) {
      (self.kind, self.name, self.thread) = (kind, name, thread)
    }
  }

  /// Totals of a function in a thread over the calls whose contexts were folded. The same time also stands
  /// in the tree as self time of nodes of kind `.folded`, which name nobody.
  public struct Folded: Sendable, Equatable {
    public var function: Int
    public var thread: Int
    public var calls: UInt64
    public var primitiveCalls: UInt64
    public var resumptions: UInt64
    public var selfWallNs: UInt64
    public var selfCpuNs: UInt64
    public var totalWallNs: UInt64
    public var totalCpuNs: UInt64
    public var open: UInt64
  }

  public struct Thread: Sendable, Equatable {
    public var name: String
    public var osID: UInt32
    public var pythonIdent: UInt64
    public var startedBefore: Bool
    public var ended: Bool
    /// From the start of the recording.
    public var startNs: UInt64
    public var durationNs: UInt64
    /// Readings of the CPU clock by system call.
    public var resyncs: UInt64
    /// Returns that found no open call of theirs and were ignored.
    public var unmatchedReturns: UInt64
    /// Spent by the profiler itself outside of events, charged to no function.
    public var profilerNs: UInt64
    /// How long events took, as a multiple of what `Header.costs` says: the machine may have been slower or faster while this
    /// thread was recorded than when costs were measured. nil: it was not probed.
    public var pace: Double?

    public init(
      name: String, osID: UInt32 = 0, pythonIdent: UInt64 = 0, startedBefore: Bool = false,
      ended: Bool = false, startNs: UInt64 = 0, durationNs: UInt64 = 0, resyncs: UInt64 = 0,
      unmatchedReturns: UInt64 = 0, profilerNs: UInt64 = 0
    ) {
      self.name = name
      self.osID = osID
      self.pythonIdent = pythonIdent
      self.startedBefore = startedBefore
      self.ended = ended
      self.startNs = startNs
      self.durationNs = durationNs
      self.resyncs = resyncs
      self.unmatchedReturns = unmatchedReturns
      self.profilerNs = profilerNs
    }
  }

  public var header = Header()
  public var functions: [Function] = []
  public var threads: [Thread] = []
  /// Parents stand before their children.
  public var nodes: [Node] = []
  public var folded: [Folded] = []
  /// In the order in which they were first seen.
  public var tasks: [Task] = []

  public init() {}
}
