import Recording
import Testing

@testable import Profiles

extension Profile {
  func function(_ name: String) -> Function? { functions.first { $0.name == name } }

  /// "calls/primitive self total" on the wall clock.
  func numbers(_ name: String) -> String {
    guard let function = function(name) else { return "none" }
    let times = function.times
    return "\(function.calls)/\(function.primitiveCalls) \(times.selfWallNs) \(times.totalWallNs)"
  }

  /// "calls/primitive self total first" on the wall clock.
  func numbers(_ caller: String?, _ callee: String) -> String {
    let edge = edges.first {
      $0.caller.map { functions[$0].name } == caller && functions[$0.callee].name == callee
    }
    guard let edge else { return "none" }
    let times = edge.times
    return "\(edge.calls)/\(edge.primitiveCalls) \(times.selfWallNs) \(times.totalWallNs) \(edge.firstWallNs)"
  }
}

@Suite struct DerivedNumbersTests {
  @Test func directRecursionCountsTheOutermostCallOnce() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1 self=10
          fib 2 self=5
            fib 4 self=3
              fib 8 self=1
        """
      ).snapshot)
    #expect(profile.numbers("fib") == "14/2 9 9")
    #expect(profile.numbers("main") == "1/1 10 19")
    #expect(profile.numbers("main", "fib") == "2/2 5 9 9")
    #expect(profile.numbers("fib", "fib") == "12/4 4 4 0")
    #expect(profile.numbers(nil, "main") == "1/1 10 19 19")
  }

  @Test func mutualRecursionFollowsCProfilesEdgeRule() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        even 1 self=1
          odd 1 self=2
            even 1 self=4
              odd 1 self=8
        odd 1 self=16
          even 1 self=32
        """
      ).snapshot)
    #expect(profile.numbers("even") == "3/2 37 47")
    #expect(profile.numbers("odd") == "3/2 26 62")
    // even->odd: the second one lies below the first.
    #expect(profile.numbers("even", "odd") == "2/1 10 14 14")
    // odd->even below even->odd is not the same pair; `first` knows only the one without an even above.
    #expect(profile.numbers("odd", "even") == "2/2 36 44 32")
  }

  @Test func functionCalledBackIsInclusiveOnceOverAllCallers() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        walk 1 self=1
          callback 3 self=10
            walk 3 self=100
              callback 5 self=1000
        """
      ).snapshot)
    #expect(profile.numbers("walk") == "4/1 101 1111")
    #expect(profile.numbers("callback") == "8/3 1010 1110")
    #expect(profile.numbers("callback", "walk") == "3/3 100 1100 0")
  }

  @Test func threadsAddUpAndNeverMixPaths() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main self=7/3
        main 1 self=10/9
          work 1 self=20/5
        thread Worker
        work 2 self=40/40
        """
      ).snapshot)
    #expect(profile.numbers("work") == "3/3 60 60")
    #expect(profile.function("work")?.times.totalCpuNs == 45)
    #expect(profile.numbers(nil, "work") == "2/2 40 40 40")
    #expect(profile.threads.map(\.wallNs) == [37, 40])
    #expect(profile.threads.map(\.cpuNs) == [17, 40])
    #expect(profile.threads.map(\.selfWallNs) == [7, 0])
    let selfTimes = profile.functions.reduce(0) { $0 + $1.times.selfWallNs }
    #expect(selfTimes + 7 == 77)
  }

  @Test func resumptionsAreNotCalls() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1
          generator 1 self=4 resumed=6
        """
      ).snapshot)
    let generator = profile.function("generator")
    #expect(generator?.calls == 1)
    #expect(generator?.primitiveCalls == 1)
    #expect(generator?.resumptions == 6)
  }

  @Test func openCallsAreCountedPerFunctionAndEventsLackTheirReturns() {
    let profile = Profile(
      SnapshotScript(
        """
        thread Main
        main 1 open
          f 3 open
            f 1 open
          g 2 resumed=1
        """
      ).snapshot)
    #expect(profile.function("f")?.open == 2)
    #expect(profile.function("g")?.open == 0)
    #expect(profile.threads[0].open == 3)
    #expect(profile.header.events == 2 * 8 - 3)
  }

  @Test func nodesStandInPreOrderThreadByThread() {
    var snapshot = SnapshotScript("thread A\na 1\n  b 1\nthread B\nc 1").snapshot
    // As recorded: a context seen late, of the first thread, stands last.
    snapshot.nodes.append(Snapshot.Node(parent: 1, function: 3, thread: 0, calls: 1, selfWallNs: 5))
    let profile = Profile(snapshot)
    #expect(profile.nodes.map { profile.functions[$0.function].name } == ["a", "b", "c", "c"])
    #expect(profile.nodes.map(\.parent) == [nil, 0, 0, nil])
    #expect(profile.nodes.map(\.thread) == [0, 0, 0, 1])
    #expect(profile.nodes[0].times.totalWallNs == 5)
  }

  @Test func aMillionLevelsAreNoRecursion() {
    var snapshot = SnapshotScript("thread Main\nf 1 self=1").snapshot
    for depth in 1..<1_000_000 {
      snapshot.nodes.append(
        Snapshot.Node(parent: depth, function: 1, thread: 0, calls: 1, selfWallNs: 1, selfCpuNs: 1))
    }
    let profile = Profile(snapshot)
    #expect(profile.numbers("f") == "1000000/1 1000000 1000000")
    #expect(profile.numbers("f", "f") == "999999/1 999999 999999 0")
    #expect(profile.nodes.last?.parent == 999_998)
  }

  @Test func anEmptySnapshotIsAnEmptyProfile() {
    let profile = Profile(Snapshot())
    #expect(profile.functions.isEmpty && profile.edges.isEmpty && profile.nodes.isEmpty)
  }
}
