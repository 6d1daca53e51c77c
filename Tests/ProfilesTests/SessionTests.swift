import Testing

@testable import Profiles
@testable import Recording

@Suite struct SessionTests {
  private static var snapshot: Snapshot {
    var snapshot = SnapshotScript(
      """
      thread Main self=1
      main 1 self=10 open
        before 1 self=20
        [@3] 1 self=30/6
          work 1 self=40 suspended=7 open
            [a@3,17] 1 self=50
              step 5 self=60 resumed=2
            [a] 1 self=70
              step 6 self=80
        [@17] 1 self=90
          work 2 self=100
      thread Idle self=5
      idle 1 self=6
      thread Worker self=2
      [@17] 1 self=3
        job 1 self=4
      """
    ).snapshot
    snapshot.header.durationNs = 1_000_000
    snapshot.header.processID = 9
    snapshot.header.foldedCalls = 8
    snapshot.threads[0].unmatchedReturns = 3
    return snapshot
  }

  private func profile(_ session: UInt64) -> Profile {
    Profile(ContextTree(Self.snapshot, session: session))
  }

  @Test func aSessionHoldsWhatItsLabelsSayAndTheWayThere() {
    #expect(
      profile(3).outline == """
        main 0 30
          work 1 40
          work [a#] 0 50
            step [a#] 5 60
        """)
    #expect(
      profile(17).outline == """
        main 0 90
          work 2 100
          work [a#] 0 50
            step [a#] 5 60
        job 1 4
        """)
    #expect(profile(3).function("work")?.open == 1 && profile(3).function("main")?.open == 0)
    #expect(profile(3).function("work")?.times.suspendedNs == 7)
    #expect(!profile(17).measures.contains(.suspended))
  }

  @Test func theHeaderIsAsLongAsWhatIsRecordedInIt() {
    let (three, seventeen) = (profile(3), profile(17))
    #expect(three.header.durationNs == 180 && seventeen.header.durationNs == 307)
    #expect(three.threads.map(\.name) == ["Main"])
    #expect(seventeen.threads.map(\.name) == ["Main", "Worker"])
    #expect(seventeen.threads.map(\.durationNs) == [300, 7])
    #expect(seventeen.threads.map(\.wallNs) == [300, 7] && seventeen.threads[1].selfWallNs == 3)
    #expect(three.header.processID == 9 && three.header.foldedCalls == 0)
    #expect(three.header.unmatchedReturns == 0)
    #expect(three.header.events == 15, "8 entries, one of them open")
    #expect(three.threads[0].cpuNs == 156)
  }

  @Test func aSessionInWhichNothingHappenedIsEmpty() {
    let nothing = profile(4)
    #expect(nothing.nodes.isEmpty && nothing.functions.isEmpty && nothing.threads.isEmpty)
    #expect(nothing.header.durationNs == 0)
    let unlabelled = SnapshotScript("thread Main self=4\nf 1 self=3").snapshot
    #expect(Profile(ContextTree(unlabelled, session: 1)).nodes.isEmpty)
  }

  @Test func tasksThatBeganInItAreOfASession() {
    var snapshot = Self.snapshot
    let (work, job) = (4, snapshot.nodes.count - 1)
    #expect(snapshot.functions[snapshot.nodes[work].function].name == "work")
    for (name, node, thread) in [("a", work, 0), ("b", 1, 0), ("c", job, 2), ("d", nil, 0)] {
      var task = Snapshot.Task(kind: .coroutine, name: name, thread: thread)
      task.node = node
      snapshot.tasks.append(task)
    }
    #expect(ContextTree(snapshot, session: 3).tasks.map(\.name) == ["a"])
    let seventeen = ContextTree(snapshot, session: 17)
    #expect(seventeen.tasks.map(\.name) == ["c"] && seventeen.tasks[0].thread == 1)
    #expect(ContextTree(snapshot).tasks.count == 4)
  }

  @Test func foldedCallsOfASessionStayInTheTree() {
    var snapshot = SnapshotScript(
      "thread Main\nf 1 self=5\n  (folded) 9 self=70\n  [@1] 1\n    (folded) 2 self=3"
    ).snapshot
    snapshot.functions[2].kind = .folded
    snapshot.folded.append(
      .init(
        function: 1, thread: 0, calls: 11, primitiveCalls: 8, resumptions: 0, selfWallNs: 73, selfCpuNs: 60,
        totalWallNs: 90, totalCpuNs: 80, open: 0))
    let profile = Profile(ContextTree(snapshot, session: 1))
    #expect(profile.outline == "f 0 0\n  (folded) 2 3")
    #expect(profile.flat.isEmpty)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func anyTreeAgreesWithTheNaiveModel(seed: UInt64) {
    let snapshot = RandomSnapshot.make(seed: seed, labels: true)
    let model = NaiveTwins(snapshot)
    for session: UInt64 in [1, 2] {
      let part = Profile(ContextTree(snapshot, session: session))
      #expect(NaiveTwins.contexts(of: part) == model.contexts(inSession: session))
    }
    #expect(NaiveTwins.contexts(of: Profile(snapshot)) == model.contexts(inSession: nil))
  }
}
