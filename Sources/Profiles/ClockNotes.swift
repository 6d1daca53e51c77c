import Recording

extension ClockTrouble {
  /// What happened, and what it means for the numbers: for people.
  var sentence: String {
    switch self {
    case .ownTimer:
      "times are those of a timer of the program's own, nanoseconds or whatever it counts; CPU time was not measured"
    case .fellBack(let reason): "wall times are CLOCK_MONOTONIC's: \(reason)"
    case .slowReading(let ns):
      "reading the wall clock takes \(time(ns)), as where a hypervisor or a sandbox traps it"
    case .cpuBySystemCall(let ns, let reason):
      "every event reads the CPU clock by a system call of \(time(ns)): \(reason)"
    case .threadsWithoutRseq(let count):
      "events of \(count == 1 ? "one thread" : "\(count) threads") read the CPU clock by a system call each: "
        + "the kernel knows no rseq of \(count == 1 ? "its own" : "theirs")"
    case .slept(let ns, true):
      "the machine slept for \(time(ns)): functions that ran then have this time, as waiting"
    case .slept(let ns, false): "the machine slept for \(time(ns)), which stand in no time"
    case .leapt(let ns):
      "the time-stamp counter leapt \(time(ns)) ahead, as on a virtual machine that was moved: functions that ran then "
        + "have this time, as waiting"
    case .setBack(let ns):
      "the time-stamp counter was set back by \(time(ns)), as on a virtual machine that was moved: the time between two "
        + "events is lost"
    case .changedSpeed(let from, let to):
      "the time-stamp counter changed its speed from \(from) to \(to) MHz: times are right on average only"
    case .outOfStep(let steps, let ns):
      "the processors' time-stamp counters are out of step by up to \(time(ns)), as seen "
        + "\(steps == 1 ? "once" : "\(steps) times"): shorter times may be wrong; SWIFTPROF_CLOCK=monotonic helps"
    case .distrusted(let source):
      "the kernel no longer trusts the time-stamp counter (its clock source is now \(source)): times may be wrong"
    case .timeOfDaySet(let ns):
      "the time of day was set \(ns < 0 ? "back" : "forward") by \(time(ns.magnitude)), as after a virtual machine stood "
        + "still: no time was measured by it"
    }
  }
}

private func time(_ ns: UInt64) -> String { NumberText.time(Double(ns)) }

extension Profile.Header {
  /// Enough for people; a sum of very many profiles says no more.
  public static let mostClockNotes = 20
}
