import Profiles

/// What the page is given: one profile, or two over the union of their trees.
struct ReportData {
  /// One, or two: before and after.
  var sides: [Side]
  /// Who the functions are; their numbers stand in `sides`.
  var functions: [Profile.Function]
  var shape: Shape
  /// Of profiles that know callers but no contexts; else empty.
  var edges: [Profile.Edge] = []
  /// How to show the files' paths.
  var paths: PathShortener

  /// Of one profile: what it says about itself, and its numbers in the order of `functions` and of `shape`.
  struct Side {
    var facts: [Fact]
    var threads: [Profile.Thread]
    var functions: FunctionNumbers
    var nodes: NodeNumbers
  }

  /// A line about the profile, by a name that the page knows.
  struct Fact: Equatable {
    var name: String
    var value: String
  }

  /// The tree in pre-order.
  struct Shape: Equatable {
    /// From each node to its place: how many levels the next one is above the deepest it could be at.
    var rises: [UInt64] = []
    var functions: [UInt64] = []
    /// How many nodes each thread has, one behind the other; a single number where threads are merged.
    var threadCounts: [UInt64] = []
  }

  struct NodeNumbers: Equatable {
    var calls: [UInt64] = []
    var resumptions: [UInt64] = []
    var open: [UInt64] = []
    var selfWallNs: [UInt64] = []
    var selfCpuNs: [UInt64] = []
  }

  struct FunctionNumbers: Equatable {
    var own = NodeNumbers()
    var primitiveCalls: [UInt64] = []
    var totalWallNs: [UInt64] = []
    var totalCpuNs: [UInt64] = []
  }
}

extension ReportData {
  init(_ profile: Profile, _ options: FormatOptions) {
    let side = Side(
      facts: Fact.all(of: profile), threads: profile.threads,
      functions: FunctionNumbers(profile.functions), nodes: NodeNumbers(profile.nodes))
    self.init(
      sides: [side], functions: profile.functions, shape: Shape(profile),
      edges: profile.nodes.isEmpty ? profile.edges : [], paths: PathShortener(options.pathRoots))
  }
}

extension ReportData.Shape {
  init(_ profile: Profile) {
    var depths: [Int32] = []
    depths.reserveCapacity(profile.nodes.count)
    rises.reserveCapacity(profile.nodes.count)
    var deepest: Int32 = 0
    for node in profile.nodes {
      let depth = node.parent.map { depths[$0] + 1 } ?? 0
      rises.append(UInt64(deepest - depth))
      depths.append(depth)
      deepest = depth + 1
    }
    functions = profile.nodes.map { UInt64($0.function) }
    threadCounts = Array(repeating: 0, count: profile.threads.count)
    for node in profile.nodes { threadCounts[node.thread] += 1 }
  }
}

extension ReportData.NodeNumbers {
  init(_ nodes: [Profile.Node]) {
    calls = nodes.map(\.calls)
    resumptions = nodes.map(\.resumptions)
    open = nodes.map { UInt64($0.open) }
    selfWallNs = nodes.map(\.times.selfWallNs)
    selfCpuNs = nodes.map(\.times.selfCpuNs)
  }
}

extension ReportData.FunctionNumbers {
  init(_ functions: [Profile.Function]) {
    own.calls = functions.map(\.calls)
    own.resumptions = functions.map(\.resumptions)
    own.open = functions.map(\.open)
    own.selfWallNs = functions.map(\.times.selfWallNs)
    own.selfCpuNs = functions.map(\.times.selfCpuNs)
    primitiveCalls = functions.map(\.primitiveCalls)
    totalWallNs = functions.map(\.times.totalWallNs)
    totalCpuNs = functions.map(\.times.totalCpuNs)
  }
}
