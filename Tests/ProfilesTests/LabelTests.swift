import Recording
import Testing

@testable import Profiles

extension Profile {
  /// Each node as "name calls self", indented, with its label in brackets.
  var outline: String {
    var depths: [Int] = []
    return nodes.map { node in
      depths.append(node.parent.map { depths[$0] + 1 } ?? 0)
      let label = node.label.map { " [\(labels[$0].context)#\(labels[$0].tag)]" } ?? ""
      let name = functions[node.function].name
      return String(repeating: "  ", count: depths.last!)
        + "\(name)\(label) \(node.calls) \(node.times.selfWallNs)"
    }.joined(separator: "\n")
  }
}

@Suite struct LabelTests {
  @Test func aLabelBecomesItsCallersTwin() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main self=1
        main 1 self=10
          handle 2 self=20 suspended=500
            [orders] 2 self=30/5
              query 4 self=40
            query 1 self=50
        """
      ).snapshot)
    #expect(
      profile.outline == """
        main 1 10
          handle 2 20
            query 1 50
          handle [orders#] 0 30
            query [orders#] 4 40
        """)
    #expect(profile.numbers("handle") == "2/2 50 140")
    #expect(profile.numbers("main", "handle") == "2/2 50 140 140")
    #expect(profile.numbers("handle", "query") == "5/5 90 90 90")
    #expect(profile.numbers("main") == "1/1 10 150")
    #expect(profile.threads[0].wallNs == 151)
    let label = profile.labels[0]
    #expect((label.calls, label.selfWallNs, label.selfCpuNs) == (4, 70, 45))
    #expect(!profile.functions.contains { $0.kind == .label })
  }

  @Test func theInnermostLabelTellsAll() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        [outer] 1 self=5
          a 1 self=1
            [outer#slow] 1 self=2
              b 1 self=3
                [] 1 self=4
                  c 1 self=6
        """
      ).snapshot)
    #expect(
      profile.outline == """
        a [outer#] 1 1
        a [outer#slow] 0 2
          b [outer#slow] 1 3
          b 0 4
            c 1 6
        """)
    #expect(profile.threads[0].selfWallNs == 5)
    #expect(profile.labels.map(\.tag) == ["", "slow"])
  }

  @Test func labelsOfSessionsAloneLeaveNoTrace() {
    let nested = """
      thread Main self=1
      main 1 self=10
        [@1] 1 self=5
          work 1 self=3
            [@1,2] 1 self=2
              step 1 self=4
        work 2 self=6
      """
    let plain = """
      thread Main self=1
      main 1 self=15
        work 3 self=11
          step 1 self=4
      """
    let (labelled, unlabelled) = (
      Profile(SnapshotScript(nested).snapshot), Profile(SnapshotScript(plain).snapshot)
    )
    #expect(labelled.outline == unlabelled.outline)
    #expect(labelled.labels.isEmpty)
  }

  @Test func sessionsWithinOneContextAreOneLabel() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1 self=10
          [orders@1] 1 self=5
            work 1 self=3
          [orders@1,2] 1 self=7
            work 1 self=4
        """
      ).snapshot)
    #expect(profile.outline == "main 1 10\nmain [orders#] 0 12\n  work [orders#] 2 7")
    #expect(profile.labels.count == 1)
  }

  @Test func hiddenFunctionsHideTheTimeOfTheirLabels() {
    func own(_ name: String, _ visibility: Snapshot.Visibility) -> Snapshot.Function {
      Snapshot.Function(
        name: name, qualifiedName: name, module: "swiftprof", file: "\(name).py", firstLine: 1,
        visibility: visibility)
    }
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1 self=10
          wrapper 1 self=100
            [a] 1 self=200
              [b] 1 self=400
                work 1 self=3
          hidden 1 self=1000
            [a] 1 self=2000
              work 1 self=4000
        """, functions: [own("wrapper", .passThrough), own("hidden", .own)]
      ).snapshot)
    #expect(profile.outline == "main 1 10\nmain [a#] 0 0\nmain [b#] 0 0\n  work [b#] 1 3")
    #expect(profile.threads[0].wallNs == 13)
  }

  @Test func recursionThroughALabelIsRecursion() {
    let profile = Profile(
      SnapshotScript("thread Main\nf 1 self=1\n  [x] 1 self=2\n    f 1 self=4\n      f 1 self=8").snapshot)
    #expect(profile.numbers("f") == "3/1 15 15")
    #expect(profile.numbers("f", "f") == "2/1 12 12 0")
  }

  @Test func withoutLabelsTwinsAreOneContext() {
    let text = """
      thread Main
      main 1 self=10
        handle 2 self=20 suspended=7
          [orders] 2 self=30
            query 4 self=40 suspended=9
          query 1 self=50
      """
    let profile = Profile(SnapshotScript(text).snapshot).unlabelled
    #expect(profile.outline == "main 1 10\n  handle 2 50\n    query 5 90")
    #expect(profile.nodes.map(\.times.suspendedNs) == [0, 7, 9])
    #expect(profile.functions == Profile(SnapshotScript(text).snapshot).functions)
  }

  @Test func theTreeComesBackFromTheProfile() {
    for seed in 0..<20 as Range<UInt64> {
      let profile = Profile(RandomSnapshot.make(seed: seed, labels: true))
      #expect(Profile(profile.contextTree) == profile)
    }
  }
}
