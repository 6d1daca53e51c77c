/// The runs of one side of a comparison as one list of functions.
struct DiffSide {
  /// As the last run with it knows the function.
  private(set) var functions: [Profile.Function] = []
  /// For each run and each of its functions: index in `functions`.
  private(set) var indexOfFunction: [[Int]] = []
  let profiles: [Profile]

  init(_ profiles: [Profile]) {
    self.profiles = profiles
    for profile in profiles { add(profile) }
  }

  private mutating func add(_ profile: Profile) {
    let matching = FunctionMatching(functions, profile.functions)
    var indices = Array(repeating: -1, count: profile.functions.count)
    for pair in matching.pairs {
      indices[pair.after] = pair.before
      functions[pair.before] = profile.functions[pair.after]
    }
    for index in matching.new {
      indices[index] = functions.count
      functions.append(profile.functions[index])
    }
    indexOfFunction.append(indices)
  }

  /// The numbers of each function, run by run.
  var runsOfFunctions: [ProfileDiff.Runs] {
    var all = Array(repeating: ProfileDiff.Runs(count: profiles.count), count: functions.count)
    for (run, profile) in profiles.enumerated() {
      for (function, index) in zip(profile.functions, indexOfFunction[run]) {
        all[index].runs[run] = ProfileDiff.Run(function)
      }
    }
    return all
  }

  /// All time of the threads on the clock that was measured, the median of the runs.
  var allNs: UInt64 {
    RunRange(profiles.map { $0.threads.reduce(0) { $0 + max($1.wallNs, $1.cpuNs) } }).median
  }
}
