/// The functions of both sides, one row each.
struct DiffRows {
  private(set) var functions: [ProfileDiff.Function] = []
  /// For each function of a side: its row.
  private(set) var rowOfBefore: [Int]
  private(set) var rowOfAfter: [Int]

  init(_ old: DiffSide, _ new: DiffSide, _ measures: Profile.Measures, _ rule: ChangeRule) {
    let matching = FunctionMatching(old.functions, new.functions)
    let (oldRuns, newRuns) = (old.runsOfFunctions, new.runsOfFunctions)
    rowOfBefore = Array(repeating: -1, count: old.functions.count)
    rowOfAfter = Array(new.functions.indices)
    var partner: [FunctionMatching.Pair?] = Array(repeating: nil, count: new.functions.count)
    for pair in matching.pairs {
      partner[pair.after] = pair
      rowOfBefore[pair.before] = pair.after
    }
    for (index, pair) in partner.enumerated() {
      let was = pair.map { oldRuns[$0.before] }
      let status: ProfileDiff.Status = pair.map { $0.evidence == .moved ? .moved : .same } ?? .new
      functions.append(
        .init(
          index: functions.count, status: status, before: pair.map { old.functions[$0.before] },
          after: new.functions[index],
          beforeRuns: was ?? .init(count: old.profiles.count), afterRuns: newRuns[index],
          callsChanged: was.map { rule.callsChanged($0, newRuns[index], measures) } ?? false,
          wallChanged: was.map { rule.wallChanged($0, newRuns[index], measures) } ?? false,
          cpuChanged: was.map { rule.cpuChanged($0, newRuns[index], measures) } ?? false))
    }
    for index in matching.gone {
      rowOfBefore[index] = functions.count
      functions.append(
        .init(
          index: functions.count, status: .gone, before: old.functions[index], after: nil,
          beforeRuns: oldRuns[index],
          afterRuns: .init(count: new.profiles.count), callsChanged: false, wallChanged: false,
          cpuChanged: false))
    }
  }
}

extension ChangeRule {
  fileprivate func callsChanged(
    _ before: ProfileDiff.Runs, _ after: ProfileDiff.Runs, _ measures: Profile.Measures
  ) -> Bool {
    measures.contains(.calls) && countChanged(before.calls, after.calls)
  }

  fileprivate func wallChanged(
    _ before: ProfileDiff.Runs, _ after: ProfileDiff.Runs, _ measures: Profile.Measures
  ) -> Bool {
    measures.contains(.wall)
      && (timeChanged(before.range(\.times.selfWallNs), after.range(\.times.selfWallNs))
        || timeChanged(before.range(\.times.totalWallNs), after.range(\.times.totalWallNs)))
  }

  fileprivate func cpuChanged(
    _ before: ProfileDiff.Runs, _ after: ProfileDiff.Runs, _ measures: Profile.Measures
  ) -> Bool {
    measures.contains(.cpu)
      && (timeChanged(before.range(\.times.selfCpuNs), after.range(\.times.selfCpuNs))
        || timeChanged(before.range(\.times.totalCpuNs), after.range(\.times.totalCpuNs)))
  }
}
