import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  /// Events that cost otherwise than usual are counted, so that their cost can be taken out.
  @Suite struct ExtrasTests {
    @Test func callsWithoutAnEventOfTheCallAreCountedBesides() {
      let tracer = Tracer()
      for _ in 0..<3 { tracer.play([.bareCall("f"), .run(1), .leave("f")]) }
      tracer.play([.call("f"), .run(1), .leave("f")])
      let node = tracer.tree()["f"]
      #expect(node?.calls == 4)
      #expect(node?.bareCalls == 3)
      #expect(node?.selfWallNs == 4)
    }

    @Test func unwindsAreReturnsThatAreCounted() {
      let tracer = Tracer()
      tracer.play([
        .call("a"), .call("b"), .run(5), .unwind("b"), .call("b"), .run(1), .leave("b"), .run(2),
        .unwind("a"),
      ])
      let tree = tracer.tree()
      #expect(tree["a"]?.unwinds == 1)
      #expect(tree["a/b"]?.unwinds == 1)
      #expect(tree["a/b"]?.calls == 2)
      #expect(tree["a/b"]?.selfWallNs == 6)
      #expect(tree["a"]?.selfWallNs == 2)
    }

    @Test func anUnwindThatFitsNoCallIsIgnored() {
      let tracer = Tracer()
      tracer.play([.call("a"), .unwind("b"), .leave("a")])
      #expect(tracer.tree()["a"]?.unwinds == 0)
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 1)
    }

    @Test func callsThatAreNotRecordedAreCountedInTheirCaller() {
      let tracer = Tracer()
      tracer.play([.unrecorded, .call("a"), .unrecorded, .run(3), .superCall, .unrecorded, .leave("a")])
      let tree = tracer.tree()
      #expect(tree["a"]?.unrecordedCalls == 2)
      #expect(tree["a"]?.superCalls == 1)
      #expect(tree["a"]?.selfWallNs == 3)
      #expect(tree[""]?.unrecordedCalls == 1)
    }

    @Test func theyAllGiveBackTheHostsAnswer() {
      let tracer = Tracer()
      tracer.play([
        .bareCall("a"), .unrecorded, .wait(5), .bareCall("b"), .wait(5), .unwind("b"), .unwind("a"),
      ])
      #expect(tracer.answers == [Tracer.answer])
    }

    @Test func withoutMemoryNothingIsCountedAndNothingLost() {
      let tracer = Tracer(maxNodes: 1)
      for number in 0..<200_000 {
        tracer.play([.bareCall("f\(number % 7)"), .unrecorded, .run(1), .unwind("f\(number % 7)")])
      }
      let snapshot = tracer.snapshot()
      #expect(snapshot.nodes.reduce(0) { $0 + $1.selfWallNs } == 200_000)
    }
  }
}
