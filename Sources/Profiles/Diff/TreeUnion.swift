/// The calling contexts of two profiles as one tree: contexts of equal path are one node with numbers of both
/// sides. Threads are taken together, since those of two runs have nothing to be known by again.
///
/// Paths are equal when their functions are, as `FunctionMatching` says: a function that was renamed or moved to
/// another file stays itself.
///
///     let union = TreeUnion(before: old, after: new)
///     for node in union.nodes where node.before.calls != node.after.calls { … }
public struct TreeUnion: Sendable {
  /// Of one context on one side; zero where it is not.
  public struct Numbers: Sendable, Equatable {
    public internal(set) var calls: UInt64 = 0
    public internal(set) var resumptions: UInt64 = 0
    public internal(set) var open: UInt64 = 0
    public internal(set) var selfWallNs: UInt64 = 0
    public internal(set) var selfCpuNs: UInt64 = 0
  }

  public struct Node: Sendable, Equatable {
    /// Smaller than the node's own index; -1: called by a thread itself.
    public internal(set) var parent: Int32
    /// Index in `functions`.
    public internal(set) var function: Int32
    public internal(set) var before = Numbers()
    public internal(set) var after = Numbers()
  }

  /// Indices of one function in the two profiles; nil on the side where it is not.
  public struct Function: Sendable, Equatable {
    public let before: Int?
    public let after: Int?
  }

  /// Those after in their order, then those that are gone.
  public let functions: [Function]
  /// In pre-order; callees in the order of their first call after, then those that are gone.
  public private(set) var nodes: [Node] = []

  private var index = PairTable()

  /// Cost: O(n) for n contexts of both, with one hash look-up each.
  public init(before: Profile, after: Profile) {
    let matching = FunctionMatching(before.functions, after.functions)
    var partner = [Int?](repeating: nil, count: after.functions.count)
    var numberOfBefore = [Int32](repeating: 0, count: before.functions.count)
    for pair in matching.pairs {
      partner[pair.after] = pair.before
      numberOfBefore[pair.before] = Int32(pair.after)
    }
    for (place, gone) in matching.gone.enumerated() {
      numberOfBefore[gone] = Int32(after.functions.count + place)
    }
    functions =
      partner.enumerated().map { Function(before: $1, after: $0) }
      + matching.gone.map { Function(before: $0, after: nil) }
    add(after, functions: (0..<Int32(after.functions.count)).map { $0 }, to: \.after)
    add(before, functions: numberOfBefore, to: \.before)
    sortIntoPreOrder()
    index = PairTable()
  }

  private mutating func add(
    _ profile: Profile, functions: [Int32], to side: WritableKeyPath<Node, Numbers>
  ) {
    var place: [Int32] = []
    place.reserveCapacity(profile.nodes.count)
    for node in profile.nodes {
      let parent = node.parent.map { place[$0] } ?? -1
      let at = number(parent: parent, function: functions[node.function])
      nodes[Int(at)][keyPath: side].add(node)
      place.append(at)
    }
  }

  /// The node of this function below `parent`, a new one where there is none.
  private mutating func number(parent: Int32, function: Int32) -> Int32 {
    let at = index.number(UInt32(bitPattern: parent), UInt32(function), new: Int32(nodes.count))
    if at == nodes.count { nodes.append(Node(parent: parent, function: function)) }
    return at
  }

  /// A parent is older than its nodes, so one pass each way tells where each subtree begins.
  private mutating func sortIntoPreOrder() {
    var size = [Int32](repeating: 1, count: nodes.count)
    for (at, node) in nodes.enumerated().reversed() where node.parent >= 0 {
      size[Int(node.parent)] += size[at]
    }
    var nextTop: Int32 = 0
    var place = [Int32](repeating: 0, count: nodes.count)
    var nextChild = place
    for (at, node) in nodes.enumerated() {
      if node.parent < 0 {
        place[at] = nextTop
        nextTop += size[at]
      } else {
        place[at] = nextChild[Int(node.parent)]
        nextChild[Int(node.parent)] += size[at]
      }
      nextChild[at] = place[at] + 1
    }
    var ordered = nodes
    for (at, node) in nodes.enumerated() {
      ordered[Int(place[at])] = node
      ordered[Int(place[at])].parent = node.parent < 0 ? -1 : place[Int(node.parent)]
    }
    nodes = ordered
  }
}

extension TreeUnion.Numbers {
  fileprivate mutating func add(_ node: Profile.Node) {
    calls += node.calls
    resumptions += node.resumptions
    open += UInt64(node.open)
    selfWallNs += node.times.selfWallNs
    selfCpuNs += node.times.selfCpuNs
  }
}
