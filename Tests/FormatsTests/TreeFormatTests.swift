import Profiles
import Recording
import Testing

@testable import Formats

@Suite struct TreeFormatTests {
  private func lines(_ profile: Profile, _ ask: (inout FormatOptions) -> Void = { _ in }) throws -> [String] {
    var options = FormatOptions()
    ask(&options)
    let bytes = try TreeFormat().bytes(of: profile, options)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [80, 200]) func looksAsRecorded(width: Int) throws {
    var options = FormatOptions()
    options.width = width
    options.minPercent = 0.001
    try Golden.expect(TreeFormat().bytes(of: SampleProfile.profile, options), "tree-\(width).txt")
  }

  @Test(arguments: [40, 60, 80, 120, 200]) func noLineIsWiderThanAskedFor(width: Int) throws {
    for line in try lines(Self.chain(depth: 300), { $0.width = width }) {
      #expect(DisplayWidth.of(line) <= width, "\(line)")
    }
  }

  @Test func twentyThousandLevelsAreNoRecursion() throws {
    let all = try lines(Self.chain(depth: 20_000)) { $0.width = 100 }
    #expect(all.filter { $0.contains("m.f") }.count == 20_000)
  }

  @Test func whatIsCutIsCounted() throws {
    let snapshot = SnapshotScript(
      """
      thread Main
      a 1 self=900/1
        b 2 self=50/50
        c 3 self=30/1
          d 4 self=10
        e 5 self=10
      """
    ).snapshot
    let all = try lines(Profile(snapshot)) { $0.minPercent = 4.5 }
    #expect(all.last == "0.050    5.0%             8     └─ (2 smaller)")
    let cpu = try lines(Profile(snapshot)) {
      $0.clock = .cpu
      $0.minPercent = 20
    }
    #expect(cpu.contains { $0.hasSuffix("├─ m.b  b.py:1") })
    let flat = try lines(Profile(snapshot)) { $0.depth = 1 }
    #expect(flat.last?.hasSuffix("└─ (3 deeper)") == true)
  }

  @Test func mostTimeStandsFirst() throws {
    let snapshot = SnapshotScript("thread Main\na 1 self=1\nb 1 self=3\nc 1 self=2").snapshot
    let names = try lines(Profile(snapshot)).suffix(3).map { $0.split(separator: " ").last }
    #expect(names == ["b.py:1", "c.py:1", "a.py:1"])
  }

  @Test func aProfileWithoutContextsIsRefused() {
    var tree = ContextTree()
    tree.measures = [.calls, .wall]
    #expect(throws: FormatError.self) { try TreeFormat().bytes(of: Profile(tree), FormatOptions()) }
  }

  private static func chain(depth: Int) -> Profile {
    var snapshot = SnapshotScript("thread Main\nf 1").snapshot
    for _ in 1..<depth {
      let parent = snapshot.nodes.count - 1
      snapshot.nodes.append(
        Snapshot.Node(parent: parent, function: 1, thread: 0, calls: 1, selfWallNs: 10, selfCpuNs: 10))
    }
    return Profile(snapshot)
  }
}
