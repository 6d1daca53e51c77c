/// Something that makes clocks, or times, other than people would take them for.
public enum ClockTrouble: Sendable, Hashable {
  /// Times are those of a timer that the program brought.
  case ownTimer
  /// Not the time-stamp counter, for this reason.
  case fellBack(reason: String)
  /// A reading of the wall clock takes so long.
  case slowReading(ns: UInt64)
  /// Every event reads the CPU clock by system call, which takes so long, for this reason.
  case cpuBySystemCall(ns: UInt64, reason: String)
  /// The same of some threads, of which the kernel knows no rseq.
  case threadsWithoutRseq(count: UInt64)
  /// The machine was suspended; counted: the time stands in what ran then, else it stands nowhere.
  case slept(ns: UInt64, counted: Bool)
  /// The counter has gone further than the kernel's clock, by so much: it stands in what ran then.
  case leapt(ns: UInt64)
  /// The counter was set back, at some time between two events; what passed between them is not known. By so much in all.
  case setBack(ns: UInt64)
  /// The counter ticks at another speed than at the start, both in ticks per microsecond.
  case changedSpeed(from: UInt64, to: UInt64)
  /// Counters of the processors are not in step: so many times one stood lower than the last one read, so far at most.
  case outOfStep(steps: UInt64, ns: UInt64)
  /// The kernel has stopped using the counter, and uses this.
  case distrusted(kernelsSource: String)
  /// The time of day was set by so much.
  case timeOfDaySet(ns: Int64)
}
