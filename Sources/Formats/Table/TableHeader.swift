import Profiles

/// The block above a table or tree: what was measured, and what the measuring cost.
struct TableHeader {
  private let profile: Profile
  private let options: FormatOptions
  private let style: Style

  private let sorted: String?

  /// - Parameter sorted: by what the rows below are sorted; nil: that is plain to see.
  init(_ profile: Profile, _ options: FormatOptions, sorted: String?) {
    self.profile = profile
    self.options = options
    self.sorted = sorted
    style = Style(color: options.color)
  }

  /// Lines no wider than `options.width`.
  var lines: [String] {
    var facts: [(label: String, text: String)] = []
    if !profile.facts.command.isEmpty { facts.append(("command", SafeText.escaped(profile.facts.command))) }
    if !python.isEmpty { facts.append(("Python", python)) }
    if wasRecordedHere { facts.append(("clocks", clocks)) }
    for note in profile.header.clockNotes { facts.append(("beware", SafeText.escaped(note))) }
    facts.append(("duration", duration))
    if wasRecordedHere { facts.append(("overhead", overhead.sentence)) }
    if let slowdown = overhead.slowdown { facts.append(("slowdown", slowdown)) }
    if profile.header.runs > 1 { facts.append(("sum of", count(profile.header.runs, "profile"))) }
    if wasRecordedHere { facts.append(("events", events)) }
    if let folded { facts.append(("folded", folded)) }
    if let open { facts.append(("open", open)) }
    if profile.header.unmatchedReturns > 0 {
      facts.append(("ignored", "\(count(profile.header.unmatchedReturns, "return")) without a call"))
    }
    if let sorted { facts.append(("sorted", sorted)) }
    var labelled = LabelledLines(width: options.width, style: style)
    for fact in facts { labelled.add(fact.label, fact.text) }
    return labelled.lines
  }

  /// Not by another tool, which tells nothing of clocks and events.
  private var wasRecordedHere: Bool { profile.header.events > 0 || !profile.facts.backend.isEmpty }

  private var python: String {
    let backend = profile.facts.backend.isEmpty ? "" : "backend \(profile.facts.backend)"
    return [profile.facts.pythonVersion, backend].filter { !$0.isEmpty }.map(SafeText.escaped)
      .joined(separator: ", ")
  }

  private var clocks: String {
    // WHY so: without a CPU clock no recording of ours is made but with a timer of the program's own.
    guard profile.measures.contains(.cpu) else { return "a timer of the program's own" }
    let wall = profile.header.usesTSC ? "time-stamp counter" : "CLOCK_MONOTONIC"
    let cpu = profile.header.usesRseq ? "checked by rseq" : "a system call per event"
    return "wall: \(wall); CPU: thread clock, \(cpu)"
  }

  private var duration: String {
    let cpu = overhead.recordedCpuNs
    let all = NumberText.time(Double(profile.header.durationNs))
    let time = "\(all) in \(count(UInt64(profile.threads.count), "thread"))"
    return profile.measures.contains(.cpu) ? "\(time), CPU \(NumberText.time(Double(cpu)))" : time
  }

  private var events: String { "\(NumberText.grouped(profile.header.events)) calls, returns and resumptions" }

  private var overhead: OverheadText { OverheadText(profile) }

  private var folded: String? {
    let calls = profile.header.foldedCalls
    if calls == 0 { return nil }
    return "\(count(calls, "call")) found no room in the tree: functions are exact, callers are not"
  }

  private var open: String? {
    let open = profile.functions.reduce(0) { $0 + $1.open }
    if open == 0 { return nil }
    return "\(count(open, "call")) had not returned: counted up to the end"
  }

  private func count(_ number: UInt64, _ noun: String) -> String {
    "\(NumberText.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}
