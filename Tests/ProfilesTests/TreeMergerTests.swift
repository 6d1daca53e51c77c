import Testing

@testable import Profiles

@Suite struct TreeMergerTests {
  @Test(arguments: 0..<10)
  func oneTreeStaysAsItIs(seed: UInt64) {
    let tree = Profile(RandomSnapshot.make(seed: seed)).contextTree
    #expect(merged([tree]) == tree)
  }

  @Test(arguments: 0..<10)
  func twoTreesAddUpFunctionByFunction(seed: UInt64) {
    let profiles = [seed, seed + 100].map { Profile(RandomSnapshot.make(seed: $0)) }
    let sum = Profile(merged(profiles.map(\.contextTree)))
    for function in sum.functions {
      let parts = profiles.compactMap { $0.functions.first { $0.name == function.name } }
      #expect(function.calls == parts.reduce(0) { $0 + $1.calls })
      #expect(function.primitiveCalls == parts.reduce(0) { $0 + $1.primitiveCalls })
      #expect(function.times.totalWallNs == parts.reduce(0) { $0 + $1.times.totalWallNs })
      #expect(function.times.selfCpuNs == parts.reduce(0) { $0 + $1.times.selfCpuNs })
    }
    #expect(sum.header.runs == 2)
    #expect(sum.nodes.count <= profiles[0].nodes.count + profiles[1].nodes.count)
  }

  @Test func theSameTreeAgainMakesNoNewContexts() {
    let tree = Profile(RandomSnapshot.make(seed: 5)).contextTree
    let many = merged(Array(repeating: tree, count: 50))
    #expect(many.nodes.count == tree.nodes.count)
    #expect(many.threads.count == tree.threads.count)
    #expect(many.nodes[0].calls == 50 * tree.nodes[0].calls)
    #expect(many.isSound)
  }

  @Test func threadsOfOneNameStayApartWithinATree() {
    var tree = ContextTree()
    tree.threads = [ContextTree.Thread(name: "pool"), ContextTree.Thread(name: "pool")]
    #expect(merged([tree, tree]).threads.count == 2)
  }

  @Test func whatIsNotMeasuredInOneIsUnknownInTheSum() {
    var (whole, flat) = (ContextTree(), ContextTree())
    flat.measures = [.calls, .wall]
    whole.facts.command = "a.py"
    flat.facts.command = "b.py"
    #expect(merged([whole, flat]).measures == [.calls, .wall])
    #expect(merged([whole, flat, whole, flat]).facts.command == "a.py and others")
  }

  @Test func whatCannotBeAddedUpIsNotSound() {
    var tree = Profile(RandomSnapshot.make(seed: 1)).contextTree
    #expect(tree.isSound)
    tree.nodes[0].calls = .max / 2
    #expect(!tree.isSound)
    tree.nodes[0].calls = 1
    tree.nodes[0].parent = 0
    #expect(!tree.isSound)
  }

  private func merged(_ trees: [ContextTree]) -> ContextTree {
    var merger = TreeMerger()
    for tree in trees { merger.add(tree) }
    return merger.tree
  }
}
