import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct DiffFilesTests {
  @Test func markdownLooksAsRecorded() throws {
    let bytes = try DiffMarkdownFormat().bytes(of: SampleDiff.oneRunEach, SampleDiff.options(width: 0))
    try Golden.expect(bytes, "diff.md")
  }

  private func json(_ diff: ProfileDiff) throws -> [String: Any] {
    let bytes = try DiffJsonFormat().bytes(of: diff, SampleDiff.options(width: 0))
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func jsonHoldsTheNumbersOfEachRun() throws {
    let functions = try #require(try json(SampleDiff.severalRuns)["functions"] as? [String: Any])
    let names = try #require(functions["name"] as? [String])
    let query = try #require(names.firstIndex(of: "query"))
    let sides = try ["before", "after"].map { try #require(functions[$0] as? [String: [[UInt64]]]) }
    #expect(sides.map { $0["ncall"]?[query] } == [[10, 10, 10], [212, 210]])
    #expect(sides[0]["wall_self_ns"]?[query] == [50_000_000, 50_040_000, 50_090_000])
    #expect((functions["calls_changed"] as? [Bool])?[query] == true)
    #expect((functions["status"] as? [String])?[query] == "same")
  }

  @Test func jsonColumnsAreAllOfTheSameLength() throws {
    let all = try json(SampleDiff.oneRunEach)
    for part in ["functions", "edges"] {
      let columns = try #require(all[part] as? [String: Any])
      let count = try #require(columns["count"] as? Int)
      for case (_, let column as [Any]) in columns { #expect(column.count == count) }
      for side in ["before", "after"] {
        let numbers = try #require(columns[side] as? [String: [Any]])
        #expect(numbers.count == 7)
        for (_, column) in numbers { #expect(column.count == count) }
      }
    }
    #expect(all["measures"] as? [String] == ["calls", "resumptions", "wall", "cpu"])
  }

  @Test func everyFormatHasANameOfItsOwnAndAnEnding() throws {
    #expect(Set(DiffFormats.all.map(\.name)).count == DiffFormats.all.count)
    for format in DiffFormats.all {
      #expect(try DiffFormats.named(format.name).name == format.name)
      #expect(!format.fileEndings.isEmpty && !format.summary.isEmpty)
    }
    let error = #expect(throws: FormatError.self) { try DiffFormats.named("pstats") }
    #expect(error?.message.contains("use one of table, markdown, json") == true)
  }
}
