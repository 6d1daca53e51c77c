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

  /// What the kernel's clocks are ahead of `now`: CLOCK_MONOTONIC, and how far the machine has slept beside it.
  nonisolated(unsafe) static var kernelAhead: Int64 = 0
  nonisolated(unsafe) static var sleptNs: UInt64 = 0
  nonisolated(unsafe) static var timeOfDaySetNs: Int64 = 0
  nonisolated(unsafe) static var kernelsSource: String? = "tsc"
  nonisolated(unsafe) static var speed = 1.0

  static func reset() {
    (now, cpuNs, cpuReadings, probeNs) = (1_000_000, 500_000, 0, nil)
    (kernelAhead, sleptNs, timeOfDaySetNs, kernelsSource, speed) = (0, 0, 0, "tsc", 1)
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

  static var cold: ColdClock { cold(.scripted) }

  static func cold(_ source: ClockSource) -> ColdClock {
    ColdClock(
      ticksPerNs: 1, armed: armed, tick: { now },
      sample: { ClockSample(tick: now, monotonicNs: monotonicNs) },
      threadCpuNs: { _ in cpuNs }, source: source, witness: { witness }, speedNow: { speed })
  }

  private static var monotonicNs: UInt64 { now &+ UInt64(bitPattern: kernelAhead) }

  private static var witness: ClockWitness {
    let boot = monotonicNs &+ sleptNs
    return ClockWitness(
      kernelsSource: kernelsSource, monotonicNs: monotonicNs, bootNs: boot,
      realNs: boot &+ UInt64(bitPattern: timeOfDaySetNs))
  }
}

extension ClockSource {
  /// With nothing to complain of.
  static let scripted = ClockSource(
    usesTSC: true, wallReason: "scripted", usesRseq: true, cpuReason: "scripted", readingNs: 10,
    cpuReadingNs: 0)
}
