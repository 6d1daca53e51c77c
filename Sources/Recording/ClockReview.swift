// Whether the clock told the truth from the start of a recording up to a snapshot. Nothing of this is looked at while
// events come: it is the difference between what several clocks said at both ends.

/// All clocks at one end of a recording.
struct ClockMoment: Sendable {
  var sample: ClockSample
  var witness: ClockWitness
}

/// What the clocks of a recording were worth.
struct ClockReview {
  /// With which ticks become nanoseconds.
  private(set) var ticksPerNs: Double
  private(set) var durationNs: UInt64
  private(set) var troubles: [ClockTrouble] = []

  private let start, end: ClockMoment
  private let clock: ColdClock

  /// - Parameter clock: with the calibration that the recording began with.
  init(from start: ClockMoment, to end: ClockMoment, _ clock: ColdClock) {
    (self.start, self.end, self.clock) = (start, end, clock)
    ticksPerNs = clock.ticksPerNs
    durationNs = end.sample.monotonicNs.differenceOr0(start.sample.monotonicNs)
    let sleptNs = reviewSleep()
    if clock.usesTSC { reviewCounter(sleptNs: sleptNs) } else { noteSleep(sleptNs, counted: false) }
    reviewTimeOfDay(sleptNs: sleptNs)
  }

  /// Twice what the kernel's clock may be slewed by (Linux, `include/linux/timex.h`, MAXFREQ: 500 parts in a million, and
  /// as much by `adjtime`), and a millisecond.
  static func toleranceNs(_ durationNs: UInt64) -> UInt64 { 1_000_000 + durationNs / 500 }
  /// What the kernel counts as sleep is seconds; this is more than any delay between the readings of two clocks.
  static let shortestSleepNs: UInt64 = 100_000_000
  static let smallestSettingNs: UInt64 = 1_000_000_000

  private func reviewSleep() -> UInt64 {
    let awake = end.witness.monotonicNs.differenceOr0(start.witness.monotonicNs)
    let slept = end.witness.bootNs.differenceOr0(start.witness.bootNs).differenceOr0(awake)
    return slept >= Self.shortestSleepNs ? slept : 0
  }

  private mutating func noteSleep(_ ns: UInt64, counted: Bool) {
    if ns > 0 { troubles.append(.slept(ns: ns, counted: counted)) }
  }

  /// Against the kernel's clock.
  private mutating func reviewCounter(sleptNs: UInt64) {
    // WHY not where it says nothing: the program may have gone where there is no /sys.
    if let source = end.witness.kernelsSource, source != "tsc" {
      troubles.append(.distrusted(kernelsSource: source))
    }
    let ticks = Int64(bitPattern: end.sample.tick &- start.sample.tick)
    let gap = Double(ticks) / clock.ticksPerNs - Double(durationNs)
    let tolerance = Self.toleranceNs(durationNs)
    if gap.magnitude <= Double(tolerance) {
      noteSleep(sleptNs, counted: false)
      useMean(ticks)
    } else {
      explain(gap, ticks, sleptNs: sleptNs)
    }
  }

  /// The longer it ran, the better: then the mean is worth more than the calibration at the start.
  private mutating func useMean(_ ticks: Int64) {
    guard durationNs > 10 * Calibration.shortestBaselineNs, ticks > 0 else { return }
    ticksPerNs = Double(ticks) / Double(durationNs)
  }

  /// A counter that has the speed of the start again, and is elsewhere than it should be, has leapt: then the mean says
  /// nothing of any single stretch. One that has another speed has changed it at some time.
  private mutating func explain(_ gap: Double, _ ticks: Int64, sleptNs: UInt64) {
    let speed = clock.speedNow()
    let leaptNs = UInt64(gap.magnitude)
    if (speed / clock.ticksPerNs - 1).magnitude > 0.002 {
      noteSleep(sleptNs, counted: false)
      troubles.append(
        .changedSpeed(from: UInt64(clock.ticksPerNs * 1_000), to: UInt64(max(0, speed) * 1_000)))
      useMean(ticks)
    } else if gap < 0 {
      noteSleep(sleptNs, counted: false)
      troubles.append(.setBack(ns: leaptNs))
    } else {
      let wasSleep = sleptNs > 0 && leaptNs.distance(to: sleptNs).magnitude <= Self.shortestSleepNs
      noteSleep(sleptNs, counted: wasSleep)
      if !wasSleep { troubles.append(.leapt(ns: leaptNs)) }
      durationNs += leaptNs
    }
  }

  /// A virtual machine that stood still does not know it; what keeps its time of day right then sets it forward.
  private mutating func reviewTimeOfDay(sleptNs: UInt64) {
    let passed = end.witness.bootNs.differenceOr0(start.witness.bootNs)
    let set = Int64(bitPattern: end.witness.realNs &- start.witness.realNs &- passed)
    if set.magnitude > Self.smallestSettingNs + passed / 500 { troubles.append(.timeOfDaySet(ns: set)) }
  }
}

extension UInt64 {
  /// 0 where it would be negative.
  func differenceOr0(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}
