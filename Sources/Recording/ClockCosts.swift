import CRecording
import Glibc

/// What readings of the clocks cost on this machine now, in nanoseconds each: medians of short loops.
public struct ClockCosts: Sendable {
  public let ticksPerNs: Double
  public let wallNs: Double
  /// A reading of both clocks on the event path while the thread has not been switched out.
  public let cpuNs: Double
  /// A reading of the thread's CPU clock by system call.
  public let cpuSystemCallNs: Double

  /// Takes about a millisecond.
  public static func measure() -> ClockCosts {
    let source = ClockSource.shared
    let slot = Rseq.shared.slotOfCallingThread()
    let wall = costNs(of: { source.tick() })
    let system = costNs(of: { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) ?? 0 })
    let checked = costNs(of: { source.tick() &+ (slot.map { sp_load_volatile($0) } ?? 0) })
    return ClockCosts(
      ticksPerNs: Calibration.shared.ticksPerNs, wallNs: wall, cpuNs: slot == nil ? system : checked,
      cpuSystemCallNs: system)
  }

  /// Nanoseconds of one reading: the median of five loops.
  static func costNs(readings: Int = 200, of read: () -> UInt64) -> Double {
    var costs: [Double] = []
    for _ in 0..<5 {
      let start = sp_tick_monotonic()
      var sum: UInt64 = 0
      for _ in 0..<readings { sum &+= read() }
      costs.append(Double(sp_tick_monotonic() &- start &+ (sum == 0 ? 1 : 0)) / Double(readings))
    }
    return costs.sorted()[2]
  }
}
