import Profiles
import Testing

@testable import Formats

/// What formats say of the time of swiftprof itself.
@Suite struct OverheadFormatsTests {
  private let profile = OverheadSample.profile

  private func table(_ profile: Profile, width: Int, sort: String = "") throws -> String {
    var options = FormatOptions()
    (options.width, options.sort) = (width, sort)
    return try Exports.text(TableFormat(), profile, options)
  }

  @Test func theSampleHasOverhead() {
    #expect(profile.header.overheadNs > 0)
    #expect(profile.functions.contains { $0.times.selfOverheadWallNs > 0 })
  }

  @Test(arguments: [80, 120, 200]) func tablesLookAsRecorded(width: Int) throws {
    var options = FormatOptions()
    (options.width, options.threadsTable) = (width, true)
    try Golden.expect(TableFormat().bytes(of: profile, options), "overhead-\(width).txt")
  }

  @Test func rawTablesLookAsRecorded() throws {
    var options = FormatOptions()
    (options.width, options.limit) = (80, 5)
    try Golden.expect(TableFormat().bytes(of: profile.raw, options), "overhead-raw-80.txt")
  }

  @Test func markdownLooksAsRecorded() throws {
    try Golden.expect(MarkdownFormat().bytes(of: profile, FormatOptions()), "overhead.md")
  }

  @Test func jsonAndCsvLookAsRecorded() throws {
    try Golden.expect(JsonFormat().bytes(of: profile, FormatOptions()), "overhead.json")
    try Golden.expect(CsvFormat().bytes(of: profile, FormatOptions()), "overhead.csv")
  }

  @Test func theColumnIsThereWhenItIsSortedBy() throws {
    #expect(try !table(profile, width: 80).contains(" tover  "))
    #expect(try table(profile, width: 80, sort: "tover").contains(" tover  "))
    #expect(try !table(profile.raw, width: 0).contains("tover"))
  }

  @Test func sortingByOverheadPutsTheLargestFirst() throws {
    let key = try #require(SortKey.named("tover"))
    let overheads = key.sorted(profile.functions).map { profile.functions[$0].times.totalOverheadWallNs }
    #expect(overheads == overheads.sorted(by: >) && overheads[0] > 0)
  }

  @Test func unknownCostsAreSaidToBeUnknown() throws {
    var tree = profile.contextTree
    tree.header.eventPairCostNs = 0
    #expect(try table(Profile(tree), width: 0).contains("overhead  unknown"))
  }

  @Test(arguments: [0, 1, 1.04, .nan]) func aSlowdownOfNextToNothingIsNoLine(slowdown: Double) throws {
    var tree = profile.contextTree
    tree.header.slowdown = slowdown
    #expect(try !table(Profile(tree), width: 0).contains("slowdown"))
  }

  @Test func rawFilesAreThoseOfARecordingThatKnowsNoCosts() throws {
    var unknown = Profile(SampleProfile.snapshot)
    unknown.facts = profile.facts
    // The others say more of overhead than times.
    let formats = Formats.all.filter {
      !["pprof", "table", "tree", "markdown", "json", "html"].contains($0.name)
    }
    #expect(formats.count == 9)
    for format in formats {
      let raw = try format.bytes(of: profile.raw, FormatOptions())
      let expected = try format.bytes(of: unknown, FormatOptions())
      let corrected = try format.bytes(of: profile, FormatOptions())
      #expect(raw == expected && raw != corrected, "\(format.name)")
    }
  }

  @Test func aComparisonSaysThatTimesAreRaw() throws {
    func text(_ before: Profile, _ after: Profile) throws -> String {
      let diff = ProfileDiff(before: [before], after: [after])
      return String(decoding: try DiffTableFormat().bytes(of: diff, DiffOptions()), as: UTF8.self)
    }
    #expect(try !text(profile, profile).contains("raw"))
    #expect(try text(profile.raw, profile.raw).contains("that of swiftprof itself is not taken out (raw)\n"))
    #expect(try text(profile, profile.raw).contains("that of swiftprof itself is not taken out (raw)\n"))
  }

  @Test func thePageHasOverheadWhereThereIsSome() throws {
    let packed = PackedReportReader(PackedReport(ReportData(profile, FormatOptions())).bytes)
    #expect(packed.rest == 0)
    #expect(packed.nodes.overheadNs == profile.nodes.map(\.times.selfOverheadWallNs))
    #expect(packed.functionNumbers.own.overheadNs == profile.functions.map(\.times.selfOverheadWallNs))
    #expect(packed.facts["raw"] == nil && packed.facts["slowdown"]?.contains("1.9 times") == true)
    let raw = PackedReportReader(PackedReport(ReportData(profile.raw, FormatOptions())).bytes)
    #expect(raw.rest == 0 && raw.nodes.overheadNs.allSatisfy { $0 == 0 } && raw.facts["raw"] == "1")
  }
}
