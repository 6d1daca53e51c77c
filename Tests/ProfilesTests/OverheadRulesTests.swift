import Recording
import Testing

@testable import Profiles

extension EventCosts {
  /// Each of its own, so that none can stand for another.
  static var distinct: EventCosts {
    var costs = EventCosts()
    costs.call = Cost(insideNs: 2, outsideNs: 3)
    costs.bareCall = Cost(insideNs: 5, outsideNs: 7)
    costs.unwind = Cost(insideNs: 11, outsideNs: 13)
    costs.resumption = Cost(insideNs: 17, outsideNs: 19)
    costs.awakening = Cost(insideNs: 23, outsideNs: 29)
    costs.builtin = Cost(insideNs: 31, outsideNs: 37)
    costs.method = Cost(insideNs: 41, outsideNs: 43)
    costs.type = Cost(insideNs: 47, outsideNs: 53)
    costs.unrecorded = Cost(insideNs: 59, outsideNs: 61)
    costs.span = Cost(insideNs: 67, outsideNs: 71)
    costs.coroutine = Cost(insideNs: 73, outsideNs: 79)
    costs.initializer = Cost(insideNs: 83, outsideNs: 89)
    costs.superCall = Cost(insideNs: 97, outsideNs: 101)
    costs.far = Cost(insideNs: 103, outsideNs: 107)
    costs.step = Cost(insideNs: 109, outsideNs: 113)
    return costs
  }

  /// Of Python functions, and of nothing else.
  static func calls(_ insideNs: Double, _ outsideNs: Double) -> EventCosts {
    var costs = EventCosts()
    costs.call = Cost(insideNs: insideNs, outsideNs: outsideNs)
    return costs
  }
}

extension Snapshot {
  static func of(
    _ text: String, costs: EventCosts, functions: [Function] = [], paces: [Double] = []
  ) -> Snapshot {
    var snapshot = SnapshotScript(text, functions: functions).snapshot
    snapshot.header.costs = costs
    for (thread, pace) in paces.enumerated() { snapshot.threads[thread].pace = pace }
    return snapshot
  }
}

extension Profile.Node {
  /// "name wall-overhead/cpu-overhead".
  fileprivate func overhead(_ profile: Profile) -> String {
    "\(profile.functions[function].name) \(times.selfWallNs)-\(times.selfOverheadWallNs)"
      + "/\(times.selfCpuNs)-\(times.selfOverheadCpuNs)"
  }
}

extension Profile {
  /// Per node what is left and what was taken out, of wall and of CPU.
  var overheads: [String] { nodes.map { $0.overhead(self) } }

  /// The same of what is outside of functions.
  var overheadsOutside: [String] {
    threads.map {
      "\($0.selfWallNs)-\($0.selfOverheadWallNs)/\($0.selfCpuNs)-\($0.selfOverheadCpuNs)"
    }
  }
}

@Suite struct OverheadRulesTests {
  @Test(arguments: [
    (Snapshot.Kind.python, "3", 6, 9), (.python, "3 bare=2", 12, 17), (.python, "1 bare=5", 5, 7),
    (.python, "1 unwinds=2", 24, 29), (.python, "1 resumed=4", 70, 79),
    (.python, "1 async resumed=4", 165, 195), (.python, "0 supers=2", 396, 0), (.builtin, "2", 62, 74),
    (.method, "2", 82, 86),
    (.type, "2", 94, 106), (.span, "2", 134, 142), (.gc, "2", 0, 0), (.cut, "2", 0, 0),
    (.python, "0 unrecorded=3", 360, 0), (.builtin, "1 unrecorded=1", 151, 37),
    (.folded, "2 unrecorded=3", 0, 0),
  ])
  func eachKindCostsItsOwnInsideAndOutside(
    _ kind: Snapshot.Kind, _ counts: String, _ inside: UInt64, _ outside: UInt64
  ) {
    let callee = Snapshot.Function(
      name: "f", qualifiedName: "f", module: "", file: "", firstLine: 0, kind: kind)
    let profile = Profile(
      .of(
        "thread Main\ncaller 0 self=9000/8000\n  f \(counts) self=7000/6000", costs: .distinct,
        functions: [callee]))
    let (own, caller) = (profile.nodes[1].times, profile.nodes[0].times)
    #expect(own.selfOverheadWallNs == inside && own.selfOverheadCpuNs == inside)
    #expect(own.selfWallNs == 7000 - inside && own.selfCpuNs == 6000 - inside)
    #expect(caller.selfOverheadWallNs == outside && caller.selfOverheadCpuNs == outside)
    #expect(caller.selfWallNs == 9000 - outside && caller.selfCpuNs == 8000 - outside)
    #expect(caller.totalOverheadWallNs == inside + outside)
    #expect(profile.header.overheadNs == inside + outside)
  }

  @Test(arguments: [
    (Snapshot.Kind.python, "4 far bare=1", 217, 860, "CALL but for the bare one; returns"),
    (.python, "0 resumed=4", 698, 706, "both events of three in four"),
    (.builtin, "2 far", 482, 494, "both events"),
    (.method, "2", 82, 86, "near"),
    (.python, "0 unrecorded=4 supers=4", 1692, 0, "both events of one in eight"),
  ])
  func whatIsFarBehindInItsCodeCostsMore(
    _ kind: Snapshot.Kind, _ counts: String, _ inside: UInt64, _ outside: UInt64, _ why: Comment
  ) {
    var callee = Snapshot.Function(
      name: "f", qualifiedName: "f", module: "", file: "", firstLine: 0, kind: kind)
    (callee.farCalls, callee.farReturns, callee.farYields) = (0.125, 0.5, 0.75)
    let profile = Profile(
      .of("thread Main\ncaller 0 self=9000\n  f \(counts) self=7000", costs: .distinct, functions: [callee]))
    #expect(profile.nodes[1].times.selfOverheadWallNs == inside, why)
    #expect(profile.nodes[0].times.selfOverheadWallNs == outside, why)
  }

  /// Of the coroutine's own context, and no more than it has awakenings: the later ones may be another's.
  @Test(arguments: [(1, 228, 250), (2, 337, 363), (3, 446, 476), (9, 446, 476)])
  func awakeningsCostMoreThatAreStepsOfATask(_ steps: UInt64, _ inside: UInt64, _ outside: UInt64) {
    var snapshot = Snapshot.of(
      "thread Main\ncaller 0 self=9000\n  f 1 async resumed=2 self=7000", costs: .distinct)
    var task = Snapshot.Task(kind: .coroutine, name: "Task-1", thread: 0)
    (task.node, task.steps) = (snapshot.nodes.count - 1, steps)
    var greenlet = Snapshot.Task(kind: .greenlet, name: "Greenlet-1", thread: 0)
    (greenlet.node, greenlet.steps) = (task.node, 1)
    snapshot.tasks = [task, greenlet]
    let profile = Profile(snapshot)
    #expect(profile.nodes[1].times.selfOverheadWallNs == inside)
    #expect(profile.nodes[0].times.selfOverheadWallNs == outside)
  }

  @Test func aBareInitializerCostsWhatItsTypesCallDoes() {
    let callee = Snapshot.Function(
      name: "__init__", qualifiedName: "C.__init__", module: "", file: "", firstLine: 0)
    let profile = Profile(
      .of(
        "thread Main\ncaller 0 self=900\n  __init__ 3 bare=1 self=700", costs: .distinct, functions: [callee])
    )
    #expect(
      profile.overheads == ["caller 805-95/805-95", "__init__ 613-87/613-87"], "2 x 3 + 89, 2 x 2 + 83")
  }

  @Test func whatIsOutsideOfTheFirstFunctionIsTheThreads() {
    let profile = Profile(.of("thread Main self=100/90 unrecorded=1\nmain 5 self=50", costs: .distinct))
    #expect(profile.overheads == ["main 40-10/40-10"])
    #expect(profile.overheadsOutside == ["0-100/0-90"], "15 and 120, of which 100 are there")
    let thread = profile.threads[0]
    #expect(thread.wallNs == 40 && thread.cpuNs == 40)
    #expect(thread.overheadWallNs == 110 && thread.overheadCpuNs == 100)
  }

  @Test func costsFollowThePaceOfTheThread() {
    let text = ["A", "B", "C"].map { "thread \($0) self=90\nf 4 self=90" }.joined(separator: "\n")
    var snapshot = Snapshot.of(text, costs: .calls(2, 4), paces: [2, 0.5])
    (snapshot.threads[0].resyncs, snapshot.threads[1].resyncs) = (1, 3)
    let profile = Profile(snapshot)
    #expect(profile.overheads == ["f 74-16/74-16", "f 86-4/86-4", "f 83-7/83-7"], "C: 0.875, as the others")
    #expect(profile.overheadsOutside == ["58-32/58-32", "82-8/82-8", "76-14/76-14"])
    #expect(profile.header.eventPairCostNs == 5.25 && profile.header.overheadNs == 81)
  }

  @Test func withoutAnyProbeCostsAreThoseMeasuredAtTheStart() {
    var snapshot = Snapshot.of("thread A\nf 4 self=90", costs: .calls(2, 4))
    snapshot.header.costs.slowdown = 1.9
    snapshot.threads[0].pace = .nan
    let profile = Profile(snapshot)
    #expect(profile.overheads == ["f 82-8/82-8"])
    #expect(profile.header.eventPairCostNs == 6 && profile.header.slowdown == 1.9)
  }

  @Test func whatANodeCannotBearItsCallersDo() {
    let profile = Profile(
      .of("thread Main self=100\nmain 0 self=50/40\n  f 10 self=30/20", costs: .calls(10, 2)))
    #expect(profile.overheads == ["main 0-50/0-40", "f 0-30/0-20"])
    #expect(profile.overheadsOutside == ["60-40/60-40"], "wall: 120 in all; CPU: never more than wall")
  }

  @Test func whatNobodyCanBearIsDropped() {
    let profile = Profile(.of("thread Main self=1\nmain 0 self=5\n  f 10 self=3", costs: .calls(10, 2)))
    #expect(profile.overheads == ["main 0-5/0-5", "f 0-3/0-3"])
    #expect(profile.overheadsOutside == ["0-1/0-1"])
    #expect(profile.header.overheadNs == 9)
  }

  @Test func cpuStaysWithinWall() {
    let profile = Profile(
      .of("thread Main\nwaits 1 self=100/90\nworks 1 self=100/90\nsleeps 1 self=100/5", costs: .calls(95, 0)))
    #expect(profile.overheads == ["waits 5-95/0-90", "works 5-95/0-90", "sleeps 5-95/0-5"])
  }

  @Test func costsThatAreNoNumbersTakeNothingOrAllThereIs() {
    var costs = EventCosts.calls(-10, .nan)
    #expect(Profile(.of("thread Main self=4\nf 1 self=5", costs: costs)).overheads == ["f 5-0/5-0"])
    costs = .calls(.infinity, 0)
    #expect(Profile(.of("thread Main self=4\nf 1 self=5", costs: costs)).overheads == ["f 0-5/0-5"])
  }

  @Test func hiddenCalleesAreTakenOutOfTheirShownCaller() {
    let hidden = [("snapshot", Snapshot.Visibility.own), ("wrapper", .passThrough)].map {
      Snapshot.Function(
        name: $0, qualifiedName: $0, module: "swiftprof", file: "", firstLine: 1, visibility: $1)
    }
    let profile = Profile(
      .of(
        """
        thread Main
        main 0 self=100
          snapshot 1 self=50
            work 7 self=500
          wrapper 2 self=100
            work 3 self=20
        """, costs: .calls(10, 1), functions: hidden))
    #expect(profile.overheads == ["main 97-3/97-3", "work 0-20/0-20"], "the wrapper bears what work cannot")
    #expect(profile.header.overheadNs == 23)
  }

  @Test func whatIsOutsideOfACalleeBelowALabelIsTheTwins() {
    let profile = Profile(
      .of(
        "thread Main\nmain 1 self=100\n  [orders] 1 self=50\n    query 2 self=40\n  query 1 self=40",
        costs: .calls(10, 1)))
    #expect(
      profile.overheads == [
        "main 89-11/89-11", "query 30-10/30-10", "main 48-2/48-2", "query 20-20/20-20",
      ])
    let label = profile.labels[0]
    #expect((label.selfWallNs, label.overheadWallNs, label.overheadCpuNs) == (68, 22, 22))
  }

  @Test func withoutCostsNothingIsTakenOut() {
    let profile = Profile(.of("thread Main self=4\nf 1 self=5 unrecorded=8 unwinds=1", costs: EventCosts()))
    #expect(profile.overheads == ["f 5-0/5-0"] && profile.overheadsOutside == ["4-0/4-0"])
    #expect(profile.header.overheadNs == 0 && profile.header.eventPairCostNs == 0)
  }

  @Test func aMillionLevelsOfDeficitAreNoRecursion() {
    var snapshot = Snapshot.of("thread Main self=1000\nf 0 self=1000", costs: .calls(1, 0))
    for depth in 1..<1_000_000 {
      snapshot.nodes.append(Snapshot.Node(parent: depth, function: 1, thread: 0))
    }
    snapshot.nodes[999_999].calls = 1500
    let profile = Profile(snapshot)
    #expect(profile.nodes[0].times.selfOverheadWallNs == 1000)
    #expect(profile.threads[0].selfOverheadWallNs == 500)
  }
}
