import Recording

/// What one function, or one caller → callee pair, adds up to.
public struct CallTally: Sendable, Equatable {
  public var calls: UInt64 = 0
  public var primitiveCalls: UInt64 = 0
  public var resumptions: UInt64 = 0
  /// Calls and resumptions that are primitive: what cProfile, to which both are calls, counts as such.
  public var primitiveEntries: UInt64 = 0
  public var open: UInt64 = 0
  public var times = Profile.Times()
  /// Inclusive time of contexts with no call of the callee above them; for a function its total.
  public var firstWallNs: UInt64 = 0
  public var firstCpuNs: UInt64 = 0

  public init() {}

  /// Calls and resumptions.
  public var entries: UInt64 { calls + resumptions }

  /// Counts a context. `primitive`: it is outermost by the rule of this tally; `first`: of its function.
  @inline(__always)
  mutating func add(_ node: Profile.Node, primitive: Bool, first: Bool) {
    calls += node.calls
    resumptions += node.resumptions
    open += UInt64(node.open)
    times.addSelf(node.times)
    if primitive {
      primitiveCalls += node.calls
      primitiveEntries += node.calls + node.resumptions
      times.addTotals(node.times)
      times.suspendedNs = addUpTo(times.suspendedNs, node.times.suspendedNs)
    }
    if first {
      firstWallNs += node.times.totalWallNs
      firstCpuNs += node.times.totalCpuNs
    }
  }

  mutating func add(_ other: CallTally) {
    calls += other.calls
    primitiveCalls += other.primitiveCalls
    resumptions += other.resumptions
    primitiveEntries += other.primitiveEntries
    open += other.open
    times.addSelf(other.times)
    times.addTotals(other.times)
    times.suspendedNs = addUpTo(times.suspendedNs, other.times.suspendedNs)
    firstWallNs += other.firstWallNs
    firstCpuNs += other.firstCpuNs
  }
}

/// Tallies per group of functions and per pair of groups, from one walk over the tree.
///
/// The rules are those of CPython's `Modules/_lsprof.c`: a function's primitive calls and total are those of
/// contexts with no context of the same function above them; a pair's, of contexts whose path does not hold
/// the same pair already.
public struct CallStatistics: Sendable {
  /// Who calls.
  public enum Caller: Sendable, Hashable {
    case group(Int)
    /// The top of this thread: nobody.
    case thread(Int)
  }

  public struct Edge: Sendable {
    public let caller: Caller
    public let callee: Int
    public internal(set) var tally = CallTally()
  }

  public private(set) var groups: [CallTally]
  /// In the order of their first context.
  public private(set) var edges: [Edge] = []

  private var edgeIndex = PairTable()

  init(_ outline: Outline, groups groupOf: [Int], groupCount: Int, onlyThread: Int?) {
    groups = Array(repeating: CallTally(), count: groupCount)
    walk(outline.nodes, groupOf: groupOf, onlyThread: onlyThread)
    addFlat(outline, groupOf: groupOf, onlyThread: onlyThread)
    edgeIndex = PairTable()
  }

  /// Pre-order walk with the path to the current node on a stack of its own.
  private mutating func walk(_ nodes: [Profile.Node], groupOf: [Int], onlyThread: Int?) {
    var path: [(node: Int, group: Int, edge: Int)] = []
    var openGroups = [Int32](repeating: 0, count: groups.count)
    var openEdges: [Int32] = []
    for (index, node) in nodes.enumerated() {
      if let onlyThread, node.thread != onlyThread { continue }
      let parent = node.parent ?? -1
      while let last = path.last, last.node != parent {
        openGroups[last.group] -= 1
        openEdges[last.edge] -= 1
        path.removeLast()
      }
      let group = groupOf[node.function]
      let caller = path.last.map { Caller.group($0.group) } ?? .thread(node.thread)
      let edge = edgeNumber(from: caller, to: group)
      if edge == openEdges.count { openEdges.append(0) }
      let first = openGroups[group] == 0
      groups[group].add(node, primitive: first, first: first)
      edges[edge].tally.add(node, primitive: openEdges[edge] == 0, first: first)
      openGroups[group] += 1
      openEdges[edge] += 1
      path.append((index, group, edge))
    }
  }

  private mutating func edgeNumber(from caller: Caller, to callee: Int) -> Int {
    let high =
      switch caller {
      case .group(let group): UInt32(group)
      case .thread(let thread): 1 << 31 | UInt32(thread)
      }
    let number = Int(edgeIndex.number(high, UInt32(callee), new: Int32(edges.count)))
    if number == edges.count { edges.append(Edge(caller: caller, callee: callee)) }
    return number
  }

  /// Calls without a context: to the function itself, and out of the self values of "(folded)" where they
  /// stand in the tree as well.
  private mutating func addFlat(_ outline: Outline, groupOf: [Int], onlyThread: Int?) {
    for entry in outline.flat where onlyThread == nil || onlyThread == entry.thread {
      groups[groupOf[entry.function]].add(entry.tally)
      if let foldedGroup = outline.foldedGroup, entry.standsInTree {
        groups[foldedGroup].removeOwn(entry.tally)
      }
    }
    for edge in outline.flatEdges where onlyThread == nil || onlyThread == edge.thread {
      let caller = edge.caller.map { Caller.group(groupOf[$0]) } ?? .thread(edge.thread)
      edges[edgeNumber(from: caller, to: groupOf[edge.callee])].tally.add(edge.tally)
    }
  }
}

/// What statistics are made from.
struct Outline {
  let nodes: [Profile.Node]
  let flat: [ContextTree.Flat]
  let flatEdges: [ContextTree.FlatEdge]
  let foldedGroup: Int?
}

extension CallTally {
  /// WHY every resumption counts as primitive: a folded one no longer knows its path, and a generator that
  /// resumes itself is rare. WHY no overhead: of folded calls it is not known who called whom, so none is taken out.
  init(_ entry: Snapshot.Folded) {
    calls = entry.calls
    primitiveCalls = entry.primitiveCalls
    resumptions = entry.resumptions
    primitiveEntries = entry.primitiveCalls + entry.resumptions
    open = entry.open
    times.selfWallNs = entry.selfWallNs
    times.selfCpuNs = entry.selfCpuNs
    times.totalWallNs = entry.totalWallNs
    times.totalCpuNs = entry.totalCpuNs
    firstWallNs = entry.totalWallNs
    firstCpuNs = entry.totalCpuNs
  }

  /// Takes counts and self times away, as far as there are any; inclusive times stay.
  fileprivate mutating func removeOwn(_ other: CallTally) {
    calls -= min(calls, other.calls)
    resumptions -= min(resumptions, other.resumptions)
    primitiveCalls = min(calls, primitiveCalls)
    primitiveEntries = min(entries, primitiveEntries)
    open -= min(open, other.open)
    times.selfWallNs -= min(times.selfWallNs, other.times.selfWallNs)
    times.selfCpuNs -= min(times.selfCpuNs, other.times.selfCpuNs)
    times.selfOverheadWallNs -= min(times.selfOverheadWallNs, other.times.selfOverheadWallNs)
    times.selfOverheadCpuNs -= min(times.selfOverheadCpuNs, other.times.selfOverheadCpuNs)
  }
}

extension CallTally {
  /// One call, no time: for functions that a format makes up.
  public static let once: CallTally = {
    var tally = CallTally()
    tally.calls = 1
    tally.primitiveCalls = 1
    tally.primitiveEntries = 1
    return tally
  }()

  /// A thread as if it were one call.
  public static func once(_ thread: Profile.Thread) -> CallTally {
    var tally = once
    tally.times.selfWallNs = thread.selfWallNs
    tally.times.selfCpuNs = thread.selfCpuNs
    tally.times.totalWallNs = thread.wallNs
    tally.times.totalCpuNs = thread.cpuNs
    tally.times.selfOverheadWallNs = thread.selfOverheadWallNs
    tally.times.selfOverheadCpuNs = thread.selfOverheadCpuNs
    tally.times.totalOverheadWallNs = thread.overheadWallNs
    tally.times.totalOverheadCpuNs = thread.overheadCpuNs
    (tally.firstWallNs, tally.firstCpuNs) = (thread.wallNs, thread.cpuNs)
    return tally
  }

  /// Adds the total times of a callee.
  public mutating func addTotals(of callee: CallTally) {
    times.addTotals(callee.times)
    firstWallNs += callee.firstWallNs
    firstCpuNs += callee.firstCpuNs
  }
}
