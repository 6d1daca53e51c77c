import CRecording
import Glibc
import Synchronization

/// Which clock this process uses, why, and how its ticks become nanoseconds.
public struct ClockSource: Sendable {
  public let usesTSC: Bool
  public let wallReason: String
  public let usesRseq: Bool
  public let cpuReason: String
  /// What one reading of the wall clock costs, nanoseconds.
  let readingNs: Double
  /// What one reading of a thread's CPU clock by system call costs, nanoseconds; 0 where no event needs one.
  let cpuReadingNs: Double

  /// That of recordings that begin now. It changes once at most, see `check`.
  public static var shared: ClockSource { isDistrusted.load(ordering: .acquiring) ? afterwards : first }

  private static let first = ClockSource(.now())
  private static let afterwards = ClockSource(.now())
  private static let isDistrusted = Atomic(false)

  /// Looks whether the kernel still trusts the time-stamp counter. If not, recordings that begin from now on use
  /// `CLOCK_MONOTONIC`. Some 20 us: once per recording, before its first event.
  static func check() {
    guard shared.usesTSC, ClockWitness.kernelsClockSource() != "tsc" else { return }
    isDistrusted.store(true, ordering: .releasing)
  }

  /// Now, in ticks.
  func tick() -> UInt64 {
    usesTSC ? TimeStampCounter.tick() : MonotonicClock.tick()
  }
}

extension ClockSource {
  init(_ facts: ClockFacts) {
    (usesTSC, wallReason) = facts.choice
    usesRseq = Rseq.shared.works
    cpuReason = Rseq.shared.reason
    readingNs = usesTSC ? facts.counterNs : facts.monotonicNs
    cpuReadingNs =
      usesRseq ? 0 : ClockCosts.costNs(readings: 20) { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) ?? 0 }
  }
}

extension ClockSource {
  /// A timer of the program's own, of which nothing is known.
  static let timer = ClockSource(
    usesTSC: false, wallReason: "the program brought a timer of its own", usesRseq: true,
    cpuReason: "not measured", readingNs: 0, cpuReadingNs: 0)
}

/// What decides whether the time-stamp counter is used.
struct ClockFacts {
  /// `SWIFTPROF_CLOCK` of the environment: `monotonic` rules the counter out, where the kernel is wrong.
  var asked: String?
  /// The counter runs at one speed, whatever the processor's does.
  var isInvariant = true
  /// What the kernel itself reads; nil: it does not say.
  var kernelsSource: String? = "tsc"
  /// What a reading costs, nanoseconds.
  var counterNs = 10.0
  var monotonicNs = 25.0

  static func now() -> ClockFacts {
    ClockFacts(
      asked: getenv("SWIFTPROF_CLOCK").map { String(cString: $0) }, isInvariant: sp_tsc_invariant() != 0,
      kernelsSource: ClockWitness.kernelsClockSource(),
      counterNs: ClockCosts.costNs(readings: 40, of: TimeStampCounter.tick),
      monotonicNs: ClockCosts.costNs(readings: 40, of: MonotonicClock.tick))
  }

  /// Readings that take longer are said to be slow: some 10 ns are usual, a trap into a hypervisor takes 1,000 and more.
  static let slowNs = 200.0

  /// The counter is used only where the kernel itself trusts it: then it is in step on all processors and
  /// survives what virtual machines do. And not where a hypervisor traps its readings, if the other clock is quicker.
  var choice: (usesTSC: Bool, reason: String) {
    if asked == "monotonic" { return (false, "SWIFTPROF_CLOCK asks for it") }
    guard isInvariant else { return (false, "the time-stamp counter is not invariant") }
    guard let kernelsSource else {
      return (false, "the kernel does not say whether it trusts the time-stamp counter")
    }
    guard kernelsSource == "tsc" else { return (false, "the kernel's own clock source is \(kernelsSource)") }
    if counterNs > Self.slowNs, counterNs > 2 * monotonicNs {
      return (
        false, "a reading of the time-stamp counter takes \(UInt64(counterNs)) ns, as if it were trapped"
      )
    }
    return (true, "invariant time-stamp counter, the kernel's own clock source")
  }
}
