import Profiles
import Testing

@testable import Formats
@testable import Recording

@Suite struct PprofFormatTests {
  private func save(_ profile: Profile) throws -> [UInt8] {
    try PprofFormat().bytes(of: profile, FormatOptions())
  }

  private func load(_ bytes: [UInt8]) throws -> Profile {
    try bytes.withUnsafeBytes { try Profile(Formats.read($0)) }
  }

  /// WHY not `==`: a failed expectation would print both.
  private func expectEqual(_ a: Profile, _ b: Profile) {
    let same = a == b
    #expect(same)
    // WHY: to Swift two texts are equal that differ byte by byte.
    let texts = [a, b].map { profile in
      (profile.labels.flatMap { [$0.context, $0.tag] }
        + profile.tasks.flatMap { [$0.name, $0.function, $0.creator, $0.creatorTask] + $0.longestPath })
        .map(ExactText.init)
    }
    #expect(texts[0] == texts[1])
  }

  @Test func theSampleComesBackAsItWas() throws {
    for profile in [SampleProfile.profile, SampleProfile.withEqualKeys] {
      try expectEqual(load(save(profile)), profile)
    }
  }

  @Test(arguments: 0..<120 as Range<UInt64>)
  func anyProfileComesBackAsItWas(seed: UInt64) throws {
    let profile = Profile(RandomTree.make(seed: seed))
    try expectEqual(load(save(profile)), profile)
    try expectEqual(load(save(profile)).raw, profile.raw)
    try expectEqual(load(save(profile.raw)), profile.raw)
  }

  @Test func aProfileOfNothingComesBack() throws {
    try expectEqual(load(save(Profile(Snapshot()))), Profile(Snapshot()))
    var tree = ContextTree()
    tree.measures = []
    try expectEqual(load(save(Profile(tree))), Profile(tree))
  }

  @Test func foldedCallsComeBack() throws {
    var snapshot = SnapshotScript("thread Main\nf 1 self=5\n  (folded) 9 self=70").snapshot
    snapshot.functions[2].kind = .folded
    snapshot.functions.append(snapshot.functions[1])
    snapshot.folded.append(
      .init(
        function: 3, thread: 0, calls: 9, primitiveCalls: 8, resumptions: 2, selfWallNs: 70, selfCpuNs: 60,
        totalWallNs: 90, totalCpuNs: 80, open: 1))
    let profile = Profile(snapshot)
    #expect(profile.flat.count == 1)
    try expectEqual(load(save(profile)), profile)
  }

  @Test func suspensionLabelsAndTasksComeBack() throws {
    var snapshot = SnapshotScript(
      """
      thread Main
      main 1 self=5
        handle 2 self=1 resumed=7 suspended=9000000000000000000
          [orders#slow] 1 self=4
            span:db.query 3 self=2
          [users] 1 self=4
      """
    ).snapshot
    var task = Snapshot.Task(kind: .coroutine, name: "Task-1", thread: 0)
    (task.node, task.longestNode, task.creatorNode) = (4, 4, 1)
    snapshot.tasks = [task, task]
    snapshot.tasks[1].creatorTask = 0
    let profile = Profile(snapshot)
    #expect(profile.labels.count == 2 && profile.tasks.count == 2 && profile.measures.contains(.suspended))
    let file = try save(profile)
    let back = try load(file)
    expectEqual(back, profile)
    #expect(back.tasks[1].longestPath == ["m.main", "m.handle", "db.query"])
  }

  @Test func tasksThatNameWhatIsNotThereMakeAFileOfAnotherTool() throws {
    for change in [
      { (tree: inout ContextTree) in tree.tasks[1].thread = 1 },
      { (tree: inout ContextTree) in
        tree.threads = []
        tree.nodes = []
      },
    ] {
      var tree = AsyncSample.profile.contextTree
      change(&tree)
      let damaged = try load(save(Profile(tree)))
      #expect(damaged.tasks.isEmpty && damaged.labels.isEmpty && damaged.tasksLeftOut == 0)
    }
    var labels = AsyncSample.profile.contextTree
    labels.tasks[0].label = 1
    #expect(try load(save(Profile(labels))).tasks[0].label == 1)
  }

  @Test func aPathOfManyTasksStandsInTheFileOnce() throws {
    var tree = AsyncSample.profile.contextTree
    tree.tasks = (0..<1000).map { number in
      var task = tree.tasks[1 + number % 2]
      task.name = "Task-\(number)"
      return task
    }
    let profile = Profile(tree)
    let plain = try save(profile).withUnsafeBytes { try Inflate.gunzip($0, limit: 1 << 20) }
    var paths = 0
    try plain.withUnsafeBytes {
      var reader = ProtobufReader($0)
      while let field = try reader.next() { paths += field.number == PprofField.Profile.path ? 1 : 0 }
    }
    #expect(paths == 2)
    try expectEqual(load(save(profile)), profile)
  }

  @Test func theFileOfAProfileWithoutSuspensionHasNoColumnForIt() throws {
    let plain = try save(SampleProfile.profile).withUnsafeBytes { try Inflate.gunzip($0, limit: 1 << 20) }
    #expect(!String(decoding: plain, as: UTF8.self).contains("suspended"))
  }

  @Test func uncompressedFilesAreRead() throws {
    let packed = try save(SampleProfile.profile)
    let plain = try packed.withUnsafeBytes { try Inflate.gunzip($0, limit: 1 << 20) }
    try expectEqual(load(plain), SampleProfile.profile)
  }
}
