/// A key by which the functions of a profile are sorted: numbers descending, names ascending.
public struct SortKey: Sendable {
  public let name: String
  /// One line for people.
  public let summary: String
  /// Column of the table that it sorts by; nil when it is none of them.
  public let column: String?
  private let order: Order

  private enum Order: Sendable {
    case descending(@Sendable (Profile.Function) -> Double)
    case ascending(@Sendable (Profile.Function, Profile.Function) -> Bool)
  }

  /// Indices of `profile.functions` in the order of this key. Ties: longer total, then name, file, line.
  public func sorted(_ functions: [Profile.Function]) -> [Int] {
    functions.indices.sorted { left, right in
      let (a, b) = (functions[left], functions[right])
      switch order {
      case .descending(let value):
        let (x, y) = (value(a), value(b))
        if x != y { return x > y }
      case .ascending(let precedes):
        if precedes(a, b) { return true }
        if precedes(b, a) { return false }
      }
      return Self.precedesOnTie(a, b) ?? (left < right)
    }
  }

  /// The key of this name; nil when there is none.
  public static func named(_ name: String) -> SortKey? { all.first { $0.name == name } }

  /// Our own keys, then those of `pstats.Stats.sort_stats` with its meaning.
  public static let all: [SortKey] = own + ofPstats

  private static func precedesOnTie(_ a: Profile.Function, _ b: Profile.Function) -> Bool? {
    if a.times.totalWallNs != b.times.totalWallNs { return a.times.totalWallNs > b.times.totalWallNs }
    if a.displayName != b.displayName { return a.displayName < b.displayName }
    if a.file != b.file { return a.file < b.file }
    if a.firstLine != b.firstLine { return a.firstLine < b.firstLine }
    return nil
  }

  private static let own = [
    SortKey("ncall", "calls", "ncall") { Double($0.calls) },
    SortKey("tsub", "wall time without callees", "tsub") { Double($0.times.selfWallNs) },
    SortKey("ttot", "wall time with callees, recursion counted once", "ttot") {
      Double($0.times.totalWallNs)
    },
    SortKey("twait", "time that coroutines were suspended, recursion counted once", "twait") {
      Double($0.times.suspendedNs)
    },
    SortKey("tspan", "time from call to return, suspended or not: ttot + twait", "tspan") {
      Double($0.times.spanNs)
    },
    SortKey("tavg", "wall time per call: ttot / ncall", "tavg") { $0.averageWallNs },
    SortKey("cpu", "CPU time with callees", "cpu") { Double($0.times.totalCpuNs) },
    SortKey("cpuself", "CPU time without callees", "cpuself") { Double($0.times.selfCpuNs) },
    SortKey("wait", "time off the processor, callees included: ttot - cpu", "wait") {
      Double($0.times.waitNs)
    },
    SortKey("tover", "time of swiftprof itself, callees included: taken out of ttot", "tover") {
      Double($0.times.totalOverheadWallNs)
    },
    SortKey("name", "name, ascending", "name") { $0.displayName < $1.displayName },
    SortKey("file", "file, then line, ascending", nil) {
      ($0.file, $0.firstLine) < ($1.file, $1.firstLine)
    },
    SortKey("line", "line, ascending", nil) { $0.firstLine < $1.firstLine },
  ]

  private static let ofPstats = [
    SortKey("calls", "as ncall", "ncall") { Double($0.calls) },
    SortKey("ncalls", "as ncall", "ncall") { Double($0.calls) },
    SortKey("pcalls", "primitive calls", "ncall") { Double($0.primitiveCalls) },
    SortKey("time", "as tsub", "tsub") { Double($0.times.selfWallNs) },
    SortKey("tottime", "as tsub", "tsub") { Double($0.times.selfWallNs) },
    SortKey("cumulative", "as ttot", "ttot") { Double($0.times.totalWallNs) },
    SortKey("cumtime", "as ttot", "ttot") { Double($0.times.totalWallNs) },
    SortKey("filename", "file, ascending", nil) { $0.file < $1.file },
    SortKey("module", "as filename", nil) { $0.file < $1.file },
    SortKey("nfl", "name, file, line, ascending", "name") {
      ($0.name, $0.file, $0.firstLine) < ($1.name, $1.file, $1.firstLine)
    },
    SortKey("stdname", "file:line(name) as text, ascending", nil) { $0.standardName < $1.standardName },
  ]

  private init(
    _ name: String, _ summary: String, _ column: String?,
    descending value: @escaping @Sendable (Profile.Function) -> Double
  ) {
    (self.name, self.summary, self.column, order) = (name, summary, column, .descending(value))
  }

  private init(
    _ name: String, _ summary: String, _ column: String?,
    ascending precedes: @escaping @Sendable (Profile.Function, Profile.Function) -> Bool
  ) {
    (self.name, self.summary, self.column, order) = (name, summary, column, .ascending(precedes))
  }
}

extension Profile.Function {
  /// As `pstats.func_std_string` writes it.
  fileprivate var standardName: String { "\(file):\(firstLine)(\(name))" }
}
