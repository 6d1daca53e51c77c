import Profiles

/// Text for people: the calling contexts as a tree, numbers at the left.
struct TreeFormat: Format {
  let name = "tree"
  let fileEndings = [".tree.txt", ".tree"]
  let summary = "text: calling contexts, most time first"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    guard profile.measures.contains(.contexts) else {
      throw FormatError(
        "this profile has no calling contexts to draw: it knows functions only (pstats); use format table")
    }
    _ = try required(options.clock, of: profile)
    let profile = profile.unlabelled
    var lines = TableHeader(profile, options, sorted: nil).lines
    lines.append("")
    lines += TreeText(profile, options).lines
    return Array((lines.map(TableFormat.withoutTrailingBlanks).joined(separator: "\n") + "\n").utf8)
  }
}

/// The lines of the tree, none wider than asked for.
private struct TreeText {
  private let profile: Profile
  private let options: FormatOptions
  private let style: Style
  private let rows: TreeRows
  private let numbers: TextColumns
  /// Of each function.
  private let names: [String]
  private let places: [String]
  private let threadNames: ThreadNames

  init(_ profile: Profile, _ options: FormatOptions) {
    self.profile = profile
    self.options = options
    style = Style(color: options.color)
    rows = TreeRows(profile, options)
    var numbers = Self.numbers(of: rows, in: profile, clock: options.clock)
    for title in Self.dropOrder where options.width > 0 {
      if options.width - numbers.width >= Self.leastRoom { break }
      numbers.columns.removeAll { $0.title == title }
    }
    self.numbers = numbers
    let paths = PathShortener(options.pathRoots)
    names = profile.functions.map { SafeText.escaped($0.displayName) }
    places = profile.functions.map { paths.location(of: $0) }
    threadNames = ThreadNames(profile.threads, .title)
  }

  /// Columns given up first when there is no room for names.
  private static let dropOrder = ["self", "share", "suspended", "ncall"]
  /// So much is kept for a name and the lines that lead to it.
  private static let leastRoom = 24

  var lines: [String] {
    let head = numbers.head
    var lines = [style(head.titles + "name", .header), style(head.units, .dim)]
    // Whether more follows at each level above, as far as the line that is drawn.
    var follows: [Bool] = []
    for (index, line) in rows.lines.enumerated() {
      follows.removeSubrange(max(0, line.depth - 1)...)
      let share = Self.share(of: line.row, in: profile, clock: options.clock, whole: rows.wholeNs)
      let look = Style.look(ofShare: share)
      let cells = numbers.row(index, accented: options.clock.rawValue) { style($0, look) }
      lines.append(cells + text(of: line, guides: guides(to: line, follows), look))
      if line.depth > 0 { follows.append(!line.isLast) }
    }
    return lines
  }

  // MARK: numbers

  private static func numbers(of rows: TreeRows, in profile: Profile, clock: Profile.Clock) -> TextColumns {
    let totals = rows.lines.map { totalNs(of: $0.row, in: profile, clock: clock) }
    let selves = rows.lines.map { selfNs(of: $0.row, in: profile, clock: clock) }
    let unit = TimeUnit.forColumns(largest: totals.max() ?? 0)
    var columns: [TextColumns.Column] = [
      .times(clock.rawValue, totals, unit),
      .init(title: "share", cells: totals.map { NumberText.percent($0, of: rows.wholeNs) }),
      .init(
        title: "self", unit: unit.rawValue,
        cells: selves.map { $0.map { NumberText.fixed(Double($0) / unit.nanoseconds, decimals: 3) } ?? "" }),
    ]
    if profile.hasSuspension {
      columns.append(suspension(rows.lines.map { suspendedNs(of: $0.row, in: profile) }))
    }
    if profile.measures.contains(.calls) {
      columns.append(.init(title: "ncall", cells: rows.lines.map { calls(of: $0.row, in: profile) }))
    }
    return TextColumns(columns: columns)
  }

  /// In a unit of its own: coroutines are mostly suspended for much longer than they run. Nothing where nothing was.
  private static func suspension(_ ns: [UInt64]) -> TextColumns.Column {
    let unit = TimeUnit.forColumns(largest: ns.max() ?? 0)
    let cells = ns.map { $0 == 0 ? "" : NumberText.fixed(Double($0) / unit.nanoseconds, decimals: 3) }
    return .init(title: "suspended", unit: unit.rawValue, cells: cells)
  }

  private static func suspendedNs(of row: TreeRows.Row, in profile: Profile) -> UInt64 {
    if case .node(let node) = row { profile.nodes[node].times.suspendedNs } else { 0 }
  }

  private static func totalNs(of row: TreeRows.Row, in profile: Profile, clock: Profile.Clock) -> UInt64 {
    switch row {
    case .thread(let thread):
      clock.of(wallNs: profile.threads[thread].wallNs, cpuNs: profile.threads[thread].cpuNs)
    case .node(let node): clock.totalNs(of: profile.nodes[node].times)
    case .cut(_, _, let totalNs): totalNs
    }
  }

  private static func selfNs(of row: TreeRows.Row, in profile: Profile, clock: Profile.Clock) -> UInt64? {
    switch row {
    case .thread(let thread):
      clock.of(wallNs: profile.threads[thread].selfWallNs, cpuNs: profile.threads[thread].selfCpuNs)
    case .node(let node): clock.selfNs(of: profile.nodes[node].times)
    case .cut: nil
    }
  }

  private static func calls(of row: TreeRows.Row, in profile: Profile) -> String {
    switch row {
    case .thread: ""
    case .node(let node): String(profile.nodes[node].calls)
    case .cut(_, let calls, _): String(calls)
    }
  }

  private static func share(
    of row: TreeRows.Row, in profile: Profile, clock: Profile.Clock, whole: UInt64
  ) -> Double {
    whole == 0 ? 0 : Double(totalNs(of: row, in: profile, clock: clock)) / Double(whole)
  }

  // MARK: names

  private var room: Int { options.width == 0 ? .max : max(8, options.width - numbers.width) }

  private func text(of line: TreeRows.Line, guides: String, _ look: Style.Look?) -> String {
    let left = room - DisplayWidth.of(guides)
    let drawn = style(guides, .dim)
    switch line.row {
    case .thread(let thread):
      let name = SafeText.escaped(threadNames[thread])
      return style(Shortening.middle(name, to: left), .header)
    case .node(let node):
      return drawn + nameAndPlace(of: profile.nodes[node].function, room: left, look)
    case .cut(let branches, _, _):
      let reason = options.depth.map { line.depth > $0 } ?? false ? "deeper" : "smaller"
      return drawn + style(Shortening.middle("(\(branches) \(reason))", to: left), .dim)
    }
  }

  private func nameAndPlace(of function: Int, room: Int, _ look: Style.Look?) -> String {
    let name = Shortening.middle(names[function], to: room)
    let place = places[function]
    let left = room - DisplayWidth.of(name) - 2
    if place.isEmpty || left < Self.leastPlaceWidth { return style(name, look) }
    return style(name, look) + "  " + style(Shortening.left(place, to: left), .dim)
  }

  /// Less of a place tells nothing.
  private static let leastPlaceWidth = 8
  private static let leastNameWidth = 16

  /// Lines that lead from callers to callees. Where they would take the room for names, only the last of them
  /// are drawn, behind the depth.
  private func guides(to line: TreeRows.Line, _ follows: [Bool]) -> String {
    if line.depth == 0 { return "" }
    let most = room == .max ? Self.mostLevels : max(1, (room - Self.leastNameWidth) / 3)
    let hidden = max(0, line.depth - most)
    let head = hidden > 0 ? "…\(hidden) " : ""
    let lines = follows.dropFirst(hidden).map { $0 ? "│  " : "   " }.joined()
    return head + lines + (line.isLast ? "└─ " : "├─ ")
  }

  private static let mostLevels = 60
}
