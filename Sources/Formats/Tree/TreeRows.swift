import Profiles

/// What a tree shows, line by line: contexts with most time first, small branches counted.
struct TreeRows {
  enum Row {
    case thread(Int)
    case node(Int)
    /// Branches that are not shown: how many, and their calls and time.
    case cut(branches: Int, calls: UInt64, totalNs: UInt64)
  }

  struct Line {
    let row: Row
    /// 0 for threads, 1 for what they call.
    let depth: Int
    /// No other callee of its caller follows.
    let isLast: Bool
  }

  private(set) var lines: [Line] = []
  /// All time of the clock, what percentages are of.
  let wholeNs: UInt64

  private let profile: Profile
  private let clock: Profile.Clock
  private let leastNs: Double
  private let depth: Int
  private let children: [[Int]]
  /// Time of each context, with callees.
  private let totalsNs: [UInt64]

  init(_ profile: Profile, _ options: FormatOptions) {
    self.profile = profile
    clock = options.clock
    wholeNs = profile.threads.reduce(0) { $0 + options.clock.of(wallNs: $1.wallNs, cpuNs: $1.cpuNs) }
    totalsNs = profile.nodes.map { options.clock.totalNs(of: $0.times) }
    leastNs = Double(wholeNs) * options.minPercent / 100
    depth = options.depth ?? .max
    var children = [[Int]](repeating: [], count: profile.nodes.count)
    var tops = [[Int]](repeating: [], count: profile.threads.count)
    for (index, node) in profile.nodes.enumerated() {
      if let parent = node.parent { children[parent].append(index) } else { tops[node.thread].append(index) }
    }
    self.children = children
    let threads = profile.threads.indices.sorted { threadNs($0) > threadNs($1) }
    for thread in threads where !tops[thread].isEmpty || threadNs(thread) > 0 {
      lines.append(Line(row: .thread(thread), depth: 0, isLast: true))
      walk(from: tops[thread])
    }
  }

  private func threadNs(_ thread: Int) -> UInt64 {
    clock.of(wallNs: profile.threads[thread].wallNs, cpuNs: profile.threads[thread].cpuNs)
  }

  /// Lines of contexts and all below, by a stack of their own: trees may be as deep as they like.
  private mutating func walk(from tops: [Int]) {
    var stack = lines(for: tops, below: 0)
    while let line = stack.popLast() {
      lines.append(line)
      if case .node(let node) = line.row { stack += lines(for: children[node], below: line.depth) }
    }
  }

  /// Lines for callees of one context, last first, without what they call.
  private func lines(for callees: [Int], below level: Int) -> [Line] {
    // WHY local: closures would copy all of self.
    let (totalsNs, leastNs, isDeepEnough) = (totalsNs, leastNs, level < depth)
    var shown: [Int] = []
    var cut: [Int] = []
    for node in callees {
      if isDeepEnough && Double(totalsNs[node]) >= leastNs { shown.append(node) } else { cut.append(node) }
    }
    shown.sort { (totalsNs[$0], $1) > (totalsNs[$1], $0) }
    var rows = shown.map { Row.node($0) }
    if !cut.isEmpty {
      rows.append(
        .cut(
          branches: cut.count, calls: cut.reduce(0) { $0 + profile.nodes[$1].calls },
          totalNs: cut.reduce(0) { $0 + totalsNs[$1] }))
    }
    return rows.enumerated().reversed().map { Line(row: $1, depth: level + 1, isLast: $0 == rows.count - 1) }
  }
}
