import Testing

@testable import Profiles
@testable import Recording

@Suite struct TreeUnionTests {
  /// Nodes as (parent, name, calls before, calls after).
  private func rows(_ before: Profile, _ after: Profile) -> [String] {
    let union = TreeUnion(before: before, after: after)
    return union.nodes.map { node in
      let function = union.functions[Int(node.function)]
      let name = function.after.map { after.functions[$0].name } ?? before.functions[function.before!].name
      return "\(node.parent) \(name) \(node.before.calls) \(node.after.calls)"
    }
  }

  private func profile(_ names: [String], _ nodes: [(parent: Int32, name: String, calls: UInt64)]) -> Profile
  {
    var tree = ContextTree()
    tree.threads = [ContextTree.Thread(name: "Main")]
    tree.functions = names.map {
      Snapshot.Function(name: $0, qualifiedName: $0, module: "m", file: "m.py", firstLine: 1)
    }
    tree.nodes = nodes.map { node in
      var made = ContextTree.Node(
        parent: node.parent, function: Int32(names.firstIndex(of: node.name)!), thread: 0)
      made.calls = node.calls
      return made
    }
    return Profile(tree)
  }

  @Test func contextsOfOnePathAreOneNode() {
    let before = profile(["a", "b", "c"], [(-1, "a", 1), (0, "b", 2), (0, "c", 3), (2, "b", 4)])
    let after = profile(["c", "a", "d"], [(-1, "a", 10), (0, "c", 30), (1, "d", 50)])
    #expect(
      rows(before, after)
        == ["-1 a 1 10", "0 c 3 30", "1 d 0 50", "1 b 4 0", "0 b 2 0"])
  }

  @Test func nothingIsLostOfEitherSide() {
    let before = profile(["a", "b"], [(-1, "a", 1), (0, "b", 2), (1, "a", 3)])
    let empty = Profile(ContextTree())
    #expect(rows(before, empty) == ["-1 a 1 0", "0 b 2 0", "1 a 3 0"])
    #expect(rows(empty, before) == ["-1 a 0 1", "0 b 0 2", "1 a 0 3"])
    #expect(rows(empty, empty).isEmpty)
  }
}
