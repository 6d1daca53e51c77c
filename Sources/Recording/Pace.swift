// How fast the machine is, while it records: what an event costs is not the same all the time. Processors change their
// clock, neighbours on a shared one come and go. So each thread times the same small piece of work about once a
// millisecond, and the costs that were measured at the start are taken to be as much higher or lower as that.
import CRecording

/// Times the probe, if none was timed lately. Its own time is nobody's.
func probePace<Clock: TickClock>(
  _ recorder: RecorderPointer, _ slot: UnsafeMutablePointer<UInt64>?, _: Clock.Type
) {
  let thread = recorder.pointee.thread
  guard thread.pointee.last_tick >= thread.pointee.next_probe_tick, let ticks = Clock.probeTicks() else {
    return
  }
  let switched = slot.map { sp_load_volatile($0) != recorder.pointee.armed } ?? false
  if switched || ticks > recorder.pointee.resync_interval_ticks / 50 { return }
  thread.pointee.last_tick &+= ticks
  thread.pointee.profiler_ticks &+= ticks
  thread.pointee.next_probe_tick = thread.pointee.last_tick &+ recorder.pointee.resync_interval_ticks / 2
  thread.pointee.probe_ticks &+= ticks
  thread.pointee.probes &+= 1
}

/// The machine's speed now, for whoever measures what events cost.
public enum Pace {
  /// How long the probe takes, nanoseconds: the median of several.
  public static func probeNs() -> Double {
    let usesTSC = ClockSource.shared.usesTSC
    var probes: [UInt64] = []
    for _ in 0..<15 {
      probes.append(usesTSC ? TimeStampCounter.timedProbe() : MonotonicClock.timedProbe())
    }
    probes.sort()
    return Double(probes[probes.count / 2]) / Calibration.shared.ticksPerNs
  }
}
