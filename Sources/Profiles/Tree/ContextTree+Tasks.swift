import Recording

extension ContextTree {
  /// What the user said that some contexts of the tree belong to: a request, a tenant...
  public struct Label: Sendable, Equatable {
    /// The context's name; may be empty.
    public var context: String
    /// May be empty.
    public var tag: String
    public init(context: String, tag: String) { (self.context, self.tag) = (context, tag) }

    /// Says nothing, so that it is no label.
    var isEmpty: Bool { context.isEmpty && tag.isEmpty }
  }

  /// What ran in turns with others of its kind on one thread: an asyncio or trio task, a greenlet. It has a total of its
  /// own beside the tree, which all of them share.
  public struct Task: Sendable, Equatable {
    public var kind: Snapshot.Task.Kind
    public var name: String
    /// Index in `threads`.
    public var thread: Int
    /// Display name of the outermost function of its first step; empty: not known.
    public var function = ""
    /// Display name of the function that made it; empty: not known.
    public var creator = ""
    /// Name of the task in which that was; empty: in none, or not known.
    public var creatorTask = ""
    /// Index in `labels`: what its first step belonged to; -1: nothing.
    public var label: Int32 = -1
    public var ended = false
    public var steps: UInt64 = 0
    /// Of its steps.
    public var wallNs: UInt64 = 0
    public var cpuNs: UInt64 = 0
    /// Between its steps.
    public var suspendedNs: UInt64 = 0
    public var longestStepNs: UInt64 = 0
    /// What swiftprof itself took of the steps, which `wallNs` and `cpuNs` are without: recorded is their sum.
    public var overheadWallNs: UInt64 = 0
    public var overheadCpuNs: UInt64 = 0
    /// What `longestStepNs` is without.
    public var longestStepOverheadNs: UInt64 = 0
    /// Display names, outermost first: where most of its longest step passed. Empty: too short to tell. The middle of
    /// paths longer than `longestPathNames` is "...".
    public var longestPath: [String] = []

    public init(kind: Snapshot.Task.Kind, name: String, thread: Int) {
      (self.kind, self.name, self.thread) = (kind, name, thread)
    }
  }

  /// WHY a bound: a server makes millions, and sums of profiles more. A task takes some 200 bytes.
  public static let mostTasks = 100_000
  /// Names in `Task.longestPath`.
  public static let longestPathNames = 100

  /// Keeps those that ran longest where there are more than `most`; counts the others.
  mutating func boundTasks(to most: Int = Self.mostTasks) {
    guard tasks.count > most else { return }
    let byTime = tasks.indices.sorted {
      (tasks[$1].wallNs, $0) < (tasks[$0].wallNs, $1)
    }
    tasksLeftOut = addUpTo(tasksLeftOut, UInt64(tasks.count - most))
    tasks = byTime.prefix(most).sorted().map { tasks[$0] }
  }
}
