import Profiles

/// A comparison for a pull request: what came of it in bold, then a table for each part, as GitHub's Markdown.
struct DiffMarkdownFormat: DiffFormat {
  let name = "markdown"
  let fileEndings = [".md", ".markdown"]
  let summary = "tables for pull requests and tickets"

  func bytes(of diff: ProfileDiff, _ options: DiffOptions) throws(FormatError) -> [UInt8] {
    let clock = options.common.clock
    let sort = try DiffSort(options.common.sort, clock: clock, diff.measures)
    let sections = DiffSections(diff, sort: sort, clock: clock)
    let part = DiffMarkdownParts(diff, options.common)
    var lines = ["**\(sections.summary)**", ""]
    lines += DiffHeader(diff, options, sections).facts.filter { $0.label != "result" }
      .map { "- \($0.label): \(Self.isName($0.label) ? MarkdownText.code($0.text) : $0.text)" }
    lines += sections.parts.flatMap { part.lines(of: $0) } + part.moved(sections.moved)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func isName(_ label: String) -> Bool { label == "before" || label == "after" }
}

private struct DiffMarkdownParts {
  private let diff: ProfileDiff
  private let options: FormatOptions
  private let paths: PathShortener

  init(_ diff: ProfileDiff, _ options: FormatOptions) {
    self.diff = diff
    self.options = options
    paths = PathShortener(options.pathRoots)
  }

  func lines(of part: DiffSections.Part) -> [String] {
    let shown = limited(part.functions)
    let lines = shown.map {
      DiffLine(before: $0.beforeRuns, after: $0.afterRuns, name: "", place: "", isCaller: false)
    }
    let columns = DiffColumns(
      part.fields, dropOrder: [], of: lines, diff, clock: options.clock, width: 0
    ).text.columns
    let titles =
      columns.map { $0.unit.isEmpty ? $0.title : "\($0.title) \($0.unit)" } + ["function", "place"]
    let alignment = columns.map { _ in "--:" } + [":--", ":--"]
    let rows = shown.enumerated().map { index, function in
      columns.map { $0.cells[index] } + [code(function.function.displayName), place(function.function)]
    }
    return ["", heading(part.title, part.functions.count), ""]
      + ([titles, alignment] + rows).map(row) + rest(part.functions.count - shown.count)
  }

  func moved(_ functions: [ProfileDiff.Function]) -> [String] {
    if functions.isEmpty { return [] }
    let shown = limited(functions)
    let rows = shown.map { function in
      [function.before, function.after].compactMap { $0 }.flatMap { [code($0.displayName), place($0)] }
    }
    let titles = ["before", "place", "after", "place"]
    return ["", heading("moved", functions.count), ""]
      + ([titles, titles.map { _ in ":--" }] + rows).map(row) + rest(functions.count - shown.count)
  }

  private func limited(_ functions: [ProfileDiff.Function]) -> [ProfileDiff.Function] {
    options.limit == 0 ? functions : Array(functions.prefix(options.limit))
  }

  private func heading(_ title: String, _ count: Int) -> String {
    "### \(title): \(DiffSections.count(count, "function"))"
  }

  private func code(_ text: String) -> String { MarkdownText.codeInTable(text) }

  private func place(_ function: Profile.Function) -> String {
    let place = paths.location(of: function)
    return place.isEmpty ? "" : code(place)
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private func rest(_ count: Int) -> [String] {
    count == 0 ? [] : ["", "\(DiffSections.count(count, "more function"))."]
  }
}
