import Profiles

/// Who calls functions more or less often than before.
struct DiffCallers {
  private let diff: ProfileDiff
  private var edgesOfCallee: [Int: [ProfileDiff.Edge]] = [:]

  init(_ diff: ProfileDiff, of functions: [ProfileDiff.Function]) {
    self.diff = diff
    for function in functions { edgesOfCallee[function.index] = [] }
    for edge in diff.edges where edge.callsChanged { edgesOfCallee[edge.callee]?.append(edge) }
  }

  /// The callers with the largest change.
  func lines(of function: ProfileDiff.Function, atMost limit: Int) -> [DiffLine] {
    let edges = edgesOfCallee[function.index] ?? []
    let changes = edges.map { $0.afterRuns.calls.change(from: $0.beforeRuns.calls).magnitude }
    let order = edges.indices.sorted { (changes[$1], $0) < (changes[$0], $1) }
    return order.prefix(limit).map { line(edges[$0]) }
  }

  private func line(_ edge: ProfileDiff.Edge) -> DiffLine {
    let caller = edge.caller.map { diff.functions[$0].function.displayName } ?? "(thread)"
    return DiffLine(
      before: edge.beforeRuns, after: edge.afterRuns, name: "  by \(SafeText.escaped(caller))", place: "",
      isCaller: true)
  }
}
