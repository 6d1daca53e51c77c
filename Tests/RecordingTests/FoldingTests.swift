import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct FoldingTests {
    /// The budget: the root, "(folded)" in reserve, a and b.
    private func tracer() -> Tracer {
      let tracer = Tracer(maxNodes: 4)
      tracer.play([.call("a"), .leave("a"), .call("a"), .call("b"), .leave("b"), .leave("a")])
      return tracer
    }

    private func folded(_ tracer: Tracer, _ name: String) -> Snapshot.Folded? {
      let snapshot = tracer.snapshot()
      return snapshot.folded.first { snapshot.functions[$0.function].name == name }
    }

    @Test func newContextsShareOneNodeBelowTheLastKnown() {
      let tracer = tracer()
      tracer.play([
        .call("a"), .run(1), .call("c"), .run(2), .call("d"), .run(4), .leave("d"), .leave("c"), .leave("a"),
      ])
      let tree = tracer.tree()
      #expect(tree["a/(folded)"]?.selfWallNs == 6)
      #expect(tree["a"]?.selfWallNs == 1)
      #expect(Set(tree.keys) == ["", "a", "a/b", "a/(folded)"])
    }

    @Test func functionTotalsStayExact() {
      let tracer = tracer()
      tracer.play([
        .call("a"), .call("c"), .run(2), .call("d"), .run(4), .wait(10), .run(1), .leave("d"), .run(8),
        .call("c"), .run(16),
        .leave("c"), .leave("c"), .leave("a"),
      ])
      let (c, d) = (folded(tracer, "c")!, folded(tracer, "d")!)
      #expect((c.calls, c.primitiveCalls) == (2, 1))
      #expect((c.selfWallNs, c.totalWallNs) == (26, 41))
      #expect((d.calls, d.primitiveCalls, d.selfWallNs, d.totalWallNs) == (1, 1, 15, 15))
      #expect((d.selfCpuNs, d.totalCpuNs) == (5, 5))
      #expect((c.selfCpuNs, c.totalCpuNs) == (26, 31))
    }

    @Test func aFoldedCallBelowAnOpenOneOfItsFunctionIsNotPrimitive() {
      let tracer = tracer()
      tracer.play([.call("a"), .call("c"), .call("a"), .run(3), .leave("a"), .leave("c"), .leave("a")])
      let a = folded(tracer, "a")!
      #expect((a.calls, a.primitiveCalls, a.selfWallNs, a.totalWallNs) == (1, 0, 3, 0))
    }

    @Test func foldedCallsOpenAtTheSnapshotCountUpToIt() {
      let tracer = tracer()
      tracer.play([.call("a"), .call("c"), .run(5)])
      let c = folded(tracer, "c")!
      #expect((c.open, c.selfWallNs, c.totalWallNs) == (1, 5, 5))
    }

    @Test func callsAreCountedAsFolded() {
      let tracer = tracer()
      tracer.play([.call("a"), .call("c"), .leave("c"), .call("c"), .leave("c"), .leave("a")])
      #expect(tracer.snapshot().header.foldedCalls == 2)
    }
  }
}
