import Profiles
import Testing

@testable import Formats

@Suite struct DeepTreeTests {
  /// 50,000 calls within each other: nothing may go down the tree by calling itself.
  private static let profile: Profile = {
    var tree = ContextTree()
    tree.threads = [.init(name: "Main")]
    tree.functions = Exports.sample.contextTree.functions
    tree.nodes = (0..<50_000).map { depth in
      var node = ContextTree.Node(parent: Int32(depth) - 1, function: Int32(depth % 3), thread: 0)
      (node.calls, node.selfWallNs, node.selfCpuNs) = (1, 10, 5)
      return node
    }
    return Profile(tree)
  }()

  @Test(arguments: [
    "pstats", "callgrind", "speedscope", "chrome", "perfetto", "firefox", "dot", "json", "csv", "markdown",
  ])
  func isWrittenWholeAtAnyDepth(format: String) throws {
    let bytes = try Formats.named(format).bytes(of: Self.profile, FormatOptions())
    #expect(!bytes.isEmpty)
  }

  @Test func isRefusedByCollapsedStacksWhichWouldTakeAllMemory() {
    #expect(throws: FormatError.self) { try CollapsedFormat().bytes(of: Self.profile, FormatOptions()) }
  }
}
