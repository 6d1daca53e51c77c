// How fast the machine is, while it records: what an event costs is not the same all the time. Processors change their
// clock, neighbours on a shared one come and go. So each thread times the same small piece of work about once a
// millisecond, and the costs that were measured at the start are taken to be as much higher or lower as that.
import CRecording

/// Times the probe, if none was timed lately. Its own time is nobody's.
func probePace<Clock: TickClock>(
  _ recorder: RecorderPointer, _ slot: UnsafeMutablePointer<UInt64>?, _: Clock.Type
) {
  let thread = recorder.pointee.thread
  guard thread.pointee.last_tick >= thread.pointee.next_probe_tick else { return }
  let began = Clock.tick()
  guard let ticks = Clock.probeTicks() else { return }
  let took = Clock.tick() &- began
  let switched = slot.map { sp_load_volatile($0) != recorder.pointee.armed } ?? false
  if switched || took > recorder.pointee.resync_interval_ticks / 50 { return }
  thread.pointee.last_tick &+= took
  thread.pointee.profiler_ticks &+= took
  thread.pointee.next_probe_tick = thread.pointee.last_tick &+ recorder.pointee.resync_interval_ticks / 2
  // WHY speeds and not times: time samples probe a slow machine more often than a fast one, but events happen as much more
  // seldom there. The mean over events is the harmonic mean over time; an interrupted probe spoils it less, too.
  thread.pointee.probe_speeds &+= SP_PROBE_SPEED / max(ticks, 1)
  thread.pointee.probes &+= 1
}

/// The machine's speed now, for whoever measures what events cost.
public enum Pace {
  /// How long the probe takes, nanoseconds; once, some 2 us in all.
  ///
  /// WHY after a system call: that is where threads are probed while they are recorded.
  public static func probeNs() -> Double {
    let usesTSC = ClockSource.shared.usesTSC
    _ = usesTSC ? TimeStampCounter.threadCpuNs() : MonotonicClock.threadCpuNs()
    let ticks = usesTSC ? TimeStampCounter.timedProbe() : MonotonicClock.timedProbe()
    return Double(ticks) / Calibration.shared.ticksPerNs
  }
}
