import Recording

/// A finished profile: what a snapshot's calling-context tree says, worked out for readers.
///
/// An immutable value. Everything in it is derived from the self times of the tree. Counts are facts. Times are without
/// what swiftprof itself took, the one estimate in here (`SnapshotOverhead`): it stands beside each of them, and `raw`
/// puts it back. Indices point into the arrays of this value.
///
///     let profile = Profile(snapshot)
///     for function in profile.functions { print(function.displayName, function.calls) }
public struct Profile: Sendable, Equatable {
  /// About the recording as a whole.
  public let header: Header
  /// About the program. The one part that may be told later.
  public var facts: Facts
  public let measures: Measures
  /// The functions that have a context in the tree or folded calls, in the order of their registration.
  /// A row of kind `.folded`, named "(folded)", stands for contexts that found no room: its self time and
  /// calls are only what the folded calls could not give to a function, so that sums count nothing twice.
  public let functions: [Function]
  /// Who called whom, ordered by caller, then callee; calls from a thread's top stand last.
  public let edges: [Edge]
  public let threads: [Thread]
  /// The calling contexts in pre-order: a node's subtree follows it directly, threads one after the other.
  public let nodes: [Node]
  /// The user's own contexts that anything ran in.
  public let labels: [Label]
  /// Tasks and greenlets, in the order in which they were first seen; `ContextTree.mostTasks` of them at most.
  public let tasks: [ContextTree.Task]
  /// Tasks there were besides these, which ran for less time.
  public let tasksLeftOut: UInt64

  /// Calls whose contexts are not known. Indices of functions point into `functions`.
  public let flat: [ContextTree.Flat]
  public let flatEdges: [ContextTree.FlatEdge]

  /// Works a snapshot out: takes the profiler's own time and functions out, then derives all numbers.
  public init(_ snapshot: Snapshot) { self.init(ContextTree(snapshot)) }

  /// Works a tree out: derives all numbers.
  ///
  /// Cost: O(n) for n nodes, with one hash look-up a node; never recursive, so any depth will do.
  public init(_ tree: ContextTree) {
    let used = UsedFunctions(of: tree)
    let usedLabels = UsedLabels(of: tree)
    nodes = Self.preOrder(tree, used, usedLabels)
    labels = usedLabels.labels
    (tasks, tasksLeftOut) = (usedLabels.tasks(of: tree), tree.tasksLeftOut)
    flat = used.flat(of: tree)
    flatEdges = used.flatEdges(of: tree)
    let outline = Outline(
      nodes: nodes, flat: flat, flatEdges: flatEdges,
      foldedGroup: used.functions.firstIndex { $0.kind == .folded })
    let statistics = CallStatistics(
      outline, groups: Array(used.functions.indices), groupCount: used.functions.count, onlyThread: nil)
    functions = zip(used.functions, statistics.groups).map { Function($0, tally: $1) }
    edges = Self.edges(from: statistics)
    threads = Self.threads(of: tree, nodes: nodes)
    header = tree.header
    facts = tree.facts
    measures = tree.measures
  }

  /// Whether any function's calls were suspended: what is shown of suspension is shown then only.
  public var hasSuspension: Bool {
    measures.contains(.suspended) && functions.contains { $0.times.suspendedNs > 0 }
  }

  /// The self values that the profile was worked out from, nodes in pre-order. O(n).
  public var contextTree: ContextTree {
    var tree = ContextTree()
    (tree.header, tree.facts, tree.measures) = (header, facts, measures)
    (tree.flat, tree.flatEdges) = (flat, flatEdges)
    tree.functions = functions.map(\.identity)
    tree.threads = threads.map(\.recorded)
    tree.nodes = nodes.map(\.recorded)
    tree.labels = labels.map { ContextTree.Label(context: $0.context, tag: $0.tag) }
    (tree.tasks, tree.tasksLeftOut) = (tasks, tasksLeftOut)
    return tree
  }

  /// Tallies of the same tree with some functions taken together, for formats in which they cannot be told apart.
  ///
  /// - Parameters:
  ///   - groups: for each function its group, in `0..<groupCount`.
  ///   - onlyThread: index of the one thread to count; nil: all.
  /// Cost: one walk over the tree.
  public func statistics(groups: [Int], groupCount: Int, onlyThread: Int? = nil) -> CallStatistics {
    let foldedGroup = functions.firstIndex { $0.kind == .folded }.map { groups[$0] }
    return CallStatistics(
      Outline(nodes: nodes, flat: flat, flatEdges: flatEdges, foldedGroup: foldedGroup), groups: groups,
      groupCount: groupCount, onlyThread: onlyThread)
  }
}
