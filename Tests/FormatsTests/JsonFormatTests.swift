import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct JsonFormatTests {
  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try JsonFormat().bytes(of: Exports.sample, FormatOptions()), "sample.json")
  }

  private func column<Value>(_ file: [String: Any], _ table: String, _ name: String) throws -> [Value] {
    try #require((file[table] as? [String: Any])?[name] as? [Value])
  }

  @Test func columnsHoldTheTree() throws {
    let profile = Exports.sample
    let file = try Exports.json(JsonFormat(), profile)
    #expect(try column(file, "nodes", "parent") == profile.nodes.map { $0.parent ?? -1 })
    #expect(try column(file, "nodes", "function") == profile.nodes.map(\.function))
    #expect(try column(file, "nodes", "thread") == profile.nodes.map(\.thread))
    #expect(try column(file, "nodes", "ncall") == profile.nodes.map(\.calls))
    #expect(try column(file, "nodes", "resumptions") == profile.nodes.map(\.resumptions))
    #expect(try column(file, "nodes", "wall_self_ns") == profile.nodes.map(\.times.selfWallNs))
    #expect(try column(file, "nodes", "cpu_self_ns") == profile.nodes.map(\.times.selfCpuNs))
    #expect(try column(file, "functions", "wall_total_ns") == profile.functions.map(\.times.totalWallNs))
    #expect(try column(file, "functions", "nprim") == profile.functions.map(\.primitiveCalls))
    #expect(try column(file, "threads", "cpu_total_ns") == profile.threads.map(\.cpuNs))
  }

  @Test func everyColumnIsAsLongAsItsTableSays() throws {
    let file = try Exports.json(JsonFormat(), Exports.sample)
    for table in ["threads", "functions", "nodes", "labels", "tasks"] {
      let columns = try #require(file[table] as? [String: Any])
      for case let column as [Any] in columns.values { #expect(column.count == columns["count"] as? Int) }
      #expect(columns.count > 4)
    }
  }

  @Test func namesAreExact() throws {
    let names: [String] = try column(
      try Exports.json(JsonFormat(), profile(ofNames: hostileNames)), "functions", "name")
    #expect(names.map(ExactText.init) == hostileNames.map(ExactText.init))
  }

  @Test func textIsEscapedByTheRulesOfJson() {
    let quoted = String(decoding: JsonText.quoted("\"\\\n\r\t\u{1}\u{1f}\u{7f}é</"), as: UTF8.self)
    #expect(quoted == "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f\u{7f}é</\"")
    #expect(
      JsonText.quoted("a\\") == Array("\"a\\u005c\"".utf8), "Perfetto misreads a backslash before the quote")
  }

  @Test(arguments: [0, 9, 10, 999, 1000, 1234, UInt64.max])
  func numbersAreExact(number: UInt64) {
    var bytes: [UInt8] = []
    bytes.append(decimal: number)
    #expect(String(decoding: bytes, as: UTF8.self) == String(number))
    bytes = []
    bytes.append(number, decimals: 3)
    let digits = String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
    #expect(String(decoding: bytes, as: UTF8.self) == "\(digits.dropLast(3)).\(digits.suffix(3))")
  }
}
