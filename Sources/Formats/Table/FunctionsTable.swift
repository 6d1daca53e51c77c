import Profiles

/// The functions: numbers at the left, name and place at the right. No line is wider than asked for.
struct FunctionsTable {
  private let profile: Profile
  private let options: FormatOptions
  private let style: Style
  private let shown: [Profile.Function]
  private let rest: [Profile.Function]
  private let sort: SortKey
  private var numbers: TextColumns
  private var dropped: [String] = []

  /// Columns given up first when there is no room for names.
  private static let dropOrder = ["tover", "cpuself", "tavg", "tspan", "wait", "cpu", "twait"]
  /// So much is kept for a name and its place.
  private static let leastNameWidth = 30
  /// And so much where swiftprof's own time has a column.
  private static let ampleNameWidth = 50

  init(_ profile: Profile, _ options: FormatOptions, sort: SortKey) {
    self.profile = profile
    self.options = options
    self.sort = sort
    style = Style(color: options.color)
    let rows = sort.sorted(profile.functions).map { profile.functions[$0] }.filter { !$0.isEmptyFolded }
    let limit = options.limit == 0 ? rows.count : options.limit
    shown = Array(rows.prefix(limit))
    rest = Array(rows.dropFirst(limit))
    numbers = Self.numbers(of: shown, rest: rest)
    // Where nothing was suspended nothing is said of it.
    let measures = profile.hasSuspension ? profile.measures : profile.measures.subtracting(.suspended)
    if !profile.hasOverhead { numbers.columns.removeAll { $0.title == "tover" } }
    numbers.columns.removeAll { !measures.isSuperset(of: Profile.Measures(ofColumn: $0.title)) }
    dropColumns()
  }

  var lines: [String] {
    let head = numbers.head
    var lines = [
      style(head.titles + "name", .header), style(head.units, .dim),
    ]
    lines += nameCells.enumerated().map { index, name in
      numbers.row(index, accented: isHot(shown[index]) ? "tsub" : nil) { style($0, .hot) } + name
    }
    if !rest.isEmpty {
      lines.append(numbers.row(shown.count) + Shortening.middle(restText, to: nameRoom))
    }
    lines += footer
    return lines
  }

  // MARK: numbers

  private static func numbers(of rows: [Profile.Function], rest: [Profile.Function]) -> TextColumns {
    let restSelf = rest.reduce(0) { $0 + $1.times.selfWallNs }
    let tail = rest.isEmpty ? [] : [""]
    let calls = TextColumns.Column(title: "ncall", cells: rows.map(\.callsText) + tail)
    let averages = TextColumns.Column(
      title: "tavg", cells: rows.map { $0.calls == 0 ? "-" : NumberText.time($0.averageWallNs) } + tail)
    // One unit for all times but averages, so that they compare at a glance along rows and columns.
    let unit = TimeUnit.forColumns(
      largest: max(restSelf, rows.map { max($0.times.spanNs, $0.times.totalCpuNs) }.max() ?? 0))
    return TextColumns(columns: [
      calls,
      .times("tsub", rows.map(\.times.selfWallNs) + (rest.isEmpty ? [] : [restSelf]), unit),
      .times("ttot", rows.map(\.times.totalWallNs), unit, tail: tail),
      suspension("twait", \.suspendedNs, of: rows, unit, tail),
      suspension("tspan", \.spanNs, of: rows, unit, tail),
      averages,
      .times("cpuself", rows.map(\.times.selfCpuNs), unit, tail: tail),
      .times("cpu", rows.map(\.times.totalCpuNs), unit, tail: tail),
      .times("wait", rows.map(\.times.waitNs), unit, tail: tail),
      .times("tover", rows.map(\.times.totalOverheadWallNs), unit, tail: tail),
    ])
  }

  /// Blank for functions that were never suspended: nearly all functions there are.
  private static func suspension(
    _ title: String, _ time: KeyPath<Profile.Times, UInt64>, of rows: [Profile.Function], _ unit: TimeUnit,
    _ tail: [String]
  ) -> TextColumns.Column {
    let column = TextColumns.Column.times(title, rows.map { $0.times[keyPath: time] }, unit, tail: tail)
    let cells = zip(rows, column.cells).map { $0.times.suspendedNs == 0 ? "" : $1 }
    return TextColumns.Column(title: title, unit: column.unit, cells: cells + tail)
  }

  private mutating func dropColumns() {
    for title in Self.dropOrder where options.width > 0 && title != sort.column {
      let least = title == "tover" ? Self.ampleNameWidth : Self.leastNameWidth
      if options.width - numbers.width >= least { continue }
      if let index = numbers.columns.firstIndex(where: { $0.title == title }) {
        numbers.columns.remove(at: index)
        dropped.append(title)
      }
    }
  }

  // MARK: names

  private var nameRoom: Int {
    options.width == 0 ? .max : max(8, options.width - numbers.width)
  }

  private var nameCells: [String] {
    let paths = PathShortener(options.pathRoots)
    let entries = shown.map { function in
      (name: SafeText.escaped(function.displayName), place: paths.location(of: function))
    }
    let column = NameColumn(entries, room: nameRoom, style: style)
    return entries.indices.map { column.cell($0) }
  }

  // MARK: around

  /// A tenth of all time or more is in the function itself.
  private func isHot(_ function: Profile.Function) -> Bool {
    let all = profile.threads.reduce(0) { $0 + $1.wallNs }
    return function.times.selfWallNs * 10 >= max(1, all)
  }

  private var restText: String { "... \(rest.count) more function\(rest.count == 1 ? "" : "s")" }

  private var footer: [String] {
    guard !dropped.isEmpty else { return [] }
    let text = "not shown at \(options.width) columns: \(dropped.joined(separator: ", "))"
    return ["", style(Shortening.middle(text, to: max(8, options.width)), .dim)]
  }
}

extension Profile.Function {
  /// `total/primitive` where they differ.
  fileprivate var callsText: String {
    calls == primitiveCalls ? String(calls) : "\(calls)/\(primitiveCalls)"
  }

  /// "(folded)" when functions got all of it.
  var isEmptyFolded: Bool {
    kind == .folded && calls == 0 && times.selfWallNs == 0
  }
}
