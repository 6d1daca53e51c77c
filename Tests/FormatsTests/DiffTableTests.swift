import Profiles
import Recording
import Testing

@testable import Formats

@Suite struct DiffTableTests {
  private func text(_ diff: ProfileDiff, _ options: DiffOptions) throws -> String {
    String(decoding: try DiffTableFormat().bytes(of: diff, options), as: UTF8.self)
  }

  private func lines(_ diff: ProfileDiff, _ options: DiffOptions) throws -> [String] {
    try text(diff, options).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [80, 200]) func oneRunEachLooksAsRecorded(width: Int) throws {
    let bytes = try DiffTableFormat().bytes(
      of: SampleDiff.oneRunEach, SampleDiff.options(width: width))
    try Golden.expect(bytes, "diff-\(width).txt")
  }

  @Test(arguments: [80, 0]) func severalRunsLookAsRecorded(width: Int) throws {
    let bytes = try DiffTableFormat().bytes(
      of: SampleDiff.severalRuns, SampleDiff.options(width: width))
    try Golden.expect(bytes, "diff-runs-\(width).txt")
  }

  @Test func coloursLookAsRecorded() throws {
    var options = SampleDiff.options(width: 100)
    options.common.color = true
    try Golden.expect(
      try DiffTableFormat().bytes(of: SampleDiff.oneRunEach, options), "diff-colour.txt")
  }

  @Test(arguments: [60, 72, 80, 100, 132, 200]) func noLineIsWiderThanTheTerminal(width: Int) throws {
    for diff in [SampleDiff.oneRunEach, SampleDiff.severalRuns] {
      for line in try lines(diff, SampleDiff.options(width: width)) {
        #expect(DisplayWidth.of(line) <= width, "\(line)")
      }
    }
  }

  @Test func nothingChangedIsSaid() throws {
    let same = ProfileDiff(before: [SampleDiff.before()], after: [SampleDiff.before()])
    let text = try text(same, SampleDiff.options(width: 100))
    #expect(text.contains("nothing changed: 8 functions called as often, times within the noise"))
    #expect(!text.contains("change\n"))
  }

  @Test func whatWasNotMeasuredIsNotCompared() throws {
    var tree = SampleDiff.before().contextTree
    tree.measures = [.calls, .wall]
    let diff = ProfileDiff(before: [Profile(tree)], after: [SampleDiff.after()])
    var options = SampleDiff.options(width: 0)
    options.common.clock = .cpu
    let text = try text(diff, options)
    #expect(text.contains("missing   not measured on both sides: CPU time"))
    #expect(text.contains("ncall") && !text.contains("cpuself") && !text.contains("other times"))
    let same = ProfileDiff(before: [Profile(tree)], after: [SampleDiff.before()])
    #expect(try self.text(same, options).contains("nothing changed: 8 functions called as often\n"))
  }

  @Test(arguments: [
    ("", "Connection.query"), ("ncall", "Connection.query"), ("name", "_markupsafe.escape"),
    ("cpuself", "Connection.query"),
  ])
  func theLargestChangeComesFirst(key: String, first: String) throws {
    var options = SampleDiff.options(width: 0)
    options.common.sort = key
    let all = try lines(SampleDiff.oneRunEach, options)
    let head = try #require(all.firstIndex { $0.hasPrefix("called more or less often") })
    #expect(all[head + 3].contains(first))
  }

  @Test func aLimitCountsWhatItLeavesOut() throws {
    var options = SampleDiff.options(width: 0)
    options.common.limit = 1
    let all = try lines(SampleDiff.oneRunEach, options)
    #expect(all.contains("... 1 more function"))
    #expect(!all.contains { $0.contains("_markupsafe.escape") })
  }

  @Test func theClockIsTheOneAskedFor() throws {
    var options = SampleDiff.options(width: 0)
    options.common.clock = .cpu
    #expect(try text(SampleDiff.oneRunEach, options).contains("cpuself ms"))
    options.common.clock = .wait
    #expect(try text(SampleDiff.oneRunEach, options).contains("waitself ms"))
  }

  @Test func anUnknownSortKeyIsRefusedWithTheOnesThereAre() {
    var options = SampleDiff.options(width: 0)
    options.common.sort = "tavg"
    let error = #expect(throws: FormatError.self) {
      try DiffTableFormat().bytes(of: SampleDiff.oneRunEach, options)
    }
    #expect(error?.message.contains("\"tavg\": a comparison has ncall, tsub") == true)
  }

  @Test func nothingInANameReachesTheTerminalAsControl() throws {
    let other = Profile(SnapshotScript("thread Main\nf 1 self=1").snapshot)
    let diff = ProfileDiff(before: [other], after: [SampleProfile.withEqualKeys])
    let scalars = try lines(diff, SampleDiff.options(width: 0)).joined().unicodeScalars
    #expect(!scalars.contains { $0.value < 0x20 || $0.value == 0x7f || $0.value == 0x202e })
  }
}
