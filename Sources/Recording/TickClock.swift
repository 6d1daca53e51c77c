import CRecording
import Glibc

/// Where the event path reads time. One type per source, so that each gets entry points of its own and the
/// usual one has no branch for the others; tests bring a scripted one.
protocol TickClock {
  /// Wall time in ticks. Never goes back on one thread while that is not switched out.
  static func tick() -> UInt64
  /// CPU time of the calling thread in nanoseconds; a system call.
  static func threadCpuNs() -> UInt64
  /// The calling thread's `rseq_cs`, or nil where there is none.
  static func rseqSlot() -> UnsafeMutablePointer<UInt64>?
  /// How long the probe of the machine's speed took just now, in ticks; nil where there is no machine.
  static func probeTicks() -> UInt64?
}

extension TickClock {
  static func threadCpuNs() -> UInt64 {
    nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) ?? 0
  }

  static func rseqSlot() -> UnsafeMutablePointer<UInt64>? {
    Rseq.shared.slotOfCallingThread()
  }
}

extension TickClock {
  /// A fixed piece of work and four readings of the clock, which are a good part of what an event costs.
  static func timedProbe() -> UInt64 {
    // WHY first without the clock: code that has not run for a millisecond is slow the first times.
    for _ in 0..<6 { runProbe() }
    sp_await_pending()
    let began = tick()
    sp_await_pending()
    runProbe()
    sp_await_pending()
    return tick() &- began
  }

  /// WHY never inline: then what is timed is the same code that has just run, not a copy that comes cold.
  @inline(never) private static func runProbe() {
    // WHY no loop: see sp_probe_work.
    sp_probe_work()
    _ = tick()
    sp_probe_work()
    _ = tick()
    sp_probe_work()
    _ = tick()
    sp_probe_work()
    _ = tick()
  }
}

/// The processor's time-stamp counter.
enum TimeStampCounter: TickClock {
  @inline(__always) static func tick() -> UInt64 { sp_tick_tsc() }
  static func probeTicks() -> UInt64? { timedProbe() }
}

/// `CLOCK_MONOTONIC`: a tick is a nanosecond.
enum MonotonicClock: TickClock {
  @inline(__always) static func tick() -> UInt64 { sp_tick_monotonic() }
  static func probeTicks() -> UInt64? { timedProbe() }
}

/// The clock off the event path: what a recording uses to start, end and account for threads from outside.
struct ColdClock {
  var ticksPerNs: Double
  /// What a thread's rseq slot holds while armed; never 0.
  var armed: UInt64
  var tick: () -> UInt64
  var sample: () -> ClockSample
  /// CPU time of a thread by its kernel id; nil if it has ended.
  var threadCpuNs: (UInt32) -> UInt64?
  var source: ClockSource
  /// What other clocks say, to hold this one against.
  var witness: () -> ClockWitness
  /// Ticks per nanosecond now. Takes 2 ms.
  var speedNow: () -> Double
  /// Threads have a time of their own each, which they alone can tell, and no CPU clock (`TimedEvents.swift`).
  var isTimer = false

  var usesTSC: Bool { source.usesTSC }

  func moment() -> ClockMoment { ClockMoment(sample: sample(), witness: witness()) }

  /// For a recording that begins.
  static var hardware: ColdClock {
    ClockSource.check()
    let source = ClockSource.shared
    return ColdClock(
      ticksPerNs: Calibration.shared.ticksPerNs, armed: Rseq.shared.works ? Rseq.shared.descriptor : 1,
      tick: { source.tick() }, sample: { ClockSample.now(source) },
      threadCpuNs: { nanoseconds(ofThread: $0) },
      source: source, witness: { ClockWitness.now() }, speedNow: { Calibration.again() })
  }
}

extension ColdClock {
  /// For a recording with a timer of the program's own.
  static var timer: ColdClock {
    ColdClock(
      ticksPerNs: 1, armed: 1, tick: { 0 },
      sample: { ClockSample(tick: 0, monotonicNs: sp_tick_monotonic()) },
      threadCpuNs: { _ in nil }, source: .timer, witness: { ClockWitness() }, speedNow: { 1 }, isTimer: true)
  }
}

/// Reads a POSIX clock; nil if the system refuses, as it does for the CPU clock of a thread that has ended.
func nanoseconds(of clock: clockid_t) -> UInt64? {
  var time = timespec()
  guard clock_gettime(clock, &time) == 0 else { return nil }
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

/// CPU time of any thread of this process.
///
/// The clock's number is made of the thread's id as Linux does it (`include/linux/posix-timers.h`,
/// `make_thread_cpuclock`: inverted id, per-thread bit, scheduler clock).
func nanoseconds(ofThread osID: UInt32) -> UInt64? {
  nanoseconds(of: clockid_t(bitPattern: ~osID << 3 | 4 | 2))
}
