import Profiles

/// Columns of text, each as wide as its widest cell: numbers stand right, then free text.
struct TextColumns {
  struct Column {
    let title: String
    /// Second line of the head.
    let unit: String
    let cells: [String]
    /// Of the widest cell.
    let width: Int

    init(title: String, unit: String = "", cells: [String]) {
      self.title = title
      self.unit = unit
      self.cells = cells
      width = ([title, unit] + cells).reduce(0) { max($0, DisplayWidth.of($1)) }
    }

    /// Times in one unit, three decimals.
    static func times(
      _ title: String, _ ns: [UInt64], _ unit: TimeUnit, tail: [String] = []
    ) -> Column {
      let cells = ns.map { NumberText.fixed(Double($0) / unit.nanoseconds, decimals: 3) }
      return Column(title: title, unit: unit.rawValue, cells: cells + tail)
    }
  }

  static let gap = "  "

  var columns: [Column]

  /// Columns that the numbers take, with the gap after each.
  var width: Int { columns.reduce(0) { $0 + $1.width + Self.gap.count } }

  /// The two lines of the head, without what stands behind the numbers.
  var head: (titles: String, units: String) {
    let units = line(columns.map(\.unit))
    return (line(columns.map(\.title)), String(units.reversed().drop { $0 == " " }.reversed()))
  }

  /// A row; the cell of column `accented` is handed to `accent`.
  func row(
    _ index: Int, accented: String? = nil, _ accent: (String) -> String = { $0 }
  ) -> String {
    line(columns.map { $0.cells[index] }) { $0 == accented ? accent($1) : $1 }
  }

  /// A row; each cell is handed to `styled` with the index of its column.
  func row(_ index: Int, styled: (Int, String) -> String) -> String {
    let texts = columns.map { $0.cells[index] }
    return zip(columns.indices, texts).map { column, text in
      blanks(before: text, in: columns[column]) + styled(column, text) + Self.gap
    }.joined()
  }

  private func line(_ cells: [String], _ styled: (String, String) -> String = { $1 }) -> String {
    zip(cells, columns).map { cell, column in
      blanks(before: cell, in: column) + styled(column.title, cell) + Self.gap
    }.joined()
  }

  private func blanks(before cell: String, in column: Column) -> String {
    String(repeating: " ", count: column.width - DisplayWidth.of(cell))
  }
}

extension TimeUnit {
  /// The unit for columns of numbers with three decimals: four digits before the point at most, as fine as possible.
  static func forColumns(largest ns: UInt64) -> TimeUnit {
    let units: [TimeUnit] = [.us, .ms, .s]
    return units.first { Double(ns) < 9999.9995 * $0.nanoseconds } ?? .s
  }
}
