import Profiles
import Testing

@testable import Formats

@Suite struct CsvFormatTests {
  /// Fields by RFC 4180, read character by character.
  private func rows(_ profile: Profile, _ options: FormatOptions = FormatOptions()) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    let bytes = try CsvFormat().bytes(of: profile, options)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if index < bytes.count && bytes[index] == UInt8(ascii: "\"") {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\r") {
        row.append(String(decoding: field, as: UTF8.self))
        field = []
        if byte == UInt8(ascii: "\r") {
          #expect(bytes[index] == UInt8(ascii: "\n"))
          index += 1
          rows.append(row)
          row = []
        }
      } else {
        field.append(byte)
      }
    }
    #expect(row.isEmpty && field.isEmpty && !isQuoted)
    return rows
  }

  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try CsvFormat().bytes(of: Exports.sample, FormatOptions()), "sample.csv")
  }

  @Test func rowsHoldTheNumbersOfTheFunctions() throws {
    let profile = Exports.sample
    let rows = try rows(profile)
    let index = try #require(rows[0].firstIndex(of: "wall_self_ns"))
    #expect(rows.allSatisfy { $0.count == 19 })
    #expect(
      rows.dropFirst().map { UInt64($0[index]) } == profile.functions.map(\.times.selfWallNs).sorted(by: >))
  }

  @Test func namesAreExact() throws {
    var options = FormatOptions()
    options.sort = "tsub"
    let names = try rows(profile(ofNames: hostileNames), options).dropFirst().map { ExactText($0[0]) }
    #expect(names == hostileNames.reversed().map(ExactText.init))
  }

  @Test func sortAndLimitChooseTheRows() throws {
    var options = FormatOptions()
    options.sort = "ncall"
    options.limit = 2
    #expect(try rows(Exports.sample, options).map { $0[0] } == ["name", "append", "callback"])
    options.sort = "speed"
    #expect(throws: FormatError.self) { try rows(Exports.sample, options) }
  }
}
