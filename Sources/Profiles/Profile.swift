import Recording

/// A finished profile: what a snapshot's calling-context tree says, worked out for readers.
///
/// An immutable value. Everything in it is derived from the self times of the tree; nothing is estimated
/// (except `Header.overheadNs`, which says so). Indices point into the arrays of this value.
///
///     let profile = Profile(snapshot)
///     for function in profile.functions { print(function.displayName, function.calls) }
public struct Profile: Sendable, Equatable {
  /// About the recording as a whole.
  public let header: Header
  /// The functions that have a context in the tree or folded calls, in the order of their registration.
  /// A row of kind `.folded`, named "(folded)", stands for contexts that found no room: its self time and
  /// calls are only what `Snapshot.folded` could not give to a function, so that sums count nothing twice.
  public let functions: [Function]
  /// Who called whom, ordered by caller, then callee; calls from a thread's top stand last.
  public let edges: [Edge]
  public let threads: [Thread]
  /// The calling contexts in pre-order: a node's subtree follows it directly, threads one after the other.
  public let nodes: [Node]

  /// Calls that found no room in the tree, with `function` an index into `functions`.
  let folded: [Snapshot.Folded]

  /// Works a snapshot out: hides the profiler's own functions, then derives all numbers.
  ///
  /// Cost: O(n) for n nodes, with one hash look-up a node; never recursive, so any depth will do.
  public init(_ snapshot: Snapshot) {
    let visible = VisibleTree(snapshot)
    let rows = FunctionRows(of: visible, in: snapshot)
    nodes = Self.preOrder(visible, rows: rows)
    folded = rows.folded
    let outline = Outline(nodes: nodes, folded: folded, foldedGroup: rows.foldedRow)
    let statistics = CallStatistics(
      outline, groups: Array(rows.functions.indices), groupCount: rows.functions.count,
      threadCount: snapshot.threads.count, onlyThread: nil)
    functions = zip(rows.functions, statistics.groups).map { Function($0, tally: $1) }
    edges = Self.edges(from: statistics)
    threads = Self.threads(of: snapshot, visible: visible, nodes: nodes)
    header = Header(snapshot)
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
      Outline(nodes: nodes, folded: folded, foldedGroup: foldedGroup), groups: groups,
      groupCount: groupCount, threadCount: threads.count, onlyThread: onlyThread)
  }
}
