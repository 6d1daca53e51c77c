import Profiles

/// What the values of a file's samples mean: by the names of their types, whatever their order.
///
/// | type | unit | read as |
/// |---|---|---|
/// | `calls`, `resumptions` | `count` | what they are |
/// | `suspended` | `nanoseconds` | suspension |
/// | `cpu`, `samples` | a time | CPU time |
/// | `wall`, else `time`, else any other | a time | wall time |
///
/// Only where there are no calls and no times: `samples` times the sampling period, when that is a time; else
/// a count (`contentions`, `samples`, ...; the one to show first, else the last) is read as calls.
struct PprofValues {
  /// What one of the values is added to, in units of so many nanoseconds or so many calls.
  struct Meaning {
    let column: PprofColumn
    let scale: UInt64
  }

  /// For each value of a sample; nil: it is not read.
  private(set) var meanings: [Meaning?]
  private(set) var measures: Profile.Measures = []

  init(_ tables: PprofTables) throws(FormatError) {
    var types: [PprofSampleType] = []
    for type in tables.sampleTypes {
      try types.append(PprofSampleType(type: tables.text(type.type), unit: tables.text(type.unit)))
    }
    meanings = Array(repeating: nil, count: types.count)
    for column in PprofColumn.allCases { findOwn(column, types) }
    findTimes(types)
    if measures.isDisjoint(with: [.calls, .wall, .cpu]) { try findCount(types, tables) }
    if measures.isEmpty && !types.isEmpty {
      let names = types.map { "\($0.type)/\($0.unit)" }.joined(separator: ", ")
      throw FormatError(
        "the file holds neither times nor calls, but \(names): there is nothing to show of it")
    }
  }

  private mutating func set(_ index: Int, _ column: PprofColumn, scale: UInt64 = 1) {
    meanings[index] = Meaning(column: column, scale: scale)
    measures.insert(column.measure)
  }

  private mutating func findOwn(_ column: PprofColumn, _ types: [PprofSampleType]) {
    let own = PprofSampleType(type: column.type, unit: column.unit)
    if let index = types.firstIndex(of: own) { set(index, column) }
  }

  private mutating func findTimes(_ types: [PprofSampleType]) {
    let times = types.indices.filter { types[$0].nanoseconds != nil && meanings[$0] == nil }
    let isCpu = { (index: Int) in ["cpu", "samples"].contains(types[index].type) }
    if !measures.contains(.cpu), let cpu = times.first(where: isCpu) {
      set(cpu, .cpu, scale: types[cpu].nanoseconds ?? 1)
    }
    let others = times.filter { !isCpu($0) }
    let named = ["wall", "time"].lazy.compactMap { name in others.first { types[$0].type == name } }.first
    if !measures.contains(.wall), let wall = named ?? others.last {
      set(wall, .wall, scale: types[wall].nanoseconds ?? 1)
    }
  }

  private mutating func findCount(_ types: [PprofSampleType], _ tables: PprofTables) throws(FormatError) {
    let counts = types.indices.filter { types[$0].unit == "count" && meanings[$0] == nil }
    let samples = counts.first { types[$0].type == "samples" }
    if let samples, let periodType = tables.periodType, tables.period > 0 {
      let period = try PprofSampleType(type: tables.text(periodType.type), unit: tables.text(periodType.unit))
      let (scale, overflow) = tables.period.multipliedReportingOverflow(by: period.nanoseconds ?? 0)
      if scale > 0 && !overflow { return set(samples, period.type == "wall" ? .wall : .cpu, scale: scale) }
    }
    let first = try tables.text(tables.defaultSampleType)
    let shownFirst = counts.first { types[$0].type == first }
    if let count = shownFirst ?? counts.last { set(count, .calls) }
  }
}

/// The type of a value in a pprof file.
struct PprofSampleType: Equatable {
  let type: String
  let unit: String

  /// Nanoseconds of one unit; nil: it is no unit of time.
  var nanoseconds: UInt64? {
    switch unit {
    case "nanoseconds", "nanosecond", "ns": 1
    case "microseconds", "microsecond", "us", "µs", "μs": 1000
    case "milliseconds", "millisecond", "ms": 1_000_000
    case "seconds", "second", "sec", "s": 1_000_000_000
    default: nil
    }
  }
}
