import Recording
import Testing

@testable import Profiles

/// Overhead goes wherever self times go, and comes back from there.
@Suite struct OverheadFlowTests {
  private func profile(_ text: String, _ insideNs: Double = 10, _ outsideNs: Double = 1) -> Profile {
    Profile(.of(text, costs: .calls(insideNs, outsideNs)))
  }

  @Test func recursionIsCountedOnce() {
    let profile = profile(
      "thread Main\nmain 0 self=100\n  f 1 self=100\n    f 2 self=100\n      g 3 self=100")
    let (f, main) = (profile.function("f")!.times, profile.function("main")!.times)
    #expect((f.selfOverheadWallNs, f.totalOverheadWallNs) == (35, 65))
    #expect((f.selfWallNs, f.totalWallNs) == (165, 235))
    #expect((main.selfOverheadWallNs, main.totalOverheadCpuNs) == (1, 66))
    let edge = profile.edges.first { $0.caller == $0.callee }!.times
    #expect((edge.selfOverheadCpuNs, edge.totalOverheadWallNs) == (23, 53))
  }

  @Test func aFoldedFunctionsOverheadIsItsCallers() throws {
    var filter = ProfileFilter()
    filter.exclude = [FunctionPattern("f")]
    let folded = try filter.applied(
      to: profile("thread Main self=50\nmain 0 self=100\n  f 3 self=100\n    g 1 self=100\nf 1 self=60"))
    #expect(folded.overheads == ["main 166-34/166-34", "g 90-10/90-10"])
    #expect(folded.overheadsOutside == ["99-11/99-11"])
    filter = ProfileFilter()
    filter.focus = [FunctionPattern("f")]
    let focused = try filter.applied(to: profile("thread Main self=50\nmain 5 self=100\n  f 3 self=100"))
    #expect(focused.overheads == ["main 0-0/0-0", "f 70-30/70-30"])
    #expect(focused.threads[0].overheadWallNs == 30 && focused.threads[0].wallNs == 70)
  }

  @Test func aSessionHasTheOverheadOfWhatHappenedInIt() {
    let snapshot = Snapshot.of(
      """
      thread Main self=1
      main 9 self=1000
        before 8 self=900
        [@3] 1 self=30
          work 2 self=40
          empty 1 self=5
      thread Worker self=1
      [@3] 1 self=3
        job 1
      """, costs: .calls(10, 1))
    let session = Profile(ContextTree(snapshot, session: 3))
    #expect(session.overheads == ["main 22-8/22-8", "work 20-20/20-20", "empty 0-5/0-5", "job 0-0/0-0"])
    #expect(session.overheadsOutside == ["0-0/0-0", "0-3/0-3"])
    #expect(session.header.overheadNs == 36 && session.header.eventPairCostNs == 11)
    #expect(session.header.durationNs == 78, "as recorded")
    #expect(session.threads.map(\.durationNs) == [75, 3])
    #expect(session.raw.threads.map(\.wallNs) == [75, 3])
  }

  @Test func tasksLoseTheShareOfTheirOutermostCall() {
    var snapshot = Snapshot.of(
      "thread Main\nmain 0\n  f 2 self=80/40\n    g 4 self=120/60\n  s 1 self=30/0\n    b 0 self=90",
      costs: .calls(10, 0))
    func task(_ node: Int?, _ wallNs: UInt64, _ cpuNs: UInt64, longest: UInt64) -> Snapshot.Task {
      var task = Snapshot.Task(kind: .coroutine, name: "T", thread: 0)
      (task.node, task.wallNs, task.cpuNs, task.longestStepNs) = (node, wallNs, cpuNs, longest)
      return task
    }
    snapshot.tasks = [
      task(2, 100, 30, longest: 50), task(2, 100, 100, longest: 100), task(nil, 100, 30, longest: 50),
      task(4, 120, 119, longest: 12), task(3, 9, 9, longest: 9),
    ]
    let profile = Profile(snapshot)
    let times = profile.tasks.map { [$0.wallNs, $0.overheadWallNs, $0.cpuNs, $0.overheadCpuNs] }
    let expected: [[UInt64]] = [
      [70, 30, 12, 18], [70, 30, 70, 30], [100, 0, 30, 0], [110, 10, 110, 9], [6, 3, 6, 3],
    ]
    #expect(times == expected)
    #expect(profile.tasks.map(\.longestStepNs) == [35, 70, 50, 11, 6])
    #expect(profile.raw.tasks.map(\.longestStepNs) == [50, 100, 50, 12, 9])
    #expect(profile.raw.tasks.map(\.wallNs) == [100, 100, 100, 120, 9])
    #expect(profile.raw.tasks.map(\.cpuNs) == [30, 100, 30, 119, 9])
  }

  @Test func rawIsWhatWasRecorded() {
    let corrected = profile("thread Main self=50\nmain 1 self=100/90\n  f 3 self=20")
    let raw = corrected.raw
    #expect(raw.overheads == ["main 100-0/90-0", "f 20-0/20-0"])
    #expect(raw.overheadsOutside == ["50-0/50-0"])
    #expect(raw.header.isRaw && !corrected.header.isRaw)
    #expect(raw.header.overheadNs == corrected.header.overheadNs && corrected.header.overheadNs == 44)
    #expect(raw.raw == raw)
    #expect(Profile(corrected.contextTree) == corrected && Profile(raw.contextTree) == raw)
  }

  @Test func sumsAddOverheadUp() {
    var first = profile("thread Main self=50\nmain 1 self=100").contextTree
    var second = profile("thread Main self=50\nmain 3 self=100", 20, 2).contextTree
    (first.header.slowdown, second.header.slowdown) = (1.25, 1.5)
    let sum = Profile(merged(first, second))
    #expect(sum.overheads == ["main 130-70/130-70"] && sum.overheadsOutside == ["93-7/93-7"])
    #expect(sum.header.overheadNs == 77 && sum.header.slowdown == 1.5 && !sum.header.isRaw)
    #expect(sum.header.eventPairCostNs == 19.25, "2 events at 11, 6 at 22")
    second.header.eventPairCostNs = 0
    #expect(merged(first, second).header.eventPairCostNs == 11, "of the one that knows")
  }

  @Test func whereOneIsRawTheSumIs() {
    let tree = profile("thread Main self=50\nmain 1 self=100").contextTree
    for (one, other) in [(tree, tree.raw), (tree.raw, tree), (tree.raw, tree.raw)] {
      let sum = Profile(merged(one, other))
      #expect(sum.overheads == ["main 200-0/200-0"] && sum.overheadsOutside == ["100-0/100-0"])
      #expect(sum.header.isRaw && sum.header.overheadNs == 22)
    }
  }

  @Test func whereOneIsRawAllAreComparedRaw() {
    let profile = profile("thread Main self=50\nmain 9 self=1000")
    for (before, after) in [(profile, profile.raw), (profile.raw, profile), (profile, profile)] {
      let diff = ProfileDiff(before: [before], after: [after])
      let change = diff.functions[0]
      #expect(!change.wallChanged && change.beforeRuns.runs == change.afterRuns.runs)
    }
    #expect(ProfileDiff(before: [profile], after: [profile]).before[0].overheads == ["main 910-90/910-90"])
  }

  @Test func overheadOfFilesThatCannotBeAddedUpIsNotSound() {
    let sound = profile("thread Main self=50\nmain 1 self=100").contextTree
    #expect(sound.isSound)
    let damages: [(inout ContextTree) -> Void] = [
      { $0.nodes[0].overheadWallNs = .max / 2 }, { $0.nodes[0].overheadCpuNs = .max },
      { $0.threads[0].overheadWallNs = .max }, { $0.threads[0].overheadCpuNs = .max },
    ]
    for damage in damages {
      var tree = sound
      damage(&tree)
      #expect(!tree.isSound)
    }
    var tree = sound
    var tally = CallTally.once
    tally.times.totalOverheadCpuNs = .max / 2
    tree.flat = [ContextTree.Flat(function: 1, thread: 0, tally: tally)]
    #expect(!tree.isSound)
  }

  @Test func overheadOfCallsWithoutContextsComesBackToo() {
    var tree = profile("thread Main\nmain 0").contextTree
    var tally = CallTally.once
    (tally.times.selfWallNs, tally.times.totalWallNs, tally.firstWallNs) = (5, 7, 7)
    (tally.times.selfOverheadWallNs, tally.times.totalOverheadWallNs) = (2, 3)
    tree.flat = [ContextTree.Flat(function: 0, thread: 0, tally: tally)]
    tree.flatEdges = [ContextTree.FlatEdge(caller: nil, callee: 0, thread: 0, tally: tally)]
    let profile = Profile(tree)
    #expect(profile.function("main")?.times.totalOverheadWallNs == 3)
    #expect(profile.threads[0].overheadWallNs == 2 && profile.threads[0].wallNs == 5)
    #expect(profile.raw.numbers("main") == "1/1 7 10" && profile.raw.numbers(nil, "main") == "1/1 7 10 10")
    #expect(profile.raw.threads[0].wallNs == 7)
  }

  @Test func tasksOfFilesMayClaimAnyOverhead() {
    var tree = profile("thread Main\nmain 1 self=100").contextTree
    var task = ContextTree.Task(kind: .greenlet, name: "g", thread: 0)
    (task.wallNs, task.overheadWallNs, task.longestStepOverheadNs) = (5, .max, .max)
    tree.tasks = [task]
    #expect(tree.isSound && Profile(tree).raw.tasks[0].wallNs == .max)
  }

  private func merged(_ trees: ContextTree...) -> ContextTree {
    var merger = TreeMerger()
    for tree in trees { merger.add(tree) }
    return merger.tree
  }
}
