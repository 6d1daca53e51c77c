import Profiles

/// By what the functions of a comparison are sorted: the largest change of a number first, or by name.
struct DiffSort {
  private let change: (ProfileDiff.Function) -> UInt64

  /// Names of keys, as for tables.
  static let names = ["ncall", "tsub", "ttot", "cpuself", "cpu", "wait", "name"]

  /// - Parameter name: empty: by own time of `clock`, or by calls if that was not measured.
  init(_ name: String, clock: Profile.Clock, _ measures: Profile.Measures) throws(FormatError) {
    let isTimed = measures.isSuperset(of: clock.measures)
    change =
      switch name {
      case "": isTimed ? { Self.change($0, clock.selfNs) } : { Self.change($0, \.calls) }
      case "ncall": { Self.change($0, \.calls) }
      case "tsub": { Self.change($0, Profile.Clock.wall.selfNs) }
      case "ttot": { Self.change($0, Profile.Clock.wall.totalNs) }
      case "cpuself": { Self.change($0, Profile.Clock.cpu.selfNs) }
      case "cpu": { Self.change($0, Profile.Clock.cpu.totalNs) }
      case "wait": { Self.change($0, Profile.Clock.wait.totalNs) }
      case "name": { _ in 0 }
      default:
        throw FormatError(
          "unknown sort key \"\(name)\": a comparison has \(Self.names.joined(separator: ", "))")
      }
  }

  /// Ties: more calls changed, then name, file, line.
  func sorted(_ functions: [ProfileDiff.Function]) -> [ProfileDiff.Function] {
    let keys = functions.map { (change: change($0), calls: Self.change($0, \.calls)) }
    return functions.indices.sorted { left, right in
      if keys[left].change != keys[right].change { return keys[left].change > keys[right].change }
      let (a, b) = (functions[left].function, functions[right].function)
      if a.displayName != b.displayName { return a.displayName < b.displayName }
      if a.file != b.file { return a.file < b.file }
      return a.firstLine == b.firstLine ? left < right : a.firstLine < b.firstLine
    }.map { functions[$0] }
  }

  private static func change(
    _ function: ProfileDiff.Function, _ value: (ProfileDiff.Runs) -> RunRange
  ) -> UInt64 {
    value(function.afterRuns).change(from: value(function.beforeRuns)).magnitude
  }
}
