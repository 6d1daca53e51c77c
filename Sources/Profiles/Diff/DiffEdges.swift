/// The edges of both sides, one row each.
struct DiffEdges {
  private(set) var edges: [ProfileDiff.Edge] = []
  private var index = PairTable()

  init(_ old: DiffSide, _ new: DiffSide, _ rows: DiffRows) {
    let counts = (old.profiles.count, new.profiles.count)
    Self.each(of: old, rows.rowOfBefore) { run, caller, callee, numbers in
      let at = place(caller, callee, counts)
      edges[at].beforeRuns.runs[run] = numbers
    }
    Self.each(of: new, rows.rowOfAfter) { run, caller, callee, numbers in
      let at = place(caller, callee, counts)
      edges[at].afterRuns.runs[run] = numbers
    }
    edges.sort { ($0.caller ?? .max, $0.callee) < ($1.caller ?? .max, $1.callee) }
  }

  private static func each(
    of side: DiffSide, _ rowOf: [Int], _ body: (Int, Int?, Int, ProfileDiff.Run) -> Void
  ) {
    for (run, profile) in side.profiles.enumerated() {
      let row = side.indexOfFunction[run].map { rowOf[$0] }
      for edge in profile.edges {
        body(run, edge.caller.map { row[$0] }, row[edge.callee], ProfileDiff.Run(edge))
      }
    }
  }

  private mutating func place(_ caller: Int?, _ callee: Int, _ counts: (Int, Int)) -> Int {
    let high = caller.map { UInt32($0) } ?? .max
    let at = Int(index.number(high, UInt32(callee), new: Int32(edges.count)))
    if at == edges.count {
      edges.append(
        .init(
          caller: caller, callee: callee, beforeRuns: .init(count: counts.0),
          afterRuns: .init(count: counts.1)))
    }
    return at
  }
}
