import CRecording
import Glibc

/// Which clock this process uses, why, and how its ticks become nanoseconds.
public struct ClockSource: Sendable {
  public let usesTSC: Bool
  public let wallReason: String
  public let usesRseq: Bool
  public let cpuReason: String

  /// Chosen once per process.
  public static let shared = ClockSource()

  private init() {
    let (tsc, why) = Self.timeStampCounterFits()
    usesTSC = tsc
    wallReason = why
    usesRseq = Rseq.shared.works
    cpuReason = Rseq.shared.reason
  }

  /// The counter is used only where the kernel itself trusts it: then it is in step on all processors and
  /// survives what virtual machines do.
  ///
  /// `SWIFTPROF_CLOCK=monotonic` in the environment rules it out, for machines where the kernel is wrong.
  private static func timeStampCounterFits() -> (Bool, String) {
    if let asked = getenv("SWIFTPROF_CLOCK"), strcmp(asked, "monotonic") == 0 {
      return (false, "CLOCK_MONOTONIC, as SWIFTPROF_CLOCK asks for")
    }
    guard sp_tsc_invariant() != 0 else { return (false, "the time-stamp counter is not invariant") }
    let path = "/sys/devices/system/clocksource/clocksource0/current_clocksource"
    guard let kernels = firstLine(of: path) else {
      return (false, "the kernel does not say whether it trusts the time-stamp counter")
    }
    guard kernels == "tsc" else { return (false, "the kernel's own clock source is \(kernels)") }
    return (true, "invariant time-stamp counter, the kernel's own clock source")
  }

  private static func firstLine(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Now, in ticks.
  func tick() -> UInt64 {
    usesTSC ? TimeStampCounter.tick() : MonotonicClock.tick()
  }
}

/// One moment on both the tick clock and `CLOCK_MONOTONIC`.
public struct ClockSample: Sendable {
  public let tick: UInt64
  public let monotonicNs: UInt64

  /// The closest of several bracketed readings, so that an interruption between the two clocks does not count.
  public static func now() -> ClockSample {
    let source = ClockSource.shared
    var best = (width: UInt64.max, sample: ClockSample(tick: 0, monotonicNs: 0))
    for _ in 0..<8 {
      let before = source.tick()
      let ns = sp_tick_monotonic()
      let after = source.tick()
      let width = after &- before
      if width < best.width {
        best = (width, ClockSample(tick: before &+ width / 2, monotonicNs: ns))
      }
    }
    return best.sample
  }

  /// Ticks per nanosecond between two samples.
  func ticksPerNs(since start: ClockSample) -> Double {
    Double(tick &- start.tick) / Double(monotonicNs &- start.monotonicNs)
  }
}

/// The first calibration of this process: good to some ten parts in a million after 2 ms, better the later
/// the first recording starts after the library was loaded.
public struct Calibration: Sendable {
  static let shared = Calibration()
  static let shortestBaselineNs: UInt64 = 2_000_000
  private static let origin = ClockSample.now()

  let ticksPerNs: Double

  /// Takes the first sample: call it when the library is loaded.
  public static func prepare() { _ = origin }

  private init() {
    guard ClockSource.shared.usesTSC else {
      ticksPerNs = 1
      return
    }
    let origin = Self.origin  // before the second sample, if nobody called prepare()
    var sample = ClockSample.now()
    while sample.monotonicNs - origin.monotonicNs < Self.shortestBaselineNs { sample = ClockSample.now() }
    ticksPerNs = sample.ticksPerNs(since: origin)
  }
}
