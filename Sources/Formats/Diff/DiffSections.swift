import Profiles

/// The functions of a comparison in parts, each sorted: what a reader is told of first comes first.
struct DiffSections {
  /// On both sides, with another number of calls.
  let calls: [ProfileDiff.Function]
  /// On both sides, with as many calls and other times.
  let times: [ProfileDiff.Function]
  let new: [ProfileDiff.Function]
  let gone: [ProfileDiff.Function]
  /// All that moved, also those with other numbers.
  let moved: [ProfileDiff.Function]
  /// Neither calls nor times have changed.
  let unchanged: Int
  private let isCounted: Bool
  private let isTimed: Bool

  init(_ diff: ProfileDiff, sort: DiffSort, clock: Profile.Clock) {
    isCounted = diff.measures.contains(.calls)
    isTimed = diff.measures.isSuperset(of: clock.measures)
    let both = diff.functions.filter { $0.status == .same || $0.status == .moved }
    calls = sort.sorted(both.filter(\.callsChanged))
    times = sort.sorted(both.filter { !$0.callsChanged && clock.changed($0) })
    new = sort.sorted(diff.functions.filter { $0.status == .new })
    gone = sort.sorted(diff.functions.filter { $0.status == .gone })
    moved = sort.sorted(both.filter { $0.status == .moved })
    unchanged = both.count - calls.count - times.count
  }

  var isEmpty: Bool { calls.isEmpty && times.isEmpty && new.isEmpty && gone.isEmpty && moved.isEmpty }

  /// One sentence.
  var summary: String {
    if isEmpty {
      let same = (isCounted ? ["called as often"] : []) + (isTimed ? ["times within the noise"] : [])
      return "nothing changed: \(Self.count(unchanged, "function")) \(same.joined(separator: ", "))"
    }
    var parts: [String] = []
    if !calls.isEmpty { parts.append("\(Self.count(calls.count, "function")) called more or less often") }
    if !times.isEmpty { parts.append("\(times.count) with other times") }
    if !new.isEmpty { parts.append("\(new.count) new") }
    if !gone.isEmpty { parts.append("\(gone.count) gone") }
    if !moved.isEmpty { parts.append("\(moved.count) moved") }
    parts.append("\(unchanged) unchanged")
    return parts.joined(separator: ", ")
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(NumberText.grouped(UInt64(number))) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A part with numbers: its title, its functions, what is told of them.
  struct Part {
    let title: String
    let functions: [ProfileDiff.Function]
    let fields: [DiffColumns.Field]
    /// Given up first where there is no room.
    var dropOrder: [DiffColumns.Field] = []
    /// Whether it tells who calls them more or less often.
    var tellsCallers = false
  }

  /// The parts with numbers that have functions; `moved` stands for itself.
  var parts: [Part] {
    let all = [
      Part(
        title: "called more or less often", functions: calls,
        fields: [
          .callsBefore, .callsAfter, .callsChange, .selfBefore, .selfAfter, .selfChange, .totalBefore,
          .totalAfter, .totalChange,
        ],
        dropOrder: [.totalBefore, .totalAfter, .selfBefore, .selfAfter, .totalChange, .selfChange],
        tellsCallers: true),
      Part(
        title: "called as often, other times", functions: times,
        fields: [.selfBefore, .selfAfter, .selfChange, .totalBefore, .totalAfter, .totalChange, .callsAfter],
        dropOrder: [.totalBefore, .totalAfter, .callsAfter, .totalChange]),
      Part(title: "new", functions: new, fields: [.callsAfter, .selfAfter, .totalAfter]),
      Part(title: "gone", functions: gone, fields: [.callsBefore, .selfBefore, .totalBefore]),
    ]
    return all.filter { !$0.functions.isEmpty }
  }
}
