import Recording

/// A calling-context tree by its self values: what a `Profile` is worked out from, and what readers of files,
/// filters and merging make.
///
/// Indices point into the arrays of this value. Nothing in it is derived, so it is cheap to change.
///
///     var tree = profile.contextTree
///     tree.nodes[0].calls += 1
///     let changed = Profile(tree)
public struct ContextTree: Sendable, Equatable {
  /// One calling context.
  public struct Node: Sendable, Equatable {
    /// Index of the calling context, smaller than the node's own; -1: top of its thread.
    /// WHY not an optional: 4 million of these are usual.
    public var parent: Int32
    public var function: Int32
    public var thread: Int32
    /// Index in `labels`; -1: none. Contexts that differ only in it are contexts of their own.
    public var label: Int32 = -1
    /// Calls of this context that were open when the profile was taken.
    public var open: UInt32 = 0
    public var calls: UInt64 = 0
    public var resumptions: UInt64 = 0
    public var selfWallNs: UInt64 = 0
    /// Never more than `selfWallNs` where both are measured.
    public var selfCpuNs: UInt64 = 0
    /// For how long coroutines and async generators called in this context were suspended, all taken together: as
    /// long as what they awaited.
    public var suspendedNs: UInt64 = 0
    /// What swiftprof itself took, which the self times are without: recorded is their sum.
    public var overheadWallNs: UInt64 = 0
    /// Never more than `overheadWallNs` where both are measured.
    public var overheadCpuNs: UInt64 = 0

    public init(parent: Int32, function: Int32, thread: Int32) {
      (self.parent, self.function, self.thread) = (parent, function, thread)
    }
  }

  public struct Thread: Sendable, Equatable {
    public var name: String
    /// The kernel's thread id; 0: not known.
    public var osID: UInt32 = 0
    public var pythonIdent: UInt64 = 0
    public var startedBefore = false
    public var ended = false
    /// From the start of the recording.
    public var startNs: UInt64 = 0
    public var durationNs: UInt64 = 0
    /// Outside of any function.
    public var selfWallNs: UInt64 = 0
    public var selfCpuNs: UInt64 = 0
    /// What swiftprof itself took there, which these are without.
    public var overheadWallNs: UInt64 = 0
    public var overheadCpuNs: UInt64 = 0

    public init(name: String) { self.name = name }
  }

  /// What is known of a function's calls whose contexts are not known.
  public struct Flat: Sendable, Equatable {
    public var function: Int
    public var thread: Int
    public var tally: CallTally
    /// The same calls and self time also stand in the tree, as those of "(folded)".
    public var standsInTree: Bool

    public init(function: Int, thread: Int, tally: CallTally, standsInTree: Bool = false) {
      (self.function, self.thread, self.tally, self.standsInTree) = (function, thread, tally, standsInTree)
    }
  }

  /// Who called whom in calls whose contexts are not known.
  public struct FlatEdge: Sendable, Equatable {
    /// nil: called by the thread itself.
    public var caller: Int?
    public var callee: Int
    public var thread: Int
    public var tally: CallTally

    public init(caller: Int?, callee: Int, thread: Int, tally: CallTally) {
      (self.caller, self.callee, self.thread, self.tally) = (caller, callee, thread, tally)
    }
  }

  public var header = Profile.Header()
  public var facts = Profile.Facts()
  public var measures = Profile.Measures.all
  /// May hold functions that no context has.
  public var functions: [Snapshot.Function] = []
  public var threads: [Thread] = []
  /// Parents stand before their children; callees in the order of their first call.
  public var nodes: [Node] = []
  public var flat: [Flat] = []
  public var flatEdges: [FlatEdge] = []
  /// May hold labels that no context has. No two are equal.
  public var labels: [Label] = []
  /// In the order in which they were first seen, `mostTasks` at most.
  public var tasks: [Task] = []
  /// Tasks there were besides `tasks`.
  public var tasksLeftOut: UInt64 = 0

  public init() {}
}
