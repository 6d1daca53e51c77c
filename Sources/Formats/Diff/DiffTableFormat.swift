import Profiles

/// Text for people: what was compared, then what changed, most telling first.
struct DiffTableFormat: DiffFormat {
  let name = "table"
  let fileEndings = [".txt"]
  let summary = "text: counts that changed, then times, new and gone functions"

  func bytes(of diff: ProfileDiff, _ options: DiffOptions) throws(FormatError) -> [UInt8] {
    let clock = options.common.clock
    let sort = try DiffSort(options.common.sort, clock: clock, diff.measures)
    let sections = DiffSections(diff, sort: sort, clock: clock)
    let style = Style(color: options.common.color)
    var facts = LabelledLines(width: options.common.width, style: style)
    for fact in DiffHeader(diff, options, sections).facts { facts.add(fact.label, fact.text) }
    let table = DiffTable(diff, options.common)
    let lines = facts.lines + table.lines(of: sections)
    return Array((lines.map(Self.withoutTrailingBlanks).joined(separator: "\n") + "\n").utf8)
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// The parts of a comparison as lines.
private struct DiffTable {
  private let diff: ProfileDiff
  private let options: FormatOptions
  private let style: Style
  private let paths: PathShortener

  /// Callers shown under a function.
  private static let callersShown = 3

  init(_ diff: ProfileDiff, _ options: FormatOptions) {
    self.diff = diff
    self.options = options
    style = Style(color: options.color)
    paths = PathShortener(options.pathRoots)
  }

  func lines(of sections: DiffSections) -> [String] {
    sections.parts.flatMap(lines) + moved(sections.moved)
  }

  private func lines(of part: DiffSections.Part) -> [String] {
    let shown = options.limit == 0 ? part.functions : Array(part.functions.prefix(options.limit))
    let callers = part.tellsCallers ? DiffCallers(diff, of: shown) : nil
    let rows = shown.flatMap { function in
      [line(function)] + (callers?.lines(of: function, atMost: Self.callersShown) ?? [])
    }
    let columns = DiffColumns(
      part.fields, dropOrder: part.dropOrder, of: rows, diff, clock: options.clock, width: options.width)
    let names = NameColumn(
      rows.map { (name: $0.name, place: $0.place) }, room: nameRoom(columns.text.width), style: style)
    let head = columns.text.head
    return ["", heading(part.title, part.functions.count)]
      + [style(head.titles + "name", .header), style(head.units, .dim)]
      + rows.indices.map { columns.row($0, style) + names.cell($0, isDim: rows[$0].isCaller) }
      + rest(part.functions.count - shown.count)
  }

  private func nameRoom(_ used: Int) -> Int {
    options.width == 0 ? .max : max(8, options.width - used)
  }

  private func heading(_ title: String, _ count: Int) -> String {
    style("\(title): \(DiffSections.count(count, "function"))", .header)
  }

  private func rest(_ count: Int) -> [String] {
    count == 0 ? [] : [style("... \(DiffSections.count(count, "more function"))", .dim)]
  }

  private func line(_ function: ProfileDiff.Function) -> DiffLine {
    DiffLine(
      before: function.beforeRuns, after: function.afterRuns,
      name: SafeText.escaped(function.function.displayName),
      place: paths.location(of: function.function), isCaller: false)
  }

  // MARK: moved

  private func moved(_ functions: [ProfileDiff.Function]) -> [String] {
    if functions.isEmpty { return [] }
    let shown = options.limit == 0 ? functions : Array(functions.prefix(options.limit))
    return ["", heading("moved", functions.count)] + shown.map(movedLine)
      + rest(functions.count - shown.count)
  }

  private func movedLine(_ function: ProfileDiff.Function) -> String {
    let room = options.width == 0 ? Int.max : (options.width - Self.arrow.count) / 2
    let sides = [function.before, function.after].compactMap { $0 }.map { side in
      let name = SafeText.escaped(side.displayName)
      let place = paths.location(of: side)
      let left = room - DisplayWidth.of(name) - 2
      if left < DisplayWidth.of(place) { return Shortening.middle(name, to: room) }
      return name + "  " + style(place, .dim)
    }
    return sides.joined(separator: Self.arrow)
  }

  private static let arrow = " -> "
}
