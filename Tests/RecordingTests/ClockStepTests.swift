import Testing

@testable import Recording

extension ScriptedTests {
  /// Counters that stand lower than when they were read last.
  @Suite struct ClockStepTests {
    /// The thread comes to a processor whose counter is behind by so much: the kernel clears its slot.
    private func migrate(behind ns: UInt64) {
      ScriptedClock.now -= ns
      ScriptedClock.slot.pointee = 0
    }

    private func migrate(ahead ns: UInt64) {
      ScriptedClock.now += ns
      ScriptedClock.slot.pointee = 0
    }

    private func isNormal(_ snapshot: Snapshot) -> Bool {
      let sum = snapshot.nodes.reduce(0) { $0 + min($1.selfWallNs, 1 << 50) }
      return snapshot.nodes.allSatisfy { $0.selfCpuNs <= $0.selfWallNs }
        && sum + snapshot.threads[0].profilerNs == snapshot.threads[0].durationNs
    }

    @Test func aCounterThatIsBehindOnAnotherProcessorMakesTimeStandStillUntilItHasCaughtUp() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(10_000), .call("b")])
      migrate(behind: 6_000)
      tracer.play([.run(2_000), .call("c"), .run(2_000), .leave("c"), .run(3_000), .leave("b"), .leave("a")])
      let tree = tracer.tree()
      #expect(tree["a"]?.selfWallNs == 10_000)
      #expect(tree["a/b"]?.selfWallNs == 1_000, "6,000 of 7,000 are lost")
      #expect(tree["a/b/c"]?.selfWallNs == 0)
      #expect(tracer.snapshot().header.clockTroubles == [.outOfStep(steps: 1, ns: 4_000)])
    }

    @Test func whatAStepBackLosesAStepForwardBringsBack() {
      let tracer = Tracer()
      let began = ScriptedClock.now
      for _ in 0..<10 {
        tracer.play([.call("a"), .run(10_000), .call("b")])
        migrate(behind: 6_000)
        tracer.play([.run(1_000), .call("c"), .run(1_000)])
        migrate(ahead: 6_000)
        tracer.play([.leave("c"), .leave("b"), .leave("a")])
      }
      let snapshot = tracer.snapshot()
      #expect(snapshot.threads[0].durationNs == ScriptedClock.now - began)
      #expect(isNormal(snapshot))
      #expect(snapshot.header.clockTroubles == [.outOfStep(steps: 10, ns: 5_000)])
    }

    /// The warm path: the slot is armed, so that nothing but the counter itself tells of it.
    @Test func aCounterThatGoesBackUnderARunningThreadMakesNoHugeTime() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(1_000), .call("b"), .run(50)])
      ScriptedClock.now -= 600
      tracer.play([.leave("b"), .run(400), .leave("a")])
      let snapshot = tracer.snapshot()
      #expect(isNormal(snapshot))
      #expect(snapshot.nodes.allSatisfy { $0.selfWallNs <= 1_050 })
    }

    @Test func aFewTicksAreNoTrouble() {
      let tracer = Tracer()
      tracer.play([.run(5_000), .call("a")])
      migrate(behind: 999)
      tracer.play([.leave("a")])
      #expect(tracer.snapshot().header.clockTroubles == [])
    }

    @Test func aCounterThatIsSetFarBackGoesOnFromThere() {
      let tracer = Tracer()
      ScriptedClock.run(5_000_000_000)
      tracer.play([.call("a"), .run(1_000)])
      ScriptedClock.now -= 4_999_000_000
      ScriptedClock.kernelAhead = 4_999_000_000
      tracer.play([.call("b"), .run(300), .leave("b"), .run(40), .leave("a")])
      let snapshot = tracer.snapshot()
      #expect(isNormal(snapshot))
      let tree = tracer.tree()
      #expect(tree["a"]?.selfWallNs == 40, "the time between the last event and the first one after is lost")
      #expect(tree["a/b"]?.selfWallNs == 300)
      #expect(snapshot.threads[0].durationNs == 5_000_000_000 + 340)
      #expect(snapshot.threads[0].startNs == 0)
      #expect(snapshot.header.clockTroubles == [.setBack(ns: 4_999_000_000 - 1_000)])
    }

    /// As after a sleep that resets it: then all that was noted before lies in the counter's future.
    @Test func aCounterThatStartsAgainFromZeroGoesOnFromThere() {
      let tracer = Tracer()
      ScriptedClock.run(900_000_000)
      tracer.play([.call("a"), .call("g"), .run(10), .suspend("g", 1), .run(700_000_000), .call("b")])
      ScriptedClock.now = 0
      tracer.play([.leave("b"), .run(500), .awaken("g", 1), .run(5), .leave("g"), .leave("a")])
      let snapshot = tracer.snapshot()
      #expect(isNormal(snapshot))
      let tree = tracer.tree()
      #expect(tree["a"]?.selfWallNs == 700_000_500)
      #expect(tree["a/g"]?.selfWallNs == 15)
      #expect(tree["a/g"]?.suspendedNs == 700_000_500)
    }

    @Test func waitingIsStillTold() {
      let tracer = Tracer()
      tracer.play([.run(500_000_000), .call("a")])
      migrate(behind: 400_000_000)
      tracer.play([.call("b"), .run(30), .wait(700), .leave("b")])
      let tree = tracer.tree()
      #expect(tree["a/b"]?.selfWallNs == 730)
      #expect(tree["a/b"]?.selfCpuNs == 30)
    }

    @Test func aThreadWithoutRseqIsCounted() {
      let tracer = Tracer()
      tracer.recorder.pointee.thread.pointee.lacks_rseq = 1
      #expect(tracer.snapshot().header.clockTroubles == [.threadsWithoutRseq(count: 1)])
    }
  }
}
