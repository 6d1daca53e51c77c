import Testing

@testable import Recording

extension ScriptedTests {
  /// What the difference between clocks at the start and at the end tells. No machine is suspended here: the clocks say
  /// what they would say.
  @Suite struct ClockReviewTests {
    private static let second: UInt64 = 1_000_000_000

    /// One call of `a` that runs for a second, with something happening in the middle.
    private func record(_ source: ClockSource = .scripted, _ trouble: () -> Void) -> (
      Snapshot, aWallNs: UInt64
    ) {
      let tracer = Tracer(source: source)
      tracer.play([.call("a"), .run(Self.second / 2)])
      trouble()
      tracer.play([.run(Self.second / 2), .leave("a")])
      return (tracer.snapshot(), tracer.tree()["a"]!.selfWallNs)
    }

    /// Both the counter and the thread see time pass that the kernel's clock does not have.
    private func leap(_ ns: UInt64) {
      ScriptedClock.wait(ns)
      ScriptedClock.kernelAhead -= Int64(ns)
    }

    @Test func clocksThatAgreeAreNoTrouble() {
      let (snapshot, wallNs) = record {}
      #expect(snapshot.header.clockTroubles == [])
      #expect((snapshot.header.durationNs, wallNs) == (Self.second, Self.second))
    }

    @Test func asleepWhileTheCounterRanOn() {
      let (snapshot, wallNs) = record {
        leap(12 * Self.second)
        ScriptedClock.sleptNs = 12 * Self.second
      }
      #expect(snapshot.header.clockTroubles == [.slept(ns: 12 * Self.second, counted: true)])
      #expect((snapshot.header.durationNs, wallNs) == (13 * Self.second, 13 * Self.second))
    }

    @Test func asleepWhileTheCounterStoodStill() {
      let (snapshot, wallNs) = record { ScriptedClock.sleptNs = 12 * Self.second }
      #expect(snapshot.header.clockTroubles == [.slept(ns: 12 * Self.second, counted: false)])
      #expect((snapshot.header.durationNs, wallNs) == (Self.second, Self.second))
    }

    @Test func aCounterThatLeaptKeepsItsSpeed() {
      let (snapshot, wallNs) = record { leap(3_600 * Self.second) }
      #expect(snapshot.header.clockTroubles == [.leapt(ns: 3_600 * Self.second)])
      #expect(wallNs == 3_601 * Self.second, "not squeezed into the second that the kernel's clock has")
      #expect(snapshot.header.durationNs == 3_601 * Self.second)
    }

    @Test func aCounterThatLostTimeKeepsItsSpeed() {
      let (snapshot, wallNs) = record { ScriptedClock.kernelAhead = 7_000_000_000 }
      #expect(snapshot.header.clockTroubles == [.setBack(ns: 7 * Self.second)])
      #expect(wallNs == Self.second)
    }

    @Test func aCounterOfAnotherSpeedIsTakenAtItsMean() {
      let (snapshot, wallNs) = record {
        ScriptedClock.kernelAhead = Int64(Self.second)  // half as fast all the time
        ScriptedClock.speed = 0.5
      }
      #expect(snapshot.header.clockTroubles == [.changedSpeed(from: 1_000, to: 500)])
      #expect(wallNs == 2 * Self.second)
    }

    @Test func whatTheKernelSlewsItsClockByIsNoTrouble() {
      let (snapshot, _) = record { ScriptedClock.kernelAhead = 2_900_000 }
      #expect(snapshot.header.clockTroubles == [])
      let (more, _) = record { ScriptedClock.kernelAhead = 3_100_000 }
      #expect(more.header.clockTroubles == [.setBack(ns: 3_100_000)])
    }

    @Test func theKernelStopsTrustingTheCounter() {
      let (snapshot, _) = record { ScriptedClock.kernelsSource = "hpet" }
      #expect(snapshot.header.clockTroubles == [.distrusted(kernelsSource: "hpet")])
      let (silent, _) = record { ScriptedClock.kernelsSource = nil }
      #expect(silent.header.clockTroubles == [], "the program went where there is no /sys")
    }

    @Test func theTimeOfDayIsSet() {
      let (forward, _) = record { ScriptedClock.timeOfDaySetNs = 60_000_000_000 }
      #expect(forward.header.clockTroubles == [.timeOfDaySet(ns: 60_000_000_000)])
      let (back, wallNs) = record { ScriptedClock.timeOfDaySetNs = -60_000_000_000 }
      #expect(back.header.clockTroubles == [.timeOfDaySet(ns: -60_000_000_000)])
      #expect(wallNs == Self.second)
    }

    @Test func theKernelsClockIsNotHeldAgainstItself() {
      let monotonic = ClockSource(
        usesTSC: false, wallReason: "why", usesRseq: true, cpuReason: "", readingNs: 25, cpuReadingNs: 0)
      let (snapshot, _) = record(monotonic) {
        (ScriptedClock.kernelsSource, ScriptedClock.sleptNs) = ("hpet", 5_000_000_000)
      }
      #expect(
        snapshot.header.clockTroubles == [
          .fellBack(reason: "why"), .slept(ns: 5_000_000_000, counted: false),
        ])
    }

    @Test func whatReadingsCostIsSaidWhereTheyAreDear() {
      let source = ClockSource(
        usesTSC: true, wallReason: "", usesRseq: false, cpuReason: "refused", readingNs: 1_300,
        cpuReadingNs: 640)
      let (snapshot, _) = record(source) {}
      #expect(
        snapshot.header.clockTroubles == [
          .slowReading(ns: 1_300), .cpuBySystemCall(ns: 640, reason: "refused"),
        ])
    }
  }
}

@Suite struct ClockChoiceTests {
  @Test func theCounterIsUsedWhereTheKernelUsesIt() {
    #expect(ClockFacts().choice.usesTSC)
    #expect(ClockFacts(asked: "").choice.usesTSC)
  }

  @Test(arguments: [
    (ClockFacts(asked: "monotonic"), "SWIFTPROF_CLOCK asks for it"),
    (ClockFacts(isInvariant: false), "the time-stamp counter is not invariant"),
    (ClockFacts(kernelsSource: "hpet"), "the kernel's own clock source is hpet"),
    (ClockFacts(kernelsSource: nil), "the kernel does not say whether it trusts the time-stamp counter"),
    (
      ClockFacts(counterNs: 1_500, monotonicNs: 60),
      "a reading of the time-stamp counter takes 1500 ns, as if it were trapped"
    ),
  ]) func otherwiseCLOCK_MONOTONICIs(_ facts: ClockFacts, _ reason: String) {
    #expect(facts.choice == (false, reason))
  }

  /// Where the counter is trapped and the kernel's clock reads it too, nothing is gained by that.
  @Test func aDearCounterIsBetterThanAClockThatIsAsDear() {
    #expect(ClockFacts(counterNs: 1_500, monotonicNs: 1_600).choice.usesTSC)
    #expect(ClockFacts(counterNs: 150, monotonicNs: 30).choice.usesTSC)
  }

  @Test func readingsOfThisMachinesClocksAreMeasured() {
    let facts = ClockFacts.now()
    #expect(facts.counterNs > 0 && facts.monotonicNs > 0)
    let witness = ClockWitness.now()
    #expect(witness.bootNs >= witness.monotonicNs && witness.monotonicNs > 0 && witness.realNs > 0)
  }
}
