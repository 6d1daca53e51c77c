import CRecording

/// One moment on both the tick clock and `CLOCK_MONOTONIC`.
public struct ClockSample: Sendable {
  public let tick: UInt64
  public let monotonicNs: UInt64

  /// The closest of several bracketed readings, so that an interruption between the two clocks does not count.
  static func now(_ source: ClockSource) -> ClockSample {
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

/// How fast the tick clock ticks. The first calibration of this process is good to some ten parts in a million after 2 ms,
/// better the later the first recording starts after the library was loaded.
public struct Calibration: Sendable {
  /// That of the clock in use.
  static var shared: Calibration { ClockSource.shared.usesTSC ? ofCounter : Calibration(ticksPerNs: 1) }
  static let shortestBaselineNs: UInt64 = 2_000_000
  private static let source = ClockSource.shared
  private static let origin = ClockSample.now(source)
  private static let ofCounter = Calibration(ticksPerNs: measure(since: origin))

  let ticksPerNs: Double

  /// Takes the first sample: call it when the library is loaded.
  public static func prepare() { _ = origin }

  /// From a sample taken before until now, or until there are 2 ms between.
  private static func measure(since start: ClockSample) -> Double {
    var sample = ClockSample.now(source)
    while sample.monotonicNs &- start.monotonicNs < shortestBaselineNs { sample = ClockSample.now(source) }
    return sample.ticksPerNs(since: start)
  }

  /// How fast the time-stamp counter ticks now. Takes 2 ms.
  static func again() -> Double { measure(since: ClockSample.now(source)) }
}
