import Testing

@testable import Profiles
@testable import Recording

@Suite struct FoldedContextsTests {
  private func entry(
    _ function: Int, calls: UInt64, primitive: UInt64, selfNs: UInt64, totalNs: UInt64
  ) -> Snapshot.Folded {
    Snapshot.Folded(
      function: function, thread: 0, calls: calls, primitiveCalls: primitive, resumptions: 0,
      selfWallNs: selfNs, selfCpuNs: selfNs, totalWallNs: totalNs, totalCpuNs: totalNs, open: 0)
  }

  private var profile: Profile {
    let folded = Snapshot.Function(
      name: "?", qualifiedName: "?", module: "", file: "", firstLine: 0, kind: .folded)
    var snapshot = SnapshotScript(
      """
      thread Main
      main 1 self=10
        f 2 self=5
          ? 9 self=100
      g 0 self=0
      """, functions: [folded]
    ).snapshot
    snapshot.nodes.removeLast()  // g has no context of its own
    snapshot.folded = [
      entry(3, calls: 4, primitive: 0, selfNs: 30, totalNs: 0),
      entry(4, calls: 5, primitive: 5, selfNs: 60, totalNs: 90),
    ]
    return Profile(snapshot)
  }

  @Test func foldedTotalsBelongToTheirFunctions() {
    #expect(profile.numbers("f") == "6/2 35 105")
    #expect(profile.numbers("g") == "5/5 60 90")
    #expect(profile.numbers("main") == "1/1 10 115")
  }

  @Test func theFoldedRowHoldsOnlyWhatNoFunctionGot() {
    #expect(profile.numbers("(folded)") == "0/0 10 100")
    #expect(profile.function("(folded)")?.kind == .folded)
    #expect(profile.functions.reduce(0) { $0 + $1.times.selfWallNs } == profile.threads[0].wallNs)
    #expect(profile.functions.reduce(0) { $0 + $1.calls } == 1 + 2 + 9)
  }

  @Test func foldedCallsHaveFoldedAsTheirCaller() {
    #expect(profile.numbers("(folded)", "g") == "5/5 60 90 90")
    #expect(profile.numbers("f", "(folded)") == "9/9 100 100 100")
  }

  @Test func eventsCountFoldedCallsOnce() {
    #expect(profile.header.events == 2 * 12)
  }
}
