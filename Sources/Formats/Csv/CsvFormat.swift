import Profiles

/// A row for each function, for spreadsheets and data frames: RFC 4180, UTF-8, whole nanoseconds.
///
/// Names stand as they are. WHY no guard against spreadsheets that take a text for a formula ("=..."): a guard is a
/// character that the name does not have, and a file that programs read must hold what was recorded.
struct CsvFormat: Format {
  let name = "csv"
  let fileEndings = [".csv"]
  let summary = "a row per function, for spreadsheets and data frames"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    let rows = try options.sortKey(of: profile).sorted(profile.functions)
    let limit = options.limit == 0 ? rows.count : options.limit
    let columns = Self.columns(of: profile)
    var csv = CsvWriter(capacity: 160 * min(rows.count, limit) + 256)
    csv.row(columns) { csv, column in csv.text(column.name) }
    for row in rows.prefix(limit) {
      csv.row(columns) { csv, column in
        switch column.value {
        case .text(let value): csv.text(value(profile.functions[row]))
        case .number(let value): csv.number(value(profile.functions[row]))
        }
      }
    }
    return csv.bytes
  }

  private struct Column {
    let name: String
    let value: Value
    enum Value {
      case text((Profile.Function) -> String)
      case number((Profile.Function) -> UInt64)
    }

    static func text(_ name: String, _ value: @escaping (Profile.Function) -> String) -> Column {
      Column(name: name, value: .text(value))
    }

    static func number(_ name: String, _ value: @escaping (Profile.Function) -> UInt64) -> Column {
      Column(name: name, value: .number(value))
    }
  }

  /// What the profile lacks is no column.
  private static func columns(of profile: Profile) -> [Column] {
    let names: [Column] = [
      .text("name", \.name), .text("qualified_name", \.qualifiedName), .text("module", \.module),
      .text("file", \.file), .number("line") { UInt64(max(0, $0.firstLine)) }, .text("kind", \.kindName),
    ]
    let times = profile.clocks.flatMap { clock -> [Column] in
      [
        .number("\(clock.rawValue)_self_ns") { clock.selfNs(of: $0.times) },
        .number("\(clock.rawValue)_total_ns") { clock.totalNs(of: $0.times) },
      ]
    }
    let suspended = [Column.number("suspended_ns", \.times.suspendedNs)]
    return names + counts(of: profile) + times + waits(of: profile)
      + (profile.measures.contains(.suspended) ? suspended : []) + overheads(of: profile)
  }

  /// What swiftprof itself took, which the times are without.
  private static func overheads(of profile: Profile) -> [Column] {
    profile.clocks.flatMap { clock -> [Column] in
      [
        .number("\(clock.rawValue)_self_overhead_ns") { clock.selfOverheadNs(of: $0.times) },
        .number("\(clock.rawValue)_total_overhead_ns") { clock.totalOverheadNs(of: $0.times) },
      ]
    }
  }

  private static func counts(of profile: Profile) -> [Column] {
    let calls: [Column] = [
      .number("ncall", \.calls), .number("nprim", \.primitiveCalls), .number("open", \.open),
    ]
    return (profile.measures.contains(.calls) ? calls : [])
      + (profile.measures.contains(.resumptions) ? [.number("resumptions", \.resumptions)] : [])
  }

  /// Waiting is wall less CPU time: there where both are.
  private static func waits(of profile: Profile) -> [Column] {
    guard profile.clocks.contains(.wall) && profile.clocks.contains(.cpu) else { return [] }
    return [.number("wait_total_ns") { $0.times.waitNs }]
  }
}
