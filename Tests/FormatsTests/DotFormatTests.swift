import Profiles
import Testing

@testable import Formats

@Suite struct DotFormatTests {
  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try DotFormat().bytes(of: Exports.sample, FormatOptions()), "sample.dot")
  }

  private let script = """
    thread Main
    main 1 self=0
      large 1 self=98500
      least 1 self=500
      small 1 self=499
      tiny 1 self=501
        large 9 self=0
    """

  @Test func functionsUnderHalfAPercentAndEdgesUnderATenthAreLeftOutAndCounted() throws {
    let text = try Exports.text(DotFormat(), Profile(SnapshotScript(script).snapshot))
    for name in ["m.main", "m.large", "m.least", "m.tiny"] { #expect(text.contains("label=\"\(name)\\n")) }
    #expect(!text.contains("m.small\\n"))
    #expect(text.contains("left out: 1 function under 0.5 %, 2 edges under 0.1 %"))
    #expect(text.split(separator: "\n").filter { $0.contains(" -> ") }.count == 3)
  }

  @Test func recursionIsAnEdgeToItself() throws {
    let text = try Exports.text(
      DotFormat(), Profile(SnapshotScript("thread M\nf 1 self=1\n  f 8 self=9").snapshot))
    #expect(text.contains("f0 -> f0 [label=\"90.0%\\n8\u{d7}\""))
    #expect(text.contains("9/1\u{d7}"))
  }

  @Test func aProfileWithoutTimeIsDrawnWhole() throws {
    let text = try Exports.text(
      DotFormat(), Profile(SnapshotScript("thread M\nf 1 self=0\n  g 1 self=0").snapshot))
    #expect(text.contains("f0 -> f1"))
  }

  @Test func textIsQuotedAsGraphvizReadsIt() {
    #expect(DotText.quoted("a\"b\\N&lt;\u{1b}") == "\"a\\\"b\\\\N&amp;lt;\\\\x1b\"")
    #expect(DotText.quoted(lines: ["a\nb", "c"]) == "\"a\\\\nb\\nc\"")
  }
}
