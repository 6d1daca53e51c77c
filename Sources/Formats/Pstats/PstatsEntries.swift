import Profiles

/// The entries of a pstats file: functions of one key taken together, each with its callers.
struct PstatsEntries {
  private(set) var keys: [PstatsKey] = []
  private(set) var tallies: [CallTally]
  private(set) var callers: [[(key: Int, tally: CallTally)]]
  /// Calls at the tops of threads.
  private let tops: [(thread: Int, callee: Int, tally: CallTally)]

  init(_ profile: Profile) {
    var numberOfKey: [PstatsKey: Int] = [:]
    var groups: [Int] = []
    for function in profile.functions {
      let key = PstatsKey(function)
      let number = numberOfKey[key] ?? keys.count
      if number == keys.count {
        numberOfKey[key] = number
        keys.append(key)
      }
      groups.append(number)
    }
    let statistics = profile.statistics(groups: groups, groupCount: keys.count)
    tallies = statistics.groups
    callers = Array(repeating: [], count: keys.count)
    var tops: [(Int, Int, CallTally)] = []
    for edge in statistics.edges {
      switch edge.caller {
      case .group(let caller): callers[edge.callee].append((caller, edge.tally))
      case .thread(let thread): tops.append((thread, edge.callee, edge.tally))
      }
    }
    self.tops = tops
  }

  /// Adds `<all threads>`, which calls a function per thread, which calls what the thread called.
  mutating func addThreadRoots(of profile: Profile) {
    let names = ThreadNames(profile.threads)
    let firstThread = keys.count
    for (index, thread) in profile.threads.enumerated() {
      add(PstatsKey(artificial: names[index]), tally: .once(thread))
    }
    for top in tops {
      callers[top.callee].append((firstThread + top.thread, top.tally))
    }
    let all = keys.count
    var sum = CallTally.once
    for (index, _) in profile.threads.enumerated() {
      sum.addTotals(of: tallies[firstThread + index])
      callers[firstThread + index].append((all, tallies[firstThread + index]))
    }
    add(PstatsKey(artificial: "<all threads>"), tally: sum)
  }

  private mutating func add(_ key: PstatsKey, tally: CallTally) {
    keys.append(key)
    tallies.append(tally)
    callers.append([])
  }
}
