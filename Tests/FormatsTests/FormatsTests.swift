import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct FormatsTests {
  @Test func namesAndEndingsAreUnique() {
    let names = Formats.all.map(\.name)
    let endings = Formats.all.flatMap(\.fileEndings)
    #expect(Set(names).count == names.count)
    #expect(Set(endings).count == endings.count)
  }

  @Test func anUnknownFormatIsRefusedWithTheOnesThereAre() {
    let error = #expect(throws: FormatError.self) { try Formats.named("svg") }
    let names = Formats.all.map(\.name).joined(separator: ", ")
    #expect(error == FormatError("unknown format \"svg\": use one of \(names)"))
  }

  /// The files stay where `SWIFTPROF_SAMPLE_DIR` says, to try real readers on them; else nowhere.
  @Test func everyFormatWritesAFile() throws {
    let kept = ProcessInfo.processInfo.environment["SWIFTPROF_SAMPLE_DIR"]
    let process = ProcessInfo.processInfo.processIdentifier
    let folder = kept ?? NSTemporaryDirectory() + "swiftprof-samples-\(process)"
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for format in Formats.all {
      let bytes = try format.bytes(of: SampleProfile.withEqualKeys, FormatOptions())
      let file = URL(fileURLWithPath: "\(folder)/sample.\(format.name)")
      try Data(bytes).write(to: file)
      #expect(try !bytes.isEmpty && Data(contentsOf: file) == Data(bytes))
    }
  }
}
