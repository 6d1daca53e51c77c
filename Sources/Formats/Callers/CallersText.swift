import Profiles

/// Text for people: functions with those who call them, or with what they call; how often, how long.
///
///     print(String(decoding: try CallersText(profile, options).bytes(.callers, of: pattern), as: UTF8.self))
public struct CallersText {
  public enum Direction: Sendable {
    case callers, callees
  }

  private let profile: Profile
  private let options: FormatOptions
  private let style: Style
  private let paths: PathShortener

  /// - Parameter options: limit (lines of each function), width, color, clock and path roots count.
  public init(_ profile: Profile, _ options: FormatOptions) {
    self.profile = profile
    self.options = options
    style = Style(color: options.color)
    paths = PathShortener(options.pathRoots)
  }

  /// A block for each function that fits, most time first. Throws where none does.
  public func bytes(_ direction: Direction, of pattern: FunctionPattern) throws(FormatError) -> [UInt8] {
    let fitting = profile.functions.indices.filter { pattern.fits(profile.functions[$0].identity) }
    if fitting.isEmpty {
      throw FormatError(
        "no function of this profile fits the pattern; give a module, a module.function or a file, "
          + "with * for any characters")
    }
    let edges = edges(direction, of: Set(fitting))
    let blocks = fitting.sorted(by: comesFirst).map { function in
      block(function, direction, edges[function] ?? [])
    }
    let lines = blocks.joined(separator: [""]).map(Self.withoutTrailingBlanks)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func edges(_ direction: Direction, of functions: Set<Int>) -> [Int: [Profile.Edge]] {
    var edges: [Int: [Profile.Edge]] = [:]
    for edge in profile.edges {
      let function = direction == .callers ? edge.callee : edge.caller
      if let function, functions.contains(function) { edges[function, default: []].append(edge) }
    }
    return edges
  }

  private func comesFirst(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (profile.functions[left], profile.functions[right])
    let (x, y) = (options.clock.totalNs(of: a.times), options.clock.totalNs(of: b.times))
    return x == y ? left < right : x > y
  }

  private func block(_ index: Int, _ direction: Direction, _ edges: [Profile.Edge]) -> [String] {
    let function = profile.functions[index]
    let sorted = edges.sorted { a, b in
      let (x, y) = (options.clock.totalNs(of: a.times), options.clock.totalNs(of: b.times))
      return x == y ? a.calls > b.calls : x > y
    }
    let shown = options.limit == 0 ? sorted : Array(sorted.prefix(options.limit))
    let columns = EdgeColumns(shown, of: function, direction, profile.measures, options.clock).text
    let others = shown.map { direction == .callers ? $0.caller : $0.callee }
    let room = options.width == 0 ? .max : max(8, options.width - columns.width - Self.indent.count)
    let names = NameColumn(others.map(nameAndPlace), room: room, style: style)
    let head = columns.head
    let title = direction == .callers ? "called by" : "calls"
    let table =
      shown.isEmpty
      ? [Self.indent + style(direction == .callers ? "called by nobody" : "calls nothing", .dim)]
      : [style(Self.indent + head.titles + title, .header), style(Self.indent + head.units, .dim)]
        + shown.indices.map { Self.indent + columns.row($0) + names.cell($0) }
    return [heading(function)] + table + rest(sorted.count - shown.count)
  }

  private static let indent = "  "

  private func nameAndPlace(_ function: Int?) -> (name: String, place: String) {
    function.map { nameAndPlace(profile.functions[$0]) } ?? ("(thread)", "")
  }

  private func heading(_ function: Profile.Function) -> String {
    let (name, place) = nameAndPlace(function)
    let room = options.width == 0 ? Int.max : options.width
    let short = Shortening.middle(name, to: room)
    let left = room - DisplayWidth.of(short) - 2
    let shownPlace = left < 8 || place.isEmpty ? "" : "  " + style(Shortening.left(place, to: left), .dim)
    return style(short, .header) + shownPlace
  }

  private func nameAndPlace(_ function: Profile.Function) -> (name: String, place: String) {
    (SafeText.escaped(function.displayName), paths.location(of: function))
  }

  private func rest(_ count: Int) -> [String] {
    if count == 0 { return [] }
    return [Self.indent + style("... \(count) more", .dim)]
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// Numbers of edges: calls, their part of the function's, times of the clock.
private struct EdgeColumns {
  let text: TextColumns

  init(
    _ edges: [Profile.Edge], of function: Profile.Function, _ direction: CallersText.Direction,
    _ measures: Profile.Measures, _ clock: Profile.Clock
  ) {
    let totals = edges.map { clock.totalNs(of: $0.times) }
    let unit = TimeUnit.forColumns(largest: totals.max() ?? 0)
    var columns: [TextColumns.Column] = []
    if measures.contains(.calls) {
      columns.append(.init(title: "ncall", cells: edges.map(Self.calls)))
      if direction == .callers {
        let shares = edges.map { NumberText.percent($0.calls, of: function.calls) }
        columns.append(.init(title: "share", unit: "calls", cells: shares))
      }
    }
    if measures.isSuperset(of: clock.measures) {
      columns.append(.times(clock.totalTitle, totals, unit))
      columns.append(.times(clock.selfTitle, edges.map { clock.selfNs(of: $0.times) }, unit))
    }
    text = TextColumns(columns: columns)
  }

  /// `total/primitive` where they differ.
  private static func calls(_ edge: Profile.Edge) -> String {
    edge.calls == edge.primitiveCalls ? String(edge.calls) : "\(edge.calls)/\(edge.primitiveCalls)"
  }
}
