import Glibc

/// What the system's other clocks say at one moment: by their differences between start and end a recording learns
/// what its own clock does not tell.
struct ClockWitness: Sendable, Equatable {
  /// What the kernel itself reads, as in `/sys/devices/system/clocksource`; nil: it does not say.
  var kernelsSource: String?
  /// `CLOCK_MONOTONIC`, which stands still while the machine sleeps ...
  var monotonicNs: UInt64 = 0
  /// ... `CLOCK_BOOTTIME`, which goes on then ...
  var bootNs: UInt64 = 0
  /// ... and `CLOCK_REALTIME`, which anybody may set.
  var realNs: UInt64 = 0

  /// Takes some 20 us.
  static func now() -> ClockWitness {
    var witness = closest()
    witness.kernelsSource = kernelsClockSource()
    return witness
  }

  /// The three read closest to each other.
  private static func closest() -> ClockWitness {
    var best = (width: UInt64.max, witness: ClockWitness())
    for _ in 0..<4 {
      let monotonic = nanoseconds(of: CLOCK_MONOTONIC) ?? 0
      let boot = nanoseconds(of: CLOCK_BOOTTIME) ?? 0
      let real = nanoseconds(of: CLOCK_REALTIME) ?? 0
      let width = (nanoseconds(of: CLOCK_MONOTONIC) ?? 0) &- monotonic
      guard width < best.width else { continue }
      best = (width, ClockWitness(monotonicNs: monotonic, bootNs: boot, realNs: real))
    }
    return best.witness
  }

  static func kernelsClockSource() -> String? {
    guard let file = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re") else {
      return nil
    }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
