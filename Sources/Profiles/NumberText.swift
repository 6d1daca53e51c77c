/// Numbers for people, without the help of Foundation.
public enum NumberText {
  /// `1234567` → `1,234,567`.
  public static func grouped(_ number: UInt64) -> String {
    let digits = String(number)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// With a fixed number of decimals, rounded half up.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(UInt64(1)) { power, _ in power * 10 }
    // WHY not rounded(): that is a call of libm, to which the library would not be linked.
    let scaled = UInt64(max(0, value * Double(scale)) + 0.5)
    if decimals == 0 { return String(scaled) }
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// A time by itself, three digits that count and its unit: `1.23 ms`.
  public static func time(_ ns: Double) -> String {
    let unit = TimeUnit.allCases.last { ns >= $0.nanoseconds * 0.9995 } ?? .ns
    let value = ns / unit.nanoseconds
    let isWholeNs = unit == .ns && (value >= 99.95 || value == Double(UInt64(value)))
    let decimals = isWholeNs || value >= 99.95 ? 0 : unit == .ns || value >= 9.995 ? 1 : 2
    return "\(fixed(value, decimals: decimals)) \(unit)"
  }

  /// A part in hundredths of the whole, one decimal: `12.5%`; `-` of nothing.
  public static func percent(_ part: UInt64, of whole: UInt64) -> String {
    whole == 0 ? "-" : fixed(100 * Double(part) / Double(whole), decimals: 1) + "%"
  }
}

/// Units of time, shortest first.
public enum TimeUnit: String, CaseIterable, CustomStringConvertible {
  case ns, us, ms, s

  public var description: String { rawValue }

  public var nanoseconds: Double {
    switch self {
    case .ns: 1
    case .us: 1e3
    case .ms: 1e6
    case .s: 1e9
    }
  }
}
