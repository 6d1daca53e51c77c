import Recording
import Testing

@testable import Profiles

@Suite struct SuspensionTests {
  private func suspended(_ profile: Profile, _ caller: String?, _ callee: String) -> UInt64? {
    profile.edges.first {
      $0.caller.map { profile.functions[$0].name } == caller && profile.functions[$0.callee].name == callee
    }?.times.suspendedNs
  }

  @Test func whatAnAwaitedCoroutineIsSuspendedItsAwaiterIsTooAndCountsOnceEach() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        loop 1 self=10
          handler 2 self=5 resumed=4 suspended=900
            query 2 self=3 resumed=4 suspended=900
              query 1 self=1 resumed=2 suspended=400
          query 1 self=1 suspended=50
        """
      ).snapshot)
    #expect(profile.function("handler")?.times.suspendedNs == 900)
    #expect(profile.function("query")?.times.suspendedNs == 950)
    #expect(profile.function("loop")?.times.suspendedNs == 0)
    #expect(suspended(profile, "handler", "query") == 900)
    #expect(suspended(profile, "query", "query") == 400)
    #expect(suspended(profile, "loop", "query") == 50)
    #expect(profile.nodes.map(\.times.suspendedNs) == [0, 900, 900, 400, 50])
    #expect(profile.measures.contains(.suspended))
  }

  @Test func edgesCountPathsThatHoldThemAlreadyOnce() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        a 1 suspended=10
          b 1 suspended=20
            a 1 suspended=40
              b 1 suspended=80
        """
      ).snapshot)
    #expect(suspended(profile, "a", "b") == 20)
    #expect(suspended(profile, "b", "a") == 40)
    #expect(profile.function("a")?.times.suspendedNs == 10)
  }

  @Test func withoutCoroutinesSuspensionIsNotMeasured() {
    let profile = Profile(SnapshotScript("thread Main\nf 1 self=5 resumed=3").snapshot)
    #expect(profile.measures == .all && !profile.measures.contains(.suspended))
  }

  @Test func suspensionOfThousandsForDaysDoesNotOverflow() {
    let profile = Profile(
      SnapshotScript(
        "thread Main\na 1 suspended=18446744073709551615\nb 1\n  a 1 suspended=18446744073709551615"
      ).snapshot)
    #expect(profile.function("a")?.times.suspendedNs == .max)
    #expect(profile.contextTree.isSound)
  }

  @Test func sumsKnowSuspensionUnlessAFileOfAnotherToolDoesNot() {
    let async = Profile(SnapshotScript("thread Main\nf 1 suspended=5").snapshot).contextTree
    let plain = Profile(SnapshotScript("thread Main\nf 1 self=5").snapshot).contextTree
    var foreign = plain
    foreign.measures = [.calls, .wall, .contexts]
    func sum(_ trees: ContextTree...) -> Profile {
      var merger = TreeMerger()
      for tree in trees { merger.add(tree) }
      return Profile(merger.tree)
    }
    for profile in [sum(async, plain), sum(plain, async)] {
      #expect(profile.measures.contains(.suspended))
      #expect(profile.function("f")?.times.suspendedNs == 5)
    }
    #expect(!sum(plain, plain).measures.contains(.suspended))
    #expect(!sum(async, foreign).measures.contains(.suspended))
  }
}
