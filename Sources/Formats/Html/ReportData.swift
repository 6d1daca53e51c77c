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
  /// Whether any coroutine was suspended; else there are no columns of it.
  var hasSuspension = false
  /// Whether swiftprof itself took any time; else there are no columns of it.
  var hasOverhead = false
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
    var suspendedNs: [UInt64] = []
    /// What swiftprof itself took of the main clock's time, which the self times are without.
    var overheadNs: [UInt64] = []
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
      functions: FunctionNumbers(profile.functions, profile.mainClock),
      nodes: NodeNumbers(profile.nodes, profile.mainClock))
    self.init(
      sides: [side], functions: profile.functions, shape: Shape(profile),
      edges: profile.nodes.isEmpty ? profile.edges : [], hasSuspension: profile.hasSuspension,
      hasOverhead: profile.hasOverhead, paths: PathShortener(options.pathRoots))
  }
}

extension ReportData.Shape {
  init(_ profile: Profile) {
    var counts = [UInt64](repeating: 0, count: profile.threads.count)
    for node in profile.nodes { counts[node.thread] += 1 }
    self.init(
      parents: profile.nodes.map { Int32($0.parent ?? -1) },
      functions: profile.nodes.map { UInt64($0.function) }, threadCounts: counts)
  }

  /// `parents`: of nodes in pre-order; -1: none.
  init(parents: [Int32], functions: [UInt64], threadCounts: [UInt64]) {
    (self.functions, self.threadCounts) = (functions, threadCounts)
    rises.reserveCapacity(parents.count)
    var depths: [Int32] = []
    depths.reserveCapacity(parents.count)
    var deepest: Int32 = 0
    for parent in parents {
      let depth = parent < 0 ? 0 : depths[Int(parent)] + 1
      rises.append(UInt64(deepest - depth))
      depths.append(depth)
      deepest = depth + 1
    }
  }
}

extension ReportData.NodeNumbers {
  init(_ nodes: [Profile.Node], _ clock: Profile.Clock) {
    calls = nodes.map(\.calls)
    resumptions = nodes.map(\.resumptions)
    open = nodes.map { UInt64($0.open) }
    selfWallNs = nodes.map(\.times.selfWallNs)
    selfCpuNs = nodes.map(\.times.selfCpuNs)
    suspendedNs = nodes.map(\.times.suspendedNs)
    overheadNs = nodes.map { clock.selfOverheadNs(of: $0.times) }
  }
}

extension ReportData.FunctionNumbers {
  /// Zeros where there is no function.
  init(_ functions: [Profile.Function?], _ clock: Profile.Clock) {
    own.calls = functions.map { $0?.calls ?? 0 }
    own.resumptions = functions.map { $0?.resumptions ?? 0 }
    own.open = functions.map { $0?.open ?? 0 }
    own.selfWallNs = functions.map { $0?.times.selfWallNs ?? 0 }
    own.selfCpuNs = functions.map { $0?.times.selfCpuNs ?? 0 }
    own.suspendedNs = functions.map { $0?.times.suspendedNs ?? 0 }
    own.overheadNs = functions.map { $0.map { clock.selfOverheadNs(of: $0.times) } ?? 0 }
    primitiveCalls = functions.map { $0?.primitiveCalls ?? 0 }
    totalWallNs = functions.map { $0?.times.totalWallNs ?? 0 }
    totalCpuNs = functions.map { $0?.times.totalCpuNs ?? 0 }
  }
}
