import Foundation
import Testing

/// Files under `Golden` hold what a format must write, byte for byte.
///
/// To record them again after an intended change, then read the difference before you commit it:
///
///     SWIFTPROF_RECORD_GOLDEN=1 swift test --filter FormatsTests
enum Golden {
  static func expect(_ bytes: [UInt8], _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["SWIFTPROF_RECORD_GOLDEN"] != nil {
      try Data(bytes).write(to: file)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
    #expect(lines == expected.components(separatedBy: "\n"), "see Golden.swift for how to record again")
  }
}
