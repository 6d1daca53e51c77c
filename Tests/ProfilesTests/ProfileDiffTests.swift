import Recording
import Testing

@testable import Profiles

@Suite struct ProfileDiffTests {
  private func profile(_ script: String) -> Profile { Profile(SnapshotScript(script).snapshot) }

  private func row(_ name: String, _ diff: ProfileDiff) throws -> ProfileDiff.Function {
    try #require(diff.functions.first { $0.function.name == name })
  }

  private let old = "thread Main\nmain 1 self=1000\n  query 3 self=900\n  gone 2 self=5"
  private let new = "thread Main\nmain 1 self=1000\n  query 4 self=900\n  new 7 self=5"

  @Test func aProfileComparedWithItselfHasNoChange() {
    let diff = ProfileDiff(before: [profile(old)], after: [profile(old)])
    #expect(diff.functions.count == 3)
    #expect(diff.functions.allSatisfy { $0.status == .same && !$0.callsChanged && !$0.timesChanged })
    #expect(diff.edges.allSatisfy { $0.beforeRuns == $0.afterRuns })
  }

  @Test func oneCallMoreIsAChangeWhateverTheTimes() throws {
    let diff = ProfileDiff(before: [profile(old)], after: [profile(new)])
    let query = try row("query", diff)
    #expect(query.status == .same)
    #expect(query.callsChanged && !query.timesChanged)
    #expect(query.beforeRuns.calls.median == 3)
    #expect(query.afterRuns.calls.median == 4)
    #expect(query.afterRuns.calls.change(from: query.beforeRuns.calls) == 1)
    #expect(try !row("main", diff).callsChanged)
  }

  @Test func whatStandsOnOneSideOnlyIsNewOrGone() throws {
    let diff = ProfileDiff(before: [profile(old)], after: [profile(new)])
    let (new, gone) = (try row("new", diff), try row("gone", diff))
    #expect(new.status == .new && new.before == nil && new.afterRuns.calls.median == 7)
    #expect(gone.status == .gone && gone.after == nil && gone.beforeRuns.calls.median == 2)
    #expect(new.beforeRuns.calls == .init([0]) && gone.afterRuns.calls == .init([0]))
    #expect(!new.callsChanged && !gone.callsChanged)
  }

  @Test func edgesAreThoseOfBothSides() {
    let diff = ProfileDiff(before: [profile(old)], after: [profile(new)])
    let edges = diff.edges.map { edge in
      let caller = edge.caller.map { diff.functions[$0].function.name } ?? "-"
      let counts = "\(edge.beforeRuns.calls.median) \(edge.afterRuns.calls.median)"
      return "\(caller) \(diff.functions[edge.callee].function.name) \(counts)"
    }
    #expect(Set(edges) == ["main query 3 4", "main new 0 7", "main gone 2 0", "- main 1 1"])
  }

  @Test func aFunctionThatOneRunDidNotCallHasZeroThere() throws {
    let diff = ProfileDiff(
      before: [profile(old), profile("thread Main\nmain 1 self=1000")], after: [profile(old)])
    let query = try row("query", diff)
    #expect(query.beforeRuns.runs.map(\.calls) == [3, 0])
    #expect(query.beforeRuns.calls == RunRange([0, 3]))
    #expect(!query.callsChanged)  // 3 is in the range of both sides
  }

  @Test func countsThatVaryChangeWhenTheirRangesAreApart() throws {
    func runs(_ counts: Int...) -> [Profile] { counts.map { profile("thread Main\nf \($0) self=5") } }
    #expect(try !row("f", ProfileDiff(before: runs(10, 12), after: runs(12, 15))).callsChanged)
    #expect(try row("f", ProfileDiff(before: runs(10, 12), after: runs(13, 15))).callsChanged)
    #expect(try row("f", ProfileDiff(before: runs(13, 15), after: runs(12))).callsChanged)
  }

  @Test func timesChangeByMoreThanTheSpreadOfTheRuns() throws {
    func runs(_ times: Int...) -> [Profile] { times.map { profile("thread Main\nf 1 self=\($0)") } }
    #expect(try !row("f", ProfileDiff(before: runs(100, 120), after: runs(118, 150))).timesChanged)
    #expect(try !row("f", ProfileDiff(before: runs(100, 120), after: runs(121, 125))).timesChanged)
    #expect(try row("f", ProfileDiff(before: runs(100, 120), after: runs(140, 145))).timesChanged)
    #expect(try row("f", ProfileDiff(before: runs(140, 145), after: runs(100, 120))).timesChanged)
  }

  @Test func withOneRunEachATenthIsNoise() throws {
    func f(_ ns: Int) -> [Profile] { [profile("thread Main\nf 1 self=\(ns)")] }
    #expect(try !row("f", ProfileDiff(before: f(100), after: f(110))).timesChanged)
    #expect(try row("f", ProfileDiff(before: f(100), after: f(112))).timesChanged)
    #expect(try row("f", ProfileDiff(before: f(112), after: f(100))).timesChanged)
  }

  @Test func aThousandthOfAllTimeIsNoChange() throws {
    func f(_ ns: Int) -> [Profile] { [profile("thread Main\nmain 1 self=100000\n  f 1 self=\(ns)")] }
    #expect(try !row("f", ProfileDiff(before: f(10), after: f(100))).timesChanged)
    #expect(try row("f", ProfileDiff(before: f(10), after: f(120))).timesChanged)
  }

  @Test func aCpuTimeAloneCanChange() throws {
    func f(_ cpu: Int) -> [Profile] { [profile("thread Main\nf 1 self=100/\(cpu)")] }
    #expect(try row("f", ProfileDiff(before: f(90), after: f(10))).timesChanged)
  }

  @Test func aMovedFunctionIsComparedAsOne() throws {
    func f(_ module: String, _ calls: Int) -> Profile {
      let f = Snapshot.Function(
        name: "f", qualifiedName: "f", module: module, file: "\(module).py", firstLine: 1)
      return Profile(SnapshotScript("thread Main\nf \(calls) self=5", functions: [f]).snapshot)
    }
    let diff = ProfileDiff(before: [f("old", 1)], after: [f("new", 2)])
    #expect(diff.functions.count == 1)
    #expect(diff.functions[0].status == .moved && diff.functions[0].callsChanged)
    #expect(diff.functions[0].before?.module == "old" && diff.functions[0].after?.module == "new")
  }

  @Test(
    arguments: [
      ([], 0, 0, 0), ([7], 7, 7, 7), ([9, 1], 1, 5, 9), ([3, 1, 2], 1, 2, 3), ([1, 2, 4, 9], 1, 3, 9),
      ([.max, .max], .max, .max, .max),
    ] as [([UInt64], UInt64, UInt64, UInt64)])
  func aRangeHasItsMedian(values: [UInt64], low: UInt64, median: UInt64, high: UInt64) {
    let range = RunRange(values)
    #expect([range.low, range.median, range.high] == [low, median, high])
  }

  @Test func changesDoNotOverflow() {
    #expect(RunRange([.max]).change(from: RunRange([0])) == .max)
    #expect(RunRange([0]).change(from: RunRange([.max])) == -.max)
  }
}
