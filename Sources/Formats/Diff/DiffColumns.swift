import Profiles

/// One line of a part: a function, or one of its callers.
struct DiffLine {
  let before: ProfileDiff.Runs
  let after: ProfileDiff.Runs
  let name: String
  let place: String
  let isCaller: Bool
}

/// The numbers of one part of a comparison.
struct DiffColumns {
  enum Field {
    case callsBefore, callsAfter, callsChange
    case selfBefore, selfAfter, selfChange
    case totalBefore, totalAfter, totalChange

    var isChange: Bool { self == .callsChange || self == .selfChange || self == .totalChange }
    var isCalls: Bool { self == .callsBefore || self == .callsAfter || self == .callsChange }
  }

  private(set) var fields: [Field]
  private(set) var text: TextColumns
  private let lines: [DiffLine]
  private let clock: Profile.Clock

  /// So much is kept for a name and its place.
  private static let leastNameWidth = 30

  /// - Parameters:
  ///   - fields: from left to right; what was not measured is left out.
  ///   - dropOrder: given up first when there is no room for names; `width` 0: none.
  init(
    _ fields: [Field], dropOrder: [Field], of lines: [DiffLine], _ diff: ProfileDiff,
    clock: Profile.Clock, width: Int
  ) {
    let isTimed = diff.measures.isSuperset(of: clock.measures)
    let isCounted = diff.measures.contains(.calls)
    self.fields = fields.filter { $0.isCalls ? isCounted : isTimed }
    self.lines = lines
    self.clock = clock
    text = TextColumns(columns: [])
    let columns = Columns(lines, diff, clock, isOneSided: !fields.contains { $0.isChange })
    text.columns = self.fields.map(columns.column)
    for field in dropOrder where width > 0 && width - text.width < Self.leastNameWidth {
      guard let at = self.fields.firstIndex(of: field) else { continue }
      self.fields.remove(at: at)
      text.columns.remove(at: at)
    }
  }

  /// A line's numbers, changes coloured by their direction.
  func row(_ index: Int, _ style: Style) -> String {
    let line = lines[index]
    return text.row(index) { column, cell in
      guard fields[column].isChange else { return line.isCaller ? style(cell, .dim) : cell }
      let change = fields[column].change(of: line, clock)
      return change == 0 ? cell : style(cell, change > 0 ? .more : .less)
    }
  }
}

extension DiffColumns.Field {
  private func range(of runs: ProfileDiff.Runs, _ clock: Profile.Clock) -> RunRange {
    switch self {
    case .callsBefore, .callsAfter, .callsChange: runs.calls
    case .selfBefore, .selfAfter, .selfChange: clock.selfNs(of: runs)
    case .totalBefore, .totalAfter, .totalChange: clock.totalNs(of: runs)
    }
  }

  fileprivate func ranges(of line: DiffLine, _ clock: Profile.Clock) -> (RunRange, RunRange) {
    (range(of: line.before, clock), range(of: line.after, clock))
  }

  fileprivate func change(of line: DiffLine, _ clock: Profile.Clock) -> Int64 {
    let (before, after) = ranges(of: line, clock)
    return after.change(from: before)
  }
}

/// Makes columns of text.
private struct Columns {
  private let lines: [DiffLine]
  private let clock: Profile.Clock
  private let isSingle: Bool
  private let isOneSided: Bool
  private let unit: TimeUnit

  init(_ lines: [DiffLine], _ diff: ProfileDiff, _ clock: Profile.Clock, isOneSided: Bool) {
    self.lines = lines
    self.clock = clock
    self.isOneSided = isOneSided
    isSingle = diff.before.count == 1 && diff.after.count == 1
    let largest = lines.reduce(0) {
      max($0, clock.totalNs(of: $1.before).median, clock.totalNs(of: $1.after).median)
    }
    unit = TimeUnit.forColumns(largest: largest)
  }

  func column(_ field: DiffColumns.Field) -> TextColumns.Column {
    let (title, second) = head(field)
    let cells = lines.map { line in
      let (before, after) = field.ranges(of: line, clock)
      return cell(field, before, after)
    }
    return TextColumns.Column(title: title, unit: second, cells: cells)
  }

  private func cell(_ field: DiffColumns.Field, _ before: RunRange, _ after: RunRange) -> String {
    switch field {
    case .callsBefore: DiffText.count(before)
    case .callsAfter: DiffText.count(after)
    case .callsChange: DiffText.change(before, after)
    case .selfBefore, .totalBefore: DiffText.time(before, unit, isSingle: isSingle)
    case .selfAfter, .totalAfter: DiffText.time(after, unit, isSingle: isSingle)
    case .selfChange, .totalChange: DiffText.percent(before, after)
    }
  }

  /// "tsub ms" over "before"; where there is one side only, "tsub" over "ms".
  private func head(_ field: DiffColumns.Field) -> (String, String) {
    let (title, unit) =
      switch field {
      case .callsBefore, .callsAfter, .callsChange: ("ncall", "")
      case .selfBefore, .selfAfter: (clock.selfTitle, unit.rawValue)
      case .totalBefore, .totalAfter: (clock.totalTitle, unit.rawValue)
      case .selfChange: (clock.selfTitle, "")
      case .totalChange: (clock.totalTitle, "")
      }
    if isOneSided { return (title, unit) }
    return (unit.isEmpty ? title : "\(title) \(unit)", side(field))
  }

  private func side(_ field: DiffColumns.Field) -> String {
    switch field {
    case .callsBefore, .selfBefore, .totalBefore: "before"
    case .callsAfter, .selfAfter, .totalAfter: "after"
    case .callsChange, .selfChange, .totalChange: "change"
    }
  }
}
