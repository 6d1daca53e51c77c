import Profiles

/// The tree of one thread laid out along a time line, for formats whose only shape is a time line.
///
/// An aggregated tree has no times of its own: each context becomes one slice, as long as all its calls took
/// together; its callees follow one another within it, in the order of their first call, and its own time comes
/// last. A sequence of begins and ends, properly nested; any depth will do.
struct LaidOutTree: Sequence, IteratorProtocol {
  struct Event {
    let isBegin: Bool
    /// Index in `profile.nodes`.
    let node: Int
    /// On the main clock, from 0.
    let ns: UInt64
    /// On the second clock, from 0; 0 without one.
    let secondNs: UInt64
  }

  private let nodes: [Profile.Node]
  private let end: Int
  private let clock: Profile.Clock
  private let second: Profile.Clock?
  private let stepNs: UInt64
  private var following: Int
  private var position: (ns: UInt64, secondNs: UInt64) = (0, 0)
  private var last: (isBegin: Bool, ns: UInt64)?
  /// The slices that are open: their node, and what of its own time is not spent yet.
  private var open: [(node: Int, restNs: UInt64)] = []

  /// - Parameters:
  ///   - range: the thread's nodes, from `Profile.nodesOfThreads()`.
  ///   - stepNs: for readers that sort begins and ends apart and cannot tell the order of those of one time: so much
  ///     lies between an end and the next begin, and between two begins if the second takes no time. It is taken
  ///     from the caller's own time; a caller that has none becomes longer, by nanoseconds.
  init(
    _ profile: Profile, _ range: Range<Int>, _ clock: Profile.Clock, second: Profile.Clock? = nil,
    stepNs: UInt64 = 0
  ) {
    nodes = profile.nodes
    (following, end) = (range.lowerBound, range.upperBound)
    (self.clock, self.second, self.stepNs) = (clock, second, stepNs)
  }

  mutating func next() -> Event? {
    if following < end && open.last?.node == nodes[following].parent { return begin() }
    return endLast()
  }

  private mutating func begin() -> Event {
    let times = nodes[following].times
    if let last, last.ns == position.ns, !last.isBegin || clock.totalNs(of: times) == 0 { step() }
    open.append((following, clock.selfNs(of: times)))
    following += 1
    return event(isBegin: true, node: following - 1)
  }

  private mutating func step() {
    position.ns += stepNs
    if let top = open.indices.last { open[top].restNs -= Swift.min(stepNs, open[top].restNs) }
  }

  private mutating func endLast() -> Event? {
    guard let (node, restNs) = open.popLast() else { return nil }
    position.ns += restNs
    if let second { position.secondNs += second.selfNs(of: nodes[node].times) }
    return event(isBegin: false, node: node)
  }

  private mutating func event(isBegin: Bool, node: Int) -> Event {
    last = (isBegin, position.ns)
    return Event(isBegin: isBegin, node: node, ns: position.ns, secondNs: position.secondNs)
  }
}

extension Profile {
  /// For each thread the indices of its nodes, which stand together. One pass.
  func nodesOfThreads() -> [Range<Int>] {
    var ranges = Array(repeating: 0..<0, count: threads.count)
    var start = 0
    while start < nodes.count {
      let thread = nodes[start].thread
      let end = nodes[start...].firstIndex { $0.thread != thread } ?? nodes.count
      ranges[thread] = start..<end
      start = end
    }
    return ranges
  }
}
