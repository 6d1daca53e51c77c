import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct CpuClockTests {
    @Test func waitingIsChargedToTheCallThatWaited() {
      let tracer = Tracer()
      tracer.play([
        .call("a"), .run(10), .call("S"), .run(1), .wait(50), .run(1), .leave("S"), .run(4), .leave("a"),
      ])
      let tree = tracer.tree()
      #expect(tree["a/S"]?.selfWallNs == 52)
      #expect(tree["a/S"]?.selfCpuNs == 2)
      #expect(tree["a"]?.selfWallNs == 14)
      #expect(tree["a"]?.selfCpuNs == 14)
    }

    @Test func theHostIsToldOfSwitches() {
      let tracer = Tracer()
      let before = tracer.switches
      tracer.play([.call("a"), .wait(5), .call("b"), .leave("b"), .wait(5), .leave("a")])
      #expect(tracer.switches == before + 2)
    }

    @Test func aCalleeThatNobodyDescribesIsFolded() {
      let recording = Recording(Recording.Options(), clock: ScriptedClock.cold)!
      let recorder = addThread(to: recording, name: "main", host: silentHost)
      _ = enter(recorder, 0x5000, nil, resumed: false, ScriptedClock.self)
      #expect(RegionImage(of: recording)!.decode().header.foldedCalls == 1)
    }

    @Test func theCpuClockIsReadOnlyAfterASwitch() {
      let tracer = Tracer()
      let before = ScriptedClock.cpuReadings
      for _ in 0..<100 { tracer.play([.call("a"), .run(3), .leave("a")]) }
      #expect(ScriptedClock.cpuReadings == before)
      tracer.play([.call("a"), .wait(5), .leave("a")])
      #expect(ScriptedClock.cpuReadings == before + 1)
    }

    @Test func theCpuClockIsReadAgainAfterAMillisecond() {
      let tracer = Tracer()
      let before = ScriptedClock.cpuReadings
      tracer.play([.call("a"), .run(1_000_001), .leave("a")])
      #expect(ScriptedClock.cpuReadings == before + 1)
    }

    @Test func whatTheThreadWaitsWhileTheProfilerWorksForItselfIsNoFunctionsWaiting() {
      let tracer = Tracer()
      tracer.describingNs = 100
      tracer.describingWaitNs = 4_000
      tracer.play([.call("a"), .run(10_000), .leave("a")])
      let node = tracer.tree()["a"]
      #expect(node?.selfWallNs == 10_000)
      #expect(node?.selfCpuNs == 10_000)
      #expect(tracer.snapshot().threads[0].profilerNs == 4_100)
    }

    /// What a hypervisor takes goes unseen by rseq.
    @Test func stolenTimeIsFoundAtTheNextReading() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(100)])
      ScriptedClock.now += 1_000_000
      tracer.play([.leave("a")])
      #expect(tracer.tree()["a"]?.selfCpuNs == 100)
    }

    /// A tenth of the time, in pieces shorter than those between two readings, while calls are short: a long call
    /// afterwards had no part in it.
    @Test func timeStolenInSmallPiecesIsNotKeptForALaterCall() {
      let tracer = Tracer()
      tracer.play([.call("a")])
      for _ in 0..<10_000 {
        tracer.play([.call("b"), .run(900), .leave("b")])
        ScriptedClock.now += 100
      }
      tracer.play([.call("long"), .run(2_000_000), .leave("long"), .leave("a")])
      let tree = tracer.tree()
      #expect(tree["a/long"]?.selfCpuNs == 2_000_000)
      let cpuNs = tree["a"]!.selfCpuNs + tree["a/b"]!.selfCpuNs
      #expect((9_000_000...9_000_000 + 100_000).contains(cpuNs))
      #expect(tree["a/b"]!.selfCpuNs <= tree["a/b"]!.selfWallNs)
    }

    @Test func waitingNeverExceedsWallTimeAndTheRestIsCarried() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(100)])
      ScriptedClock.now += 500  // stolen while a ran, unseen at the call of b
      tracer.play([.call("b"), .run(10)])
      ScriptedClock.slot.pointee = 0
      tracer.play([.leave("b"), .run(1_000)])
      ScriptedClock.slot.pointee = 0
      tracer.play([.leave("a")])
      let tree = tracer.tree()
      #expect(tree["a/b"]?.selfCpuNs == 0)
      #expect(tree["a"]!.selfWallNs - tree["a"]!.selfCpuNs == 490)
    }

    @Test func aCpuClockThatStartsAgainFromZeroIsSurvived() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(100)])
      (ScriptedClock.cpuNs, ScriptedClock.slot.pointee) = (0, 0)
      tracer.play([.leave("a"), .call("b"), .run(7)])
      ScriptedClock.slot.pointee = 0
      tracer.play([.leave("b")])
      #expect(tracer.tree()["a"]?.selfCpuNs == 100)
      #expect(tracer.tree()["b"]?.selfCpuNs == 7)
    }
  }
}
