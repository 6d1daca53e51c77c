import CRecording

@testable import Recording

/// Both clocks as a test wants them: a tick is a nanosecond, and time passes only when the script says so.
enum ScriptedClock: TickClock {
  nonisolated(unsafe) static var now: UInt64 = 0
  nonisolated(unsafe) static var cpuNs: UInt64 = 0
  nonisolated(unsafe) static var cpuReadings = 0
  nonisolated(unsafe) static let slot = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
  static let armed: UInt64 = 0xA53D

  static func tick() -> UInt64 { now }
  static func threadCpuNs() -> UInt64 {
    cpuReadings += 1
    return cpuNs
  }
  static func rseqSlot() -> UnsafeMutablePointer<UInt64>? { slot }
  /// How long probes of the machine's speed take; nil: none are made.
  nonisolated(unsafe) static var probeNs: UInt64?
  static func probeTicks() -> UInt64? {
    run(probeNs ?? 0)
    return probeNs
  }

  static func reset() {
    (now, cpuNs, cpuReadings, probeNs) = (1_000_000, 500_000, 0, nil)
    slot.pointee = 0
  }

  /// The thread runs.
  static func run(_ ns: UInt64) {
    now += ns
    cpuNs += ns
  }

  /// The thread is off the processor.
  static func wait(_ ns: UInt64) {
    now += ns
    slot.pointee = 0
  }

  static var cold: ColdClock {
    ColdClock(
      ticksPerNs: 1, armed: armed, tick: { now }, sample: { ClockSample(tick: now, monotonicNs: now) },
      threadCpuNs: { _ in cpuNs })
  }
}
