import Profiles

/// Numbers of a comparison as text.
enum DiffText {
  /// "100", or "100..102" where the runs do not agree.
  static func count(_ range: RunRange) -> String {
    range.low == range.high ? String(range.low) : "\(range.low)..\(range.high)"
  }

  /// "+50", "-3"; "=" for none.
  static func change(_ before: RunRange, _ after: RunRange) -> String {
    let change = after.change(from: before)
    return change == 0 ? "=" : "\(change < 0 ? "-" : "+")\(change.magnitude)"
  }

  /// "+12.5%", from ten times as much on "x10.0"; "=" for none, "-" where there was nothing to be a part of.
  static func percent(_ before: RunRange, _ after: RunRange) -> String {
    let change = after.change(from: before)
    if change == 0 { return "=" }
    if before.median == 0 { return "-" }
    if change > 0 && after.median / 10 >= before.median {
      let ratio = Double(after.median) / Double(before.median)
      return "x" + NumberText.fixed(ratio, decimals: ratio < 99.95 ? 1 : 0)
    }
    return (change < 0 ? "-" : "+") + NumberText.percent(change.magnitude, of: before.median)
  }

  /// The median in a unit, and with several runs how far the runs lie from it: "12.300 ±0.210".
  static func time(_ range: RunRange, _ unit: TimeUnit, isSingle: Bool) -> String {
    let text = fixed(range.median, unit)
    if isSingle { return text }
    return "\(text) ±\(fixed(max(range.median - range.low, range.high - range.median), unit))"
  }

  private static func fixed(_ ns: UInt64, _ unit: TimeUnit) -> String {
    NumberText.fixed(Double(ns) / unit.nanoseconds, decimals: 3)
  }
}
