import Profiles

/// A table for pull requests and tickets: one sentence, then the functions, as GitHub's Markdown.
///
/// Source: https://github.github.com/gfm/ (tables, code spans).
struct MarkdownFormat: Format {
  let name = "markdown"
  let fileEndings = [".md", ".markdown"]
  let summary = "a table for pull requests and tickets"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    let sort = try options.sortKey(of: profile)
    let rows = sort.sorted(profile.functions).map { profile.functions[$0] }.filter { !$0.isEmptyFolded }
    let limit = options.limit == 0 ? rows.count : options.limit
    let shown = Array(rows.prefix(limit))
    var lines = [Self.sentence(of: profile, options, sort: sort), ""]
    lines += MarkdownTable(profile, shown, options).lines
    let rest = rows.dropFirst(limit)
    if !rest.isEmpty { lines += ["", Self.remark(of: rest, profile.clocks.first)] }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// `python main.py`, CPython 3.13.0: 12.3 s, CPU 25.1 ms, 3 threads, ...
  private static func sentence(of profile: Profile, _ options: FormatOptions, sort: SortKey) -> String {
    var subject: [String] = []
    if !profile.facts.command.isEmpty { subject.append(MarkdownText.code(profile.facts.command)) }
    if !profile.facts.pythonVersion.isEmpty { subject.append(MarkdownText.code(profile.facts.pythonVersion)) }
    let overhead = OverheadText(profile)
    var facts = [NumberText.time(Double(profile.header.durationNs))]
    if profile.clocks.contains(.cpu) {
      facts.append("CPU \(NumberText.time(Double(overhead.recordedCpuNs)))")
    }
    if overhead.isKnown { facts.append(overhead.summary) }
    facts.append(count(UInt64(profile.threads.count), "thread"))
    facts.append(count(UInt64(profile.functions.count), "function"))
    if profile.measures.contains(.calls) {
      facts.append(count(profile.functions.reduce(0) { $0 + $1.calls }, "call"))
    }
    let head = subject.isEmpty ? "" : subject.joined(separator: ", ") + ": "
    let slowdown = overhead.slowdown.map { " \($0)." } ?? ""
    return "\(head)\(facts.joined(separator: ", ")).\(slowdown) Sorted by \(sort.name): \(sort.summary)."
  }

  private static func remark(of rest: ArraySlice<Profile.Function>, _ clock: Profile.Clock?) -> String {
    let functions = count(UInt64(rest.count), "more function")
    guard let clock else { return functions + "." }
    let selfNs = rest.reduce(0) { $0 + clock.selfNs(of: $1.times) }
    return
      "\(functions) took \(NumberText.time(Double(selfNs))) of their own."
  }

  private static func count(_ number: UInt64, _ noun: String) -> String {
    "\(NumberText.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}

/// The table: times of one unit, names and places as code.
private struct MarkdownTable {
  private let profile: Profile
  private let functions: [Profile.Function]
  private let paths: PathShortener
  private let unit: TimeUnit
  /// Of what was suspended; nil: nothing was.
  private let suspensionUnit: TimeUnit?

  init(_ profile: Profile, _ functions: [Profile.Function], _ options: FormatOptions) {
    (self.profile, self.functions) = (profile, functions)
    paths = PathShortener(options.pathRoots)
    let totals = profile.clocks.flatMap { clock in functions.map { clock.totalNs(of: $0.times) } }
    unit = .forColumns(largest: totals.max() ?? 0)
    let suspended = functions.reduce(0) { max($0, $1.times.suspendedNs) }
    suspensionUnit = profile.hasSuspension ? .forColumns(largest: suspended) : nil
  }

  var lines: [String] {
    let times = profile.clocks.flatMap { clock in
      ["\(clock.rawValue) self, \(unit)", "\(clock.rawValue) total, \(unit)"]
    }
    let suspended = suspensionUnit.map { ["suspended, \($0)"] } ?? []
    let numbers = (profile.measures.contains(.calls) ? ["calls"] : []) + times + suspended
    let titles = numbers + ["function", "place"]
    let alignment = numbers.map { _ in "--:" } + [":--", ":--"]
    return [row(titles), row(alignment)] + functions.map { row(cells(of: $0)) }
  }

  private func cells(of function: Profile.Function) -> [String] {
    let calls =
      function.calls == function.primitiveCalls
      ? String(function.calls) : "\(function.calls)/\(function.primitiveCalls)"
    let times = profile.clocks.flatMap { clock in
      [time(clock.selfNs(of: function.times), unit), time(clock.totalNs(of: function.times), unit)]
    }
    let suspended = suspensionUnit.map { [time(function.times.suspendedNs, $0)] } ?? []
    let place = paths.location(of: function)
    return (profile.measures.contains(.calls) ? [calls] : []) + times + suspended
      + [cell(function.displayName), place.isEmpty ? "" : cell(place)]
  }

  private func time(_ ns: UInt64, _ unit: TimeUnit) -> String {
    NumberText.fixed(Double(ns) / unit.nanoseconds, decimals: 3)
  }

  private func cell(_ text: String) -> String { MarkdownText.codeInTable(text) }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
