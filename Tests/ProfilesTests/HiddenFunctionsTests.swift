import Recording
import Testing

@testable import Profiles

@Suite struct HiddenFunctionsTests {
  private func function(_ name: String, _ visibility: Snapshot.Visibility) -> Snapshot.Function {
    Snapshot.Function(
      name: name, qualifiedName: name, module: "swiftprof", file: "\(name).py", firstLine: 1,
      visibility: visibility)
  }

  @Test func ownFunctionsGoWithEverythingBelowAndTheirTime() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1 self=1
          snapshot 1 self=10
            len 1 self=100
          len 2 self=1000
        """, functions: [function("snapshot", .own)]
      ).snapshot)
    #expect(profile.numbers("snapshot") == "none")
    #expect(profile.numbers("len") == "2/2 1000 1000")
    #expect(profile.numbers("main") == "1/1 1 1001")
    #expect(profile.threads[0].wallNs == 1001)
  }

  @Test func calleesOfPassThroughMoveUpAndMergeWithTheirLike() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1 self=1
          work 2 self=10
            step 1 self=3
          wrapper 1 self=100
            work 5 self=20
              step 1 self=4
              other 1 self=5
        """, functions: [function("wrapper", .passThrough)]
      ).snapshot)
    #expect(profile.numbers("wrapper") == "none")
    #expect(profile.numbers("main", "work") == "7/7 30 42 42")
    #expect(profile.numbers("work", "step") == "2/2 7 7 7")
    #expect(profile.nodes.count == 4)
    #expect(profile.numbers("main") == "1/1 1 43")
  }

  @Test func passThroughInPassThroughAtTheTopOfAThread() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        wrapper 1 self=100
          wrapper 1 self=100
            work 1 self=7
        thread Other
        wrapper 1
          work 1 self=8
        """, functions: [function("wrapper", .passThrough)]
      ).snapshot)
    #expect(profile.nodes.map(\.parent) == [nil, nil])
    #expect(profile.threads.map(\.wallNs) == [7, 8])
  }

  @Test func ownBelowPassThroughIsStillHidden() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        wrapper 1
          start 1 self=9
            wrapper 1
              work 1 self=1
        """, functions: [function("wrapper", .passThrough), function("start", .own)]
      ).snapshot)
    #expect(profile.nodes.isEmpty)
    #expect(profile.functions.isEmpty)
  }
}
