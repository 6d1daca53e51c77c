import Recording
import Testing

@testable import Profiles

extension Profile {
  /// The profile but for its header.
  fileprivate func hasRows(of other: Profile) -> Bool {
    functions == other.functions && edges == other.edges && threads == other.threads && nodes == other.nodes
      && labels == other.labels && tasks == other.tasks && flat == other.flat && flatEdges == other.flatEdges
  }

  /// Times by row: self and total, wall and CPU, of functions, edges and nodes; then threads.
  fileprivate var times: [[UInt64]] {
    let rows = functions.map(\.times) + edges.map(\.times) + nodes.map(\.times)
    return rows.map { [$0.selfWallNs, $0.totalWallNs, $0.selfCpuNs, $0.totalCpuNs] }
      + threads.map { [$0.selfWallNs, $0.wallNs, $0.selfCpuNs, $0.cpuNs] }
      + labels.map { [$0.selfWallNs, $0.selfCpuNs] }
  }

  fileprivate var overheadTimes: [[UInt64]] {
    let rows = functions.map(\.times) + edges.map(\.times) + nodes.map(\.times)
    return rows.map {
      [$0.selfOverheadWallNs, $0.totalOverheadWallNs, $0.selfOverheadCpuNs, $0.totalOverheadCpuNs]
    }
      + threads.map { [$0.selfOverheadWallNs, $0.overheadWallNs, $0.selfOverheadCpuNs, $0.overheadCpuNs] }
      + labels.map { [$0.overheadWallNs, $0.overheadCpuNs] }
  }
}

@Suite struct NaiveOverheadTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func randomTreesBearWhatTheNaiveModelSays(seed: UInt64) {
    let snapshot = RandomSnapshot.withCosts(seed: seed)
    let (overhead, naive) = (SnapshotOverhead(snapshot), NaiveOverhead(snapshot))
    let bears = zip(overhead.wallNs, overhead.cpuNs).map { [Double($0), Double($1)] }
    let agrees = bears == zip(naive.wall, naive.cpu).map { [$0, $1] }
    #expect(agrees)
    for (index, node) in snapshot.nodes.enumerated() {
      let (wall, cpu) = (overhead.wallNs[index], overhead.cpuNs[index])
      #expect(cpu <= wall && wall <= node.selfWallNs && cpu <= node.selfCpuNs)
      #expect(node.selfCpuNs - cpu <= node.selfWallNs - wall)
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func allRowsAreThoseOfATreeWithoutTheOverhead(seed: UInt64) {
    let snapshot = RandomSnapshot.withCosts(seed: seed)
    let naive = NaiveOverhead(snapshot)
    var (without, alone) = (RandomSnapshot.free(snapshot), RandomSnapshot.free(snapshot))
    for index in snapshot.nodes.indices {
      without.nodes[index].selfWallNs -= UInt64(naive.wall[index])
      without.nodes[index].selfCpuNs -= UInt64(naive.cpu[index])
      alone.nodes[index].selfWallNs = UInt64(naive.wall[index])
      alone.nodes[index].selfCpuNs = UInt64(naive.cpu[index])
    }
    let profile = Profile(snapshot)
    #expect(profile.times == Profile(without).times)
    #expect(profile.overheadTimes == Profile(alone).times)
    #expect(profile.header.overheadNs == Profile(alone).threads.reduce(0) { $0 + $1.wallNs })
    #expect(profile.tasks.allSatisfy { $0.cpuNs <= $0.wallNs && $0.overheadCpuNs <= $0.overheadWallNs })
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func rawIsWhatCostsOfZeroGive(seed: UInt64) {
    let snapshot = RandomSnapshot.withCosts(seed: seed)
    let profile = Profile(snapshot)
    #expect(profile.raw.hasRows(of: Profile(RandomSnapshot.free(snapshot))))
    #expect(Profile(profile.contextTree) == profile, "the way back to the tree loses nothing")
    #expect(profile.unlabelled.raw.hasRows(of: profile.raw.unlabelled))
    for session: UInt64 in [1, 2] {
      let part = Profile(ContextTree(snapshot, session: session))
      let free = Profile(ContextTree(RandomSnapshot.free(snapshot), session: session))
      #expect(part.raw.hasRows(of: free))
      #expect(part.header.durationNs == free.header.durationNs)
    }
  }

  /// Those that ask for no times: what is small depends on what is taken out.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func filtersTreatOverheadAsTheyDoSelfTimes(seed: UInt64) throws {
    let profile = Profile(RandomSnapshot.withCosts(seed: seed))
    var filters: [ProfileFilter] = Array(repeating: ProfileFilter(), count: 6)
    filters[0].ignore = [FunctionPattern("f1")]
    filters[1].focus = [FunctionPattern("f2")]
    filters[2].exclude = [FunctionPattern("f0"), FunctionPattern("f3")]
    filters[3].include = [FunctionPattern("f4")]
    filters[4].depth = 2
    filters[5].threads = ["A"]
    for filter in filters {
      let (late, early) = (try filter.applied(to: profile).raw, try filter.applied(to: profile.raw))
      #expect(late.hasRows(of: early))
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func sumsTreatOverheadAsTheyDoSelfTimes(seed: UInt64) {
    let trees = [seed, seed + 1000, seed].map { ContextTree(RandomSnapshot.withCosts(seed: $0)) }
    var (merger, ofRaw) = (TreeMerger(), TreeMerger())
    for tree in trees {
      merger.add(tree)
      ofRaw.add(tree.raw)
    }
    let sum = Profile(merger.tree)
    #expect(sum.raw == Profile(ofRaw.tree))
    #expect(sum.header.overheadNs == sum.threads.reduce(0) { $0 + $1.overheadWallNs })
  }
}
