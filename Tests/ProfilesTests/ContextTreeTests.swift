import Recording
import Testing

@testable import Profiles

@Suite struct ContextTreeTests {
  @Test(arguments: 0..<20)
  func aProfileIsMadeFromItsOwnTreeAgain(seed: UInt64) {
    let profile = Profile(RandomSnapshot.make(seed: seed))
    #expect(Profile(profile.contextTree) == profile)
  }

  @Test func functionsThatNobodyCallsAreLeftOut() {
    var tree = ContextTree()
    tree.functions = ["a", "b", "c"].map {
      Snapshot.Function(name: $0, qualifiedName: $0, module: "m", file: "m.py", firstLine: 1)
    }
    tree.threads = [ContextTree.Thread(name: "MainThread")]
    tree.nodes = [ContextTree.Node(parent: -1, function: 1, thread: 0)]
    tree.nodes[0].calls = 3
    let profile = Profile(tree)
    #expect(profile.functions.map(\.name) == ["b"])
    #expect(profile.functions[0].calls == 3)
  }

  @Test func callsWithoutContextsCountForFunctionsEdgesAndThreads() {
    var tree = ContextTree()
    tree.functions = ["f", "g"].map {
      Snapshot.Function(name: $0, qualifiedName: $0, module: "m", file: "m.py", firstLine: 1)
    }
    tree.threads = [ContextTree.Thread(name: "")]
    var tally = CallTally()
    (tally.calls, tally.primitiveCalls) = (5, 4)
    (tally.times.selfWallNs, tally.times.totalWallNs) = (70, 90)
    tree.flat = [ContextTree.Flat(function: 1, thread: 0, tally: tally)]
    tree.flatEdges = [ContextTree.FlatEdge(caller: 0, callee: 1, thread: 0, tally: tally)]
    let profile = Profile(tree)
    #expect(profile.functions.map(\.calls) == [0, 5])
    #expect(profile.functions[1].times == tally.times)
    #expect(profile.edges.map { [$0.caller, $0.callee] } == [[0, 1]])
    #expect(profile.threads[0].wallNs == 70)
    #expect(Profile(profile.contextTree) == profile)
  }
}
