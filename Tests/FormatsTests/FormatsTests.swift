import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct FormatsTests {
  @Test func namesAndEndingsAreUnique() {
    let names = Formats.all.map(\.name)
    let endings = Formats.all.flatMap(\.fileEndings)
    #expect(names == ["table", "pstats", "callgrind"])
    #expect(Set(endings).count == endings.count)
  }

  @Test func anUnknownFormatIsRefusedWithTheOnesThereAre() {
    #expect(throws: FormatError("unknown format \"svg\": use one of table, pstats, callgrind")) {
      try Formats.named("svg")
    }
  }

  /// For trying real readers: `SWIFTPROF_SAMPLE_DIR=/tmp/samples swift test --filter writesSamples`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SWIFTPROF_SAMPLE_DIR"] != nil))
  func writesSamplesForRealReaders() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["SWIFTPROF_SAMPLE_DIR"])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for format in Formats.all {
      let bytes = try format.bytes(of: SampleProfile.withEqualKeys, FormatOptions())
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/sample.\(format.name)"))
    }
  }
}
