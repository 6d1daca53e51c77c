import Profiles
import Testing

@testable import Formats

/// A real Markdown reader sees the same: `python/client_tests/test_tables.py`.
@Suite struct MarkdownFormatTests {
  @Test func looksAsRecorded() throws {
    var options = FormatOptions()
    options.limit = 16
    options.pathRoots = [.init(prefix: "/home/me/project/", shownAs: "")]
    try Golden.expect(try MarkdownFormat().bytes(of: Exports.sample, options), "sample.md")
  }

  @Test func everyRowIsOneLineWithSevenCells() throws {
    let text = try Exports.text(MarkdownFormat(), profile(ofNames: hostileNames))
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == 2 + hostileNames.count)
    for row in rows {
      let bars = row.indices.filter {
        row[$0] == "|" && ($0 == row.startIndex || row[row.index(before: $0)] != "\\")
      }
      #expect(bars.count == 8, "\(row)")
    }
  }

  @Test func textIsACodeSpanThatTheTextCannotLeave() {
    #expect(MarkdownText.code("a_b*") == "`a_b*`")
    #expect(MarkdownText.code("a`b``c") == "```a`b``c```")
    #expect(MarkdownText.code("`") == "`` ` ``")
    #expect(MarkdownText.code("a\nb") == "`a\\nb`")
    #expect(MarkdownText.codeInTable("a|b") == "`a\\|b`")
  }
}
