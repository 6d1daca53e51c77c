import Profiles
import Testing

@testable import Formats

/// What is wrong with the clocks, in files and reports.
@Suite struct ClockNotesFormatTests {
  private static let notes = ["the machine slept for 12.3 s, which stand in no time", "a \u{1B}[31mred one"]

  private static func profile(_ notes: [String]) -> Profile {
    var tree = SampleProfile.withEqualKeys.contextTree
    tree.header.clockNotes = notes
    return Profile(tree)
  }

  private func text(_ format: some Format, _ notes: [String] = Self.notes) throws -> String {
    String(decoding: try format.bytes(of: Self.profile(notes), FormatOptions()), as: UTF8.self)
  }

  private func readAgain(_ bytes: [UInt8]) throws -> Profile {
    try bytes.withUnsafeBytes { try Profile(Formats.read($0)) }
  }

  @Test func theNativeFileKeepsThem() throws {
    let bytes = try PprofFormat().bytes(of: Self.profile(Self.notes), FormatOptions())
    #expect(try readAgain(bytes).header.clockNotes == Self.notes)
  }

  @Test func ofAFileWithVeryManyNotVeryManyAreRead() throws {
    let bytes = try PprofFormat().bytes(of: Self.profile((0..<1_000).map(String.init)), FormatOptions())
    #expect(try readAgain(bytes).header.clockNotes == (0..<20).map(String.init))
  }

  @Test func theHeadOfTableAndTreeSaysThemAndNothingIsSaidOfGoodClocks() throws {
    for format: any Format in [TableFormat(), TreeFormat()] {
      let table = try text(format)
      #expect(table.contains("beware    \(Self.notes[0])"))
      #expect(!table.contains("\u{1B}[31m"), "notes of a file may hold anything")
      #expect(try !text(format, []).contains("beware"))
    }
  }

  @Test func jsonHasThemAsAList() throws {
    #expect(try text(JsonFormat(), ["a", "b"]).contains(#""clock_notes":["a","b"]"#))
    #expect(try text(JsonFormat(), []).contains(#""clock_notes":[]"#))
  }

  @Test func thePageHasThemAmongItsFacts() {
    let facts = ReportData.Fact.all(of: Self.profile(Self.notes)).filter { $0.name == "clockNote" }
    #expect(facts.map(\.value) == Self.notes)
  }
}
