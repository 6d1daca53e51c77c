import Profiles

/// The block above a comparison: what was compared, how, and what came of it.
struct DiffHeader {
  private let diff: ProfileDiff
  private let options: DiffOptions
  private let sections: DiffSections

  init(_ diff: ProfileDiff, _ options: DiffOptions, _ sections: DiffSections) {
    self.diff = diff
    self.options = options
    self.sections = sections
  }

  /// Label and text of each fact.
  var facts: [(label: String, text: String)] {
    var facts: [(label: String, text: String)] = []
    if !options.before.isEmpty { facts.append(("before", SafeText.escaped(options.before))) }
    if !options.after.isEmpty { facts.append(("after", SafeText.escaped(options.after))) }
    facts.append(("runs", runs))
    if diff.measures.contains(.calls) { facts.append(("calls", calls)) }
    if diff.measures.contains(.wall) { facts.append(("wall", time { $0.wallNs })) }
    if diff.measures.contains(.cpu) { facts.append(("CPU", time { $0.cpuNs })) }
    if let raw { facts.append(("overhead", raw)) }
    if !missing.isEmpty { facts.append(("missing", "not measured on both sides: \(missing)")) }
    facts.append(("result", sections.summary))
    return facts
  }

  private var runs: String {
    let (before, after) = (diff.before.count, diff.after.count)
    if before == 1 && after == 1 {
      return "one each; times closer than 10% are taken for noise (several runs a side tell it better)"
    }
    return "\(before) before, \(after) after; times are medians, ± how far the runs lie from them"
  }

  private var calls: String {
    let sums = [diff.before, diff.after].map { side in
      RunRange(side.map { $0.functions.reduce(0) { $0 + $1.calls } })
    }
    let (before, after) = (sums[0], sums[1])
    if before == after { return Self.grouped(before) + " on both sides" }
    let change = after.change(from: before)
    let sign = change < 0 ? "-" : "+"
    return "\(Self.grouped(before)) -> \(Self.grouped(after)), "
      + "\(sign)\(NumberText.grouped(change.magnitude)) (\(DiffText.percent(before, after)))"
  }

  private static func grouped(_ range: RunRange) -> String {
    let low = NumberText.grouped(range.low)
    return range.low == range.high ? low : "\(low)..\(NumberText.grouped(range.high))"
  }

  private func time(_ ns: (Profile.Thread) -> UInt64) -> String {
    let sums = [diff.before, diff.after].map { side in
      RunRange(side.map { $0.threads.reduce(0) { $0 + ns($1) } })
    }
    let texts = sums.map { NumberText.time(Double($0.median)) }
    return "\(texts[0]) -> \(texts[1]) (\(DiffText.percent(sums[0], sums[1])))"
  }

  /// nil: swiftprof's own time is not among what is compared. Where one profile is raw all are.
  private var raw: String? {
    let isRaw = (diff.before + diff.after).contains { $0.header.isRaw && OverheadText($0).isKnown }
    return isRaw ? "that of swiftprof itself is not taken out (raw)" : nil
  }

  private var missing: String {
    let names: [(Profile.Measures, String)] = [(.calls, "calls"), (.wall, "wall time"), (.cpu, "CPU time")]
    return names.filter { !diff.measures.contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
