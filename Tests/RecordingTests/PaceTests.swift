import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  /// How fast the machine was is measured while it records.
  @Suite struct PaceTests {
    private var costs: EventCosts {
      var costs = EventCosts()
      costs.probeNs = 200
      return costs
    }

    /// The harmonic mean: in equal times, half as many events happen at half the speed.
    @Test func aThreadsPaceIsThatOfItsEventsAgainstTheCalibrations() throws {
      let tracer = Tracer(costs: costs)
      ScriptedClock.probeNs = 300
      tracer.play([.call("a"), .run(5_000_000), .leave("a")])
      ScriptedClock.probeNs = 600
      tracer.play([.call("a"), .run(5_000_000), .leave("a")])
      let pace = try #require(tracer.snapshot().threads[0].pace)
      #expect(abs(pace - 2) < 1e-6)
    }

    @Test func ofAThreadWithoutProbesThePaceIsNotKnown() {
      let tracer = Tracer(costs: costs)
      tracer.play([.call("a"), .run(10), .leave("a")])
      #expect(tracer.snapshot().threads[0].pace == nil)
    }

    @Test func probesAreNobodysTime() {
      let tracer = Tracer(costs: costs)
      ScriptedClock.probeNs = 300
      tracer.play([.call("a"), .run(5_000_000), .call("b"), .run(7), .leave("b"), .leave("a")])
      let tree = tracer.tree()
      #expect(tree["a"]?.selfWallNs == 5_000_000)
      #expect(tree["a/b"]?.selfWallNs == 7)
      #expect(tracer.snapshot().threads[0].profilerNs == 300)
    }

    @Test func thereIsOneProbeInHalfAMillisecondAtMost() {
      let tracer = Tracer(costs: costs)
      ScriptedClock.probeNs = 300
      for _ in 0..<400 { tracer.play([.call("a"), .run(10_000), .leave("a")]) }
      #expect((3...8).contains(tracer.recorder.pointee.thread.pointee.probes))
    }

    @Test func whoHasJustBeenSwitchedOutIsNotProbed() {
      let tracer = Tracer(costs: costs)
      ScriptedClock.probeNs = 900
      tracer.play([.call("a"), .wait(5_000_000), .leave("a")])
      #expect(tracer.recorder.pointee.thread.pointee.probes == 0)
    }

    @Test func theRealProbeTakesSomeTime() {
      let probeNs = Pace.probeNs()
      #expect(probeNs > 20)
    }
  }
}
