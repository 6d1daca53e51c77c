import Profiles
import Testing

@testable import Formats

@Suite struct TableFormatTests {
  private func options(width: Int) -> FormatOptions {
    var options = FormatOptions()
    options.width = width
    options.threadsTable = true
    options.pathRoots = [
      .init(prefix: "/home/me/project/", shownAs: ""),
      .init(prefix: "/usr/lib/python3.11/", shownAs: "<stdlib>/"),
      .init(prefix: "/usr/lib/python3.11/site-packages/", shownAs: ""),
    ]
    return options
  }

  private static let profile = {
    var profile = SampleProfile.withEqualKeys
    profile.facts.command =
      "python main.py --words \"a b\" and a long list of arguments that has to be wrapped"
    profile.facts.pythonVersion = "CPython 3.11.7"
    return profile
  }()

  private func lines(_ options: FormatOptions) throws -> [String] {
    let bytes = try TableFormat().bytes(of: Self.profile, options)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [80, 120, 200, 0]) func looksAsRecorded(width: Int) throws {
    let bytes = try TableFormat().bytes(of: Self.profile, options(width: width))
    try Golden.expect(bytes, "table-\(width).txt")
  }

  @Test func coloursLookAsRecorded() throws {
    var options = options(width: 100)
    options.color = true
    options.limit = 5
    try Golden.expect(try TableFormat().bytes(of: Self.profile, options), "table-colour.txt")
  }

  @Test(arguments: [40, 60, 80, 100, 132, 200]) func noLineIsWiderThanTheTerminal(width: Int) throws {
    var options = options(width: width)
    options.limit = 3
    for line in try lines(options) { #expect(DisplayWidth.of(line) <= max(width, 60), "\(line)") }
  }

  @Test func nothingInANameReachesTheTerminalAsControl() throws {
    let scalars = try lines(options(width: 0)).joined().unicodeScalars
    #expect(!scalars.contains { $0.value < 0x20 || $0.value == 0x7f || $0.value == 0x202e })
  }

  @Test func limitSumsUpTheRest() throws {
    var options = FormatOptions()
    options.limit = 1
    options.sort = "ncall"
    let line = try #require(try lines(options).last)
    #expect(line.hasSuffix("... 18 more functions"))
    #expect(line.contains("9553.574"))
  }

  @Test func theSortedColumnIsNeverDropped() throws {
    var options = options(width: 60)
    options.sort = "cpuself"
    let head = try #require(try lines(options).first { $0.contains("ncall") && $0.hasSuffix("name") })
    #expect(head.contains("cpuself"))
  }

  @Test func anUnknownSortKeyIsRefusedWithTheOnesThereAre() {
    var options = FormatOptions()
    options.sort = "speed"
    let error = #expect(throws: FormatError.self) {
      try TableFormat().bytes(of: SampleProfile.profile, options)
    }
    #expect(error?.message.contains("\"speed\": use one of ncall, tsub, ttot") == true)
  }

  @Test func anEmptyProfileIsATableWithoutRows() throws {
    let bytes = try TableFormat().bytes(of: Profile(ContextTree()), FormatOptions())
    #expect(String(decoding: bytes, as: UTF8.self).contains("name"))
  }

  @Test func theLongestPrefixOfAPathWins() {
    let paths = PathShortener(options(width: 0).pathRoots)
    #expect(paths.shortened("/usr/lib/python3.11/json/decoder.py") == "<stdlib>/json/decoder.py")
    #expect(paths.shortened("/usr/lib/python3.11/site-packages/x.py") == "x.py")
    #expect(paths.shortened("/opt/x.py") == "/opt/x.py")
  }
}
