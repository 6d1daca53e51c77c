import Foundation
import Profiles
import Testing

@testable import Formats

/// The files from which fuzzing begins: whole files, so that changes to them reach far into the readers.
///
/// To make ours again, then those of other tools (Tests/Fuzzing/README.md):
///
///     SWIFTPROF_RECORD_SEEDS=1 swift test --filter SeedTests
@Suite struct SeedTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fuzzing/Corpus")

  private static func ours() throws -> [(name: String, bytes: [UInt8])] {
    var seeds: [(String, [UInt8])] = []
    var profiles = [
      ("sample", SampleProfile.withEqualKeys), ("empty", Profile(ContextTree())),
      ("async", AsyncSample.profile),
    ]
    for seed: UInt64 in [0, 1, 4] {
      profiles.append(("random\(seed)", Profile(RandomTree.make(seed: seed, contexts: 40, threads: 2))))
    }
    for (name, profile) in profiles {
      let packed = try PprofFormat().bytes(of: profile, FormatOptions())
      seeds.append(
        ("pprof/\(name).pb", try packed.withUnsafeBytes { try Inflate.gunzip($0, limit: 1 << 20) }))
      if name != "random1" { seeds.append(("gzip/\(name).pb.gz", packed)) }
      seeds.append(("pstats/\(name).prof", try PstatsFormat().bytes(of: profile, FormatOptions())))
    }
    seeds.append(
      ("gzip/two-members.gz", Deflate.compress([0x32, 0], .gzip) + Deflate.compress([0x48, 5], .gzip)))
    return seeds
  }

  /// `before-labels.pb` is the sample as the last version without suspension, labels and tasks wrote it.
  @Test func filesOfEarlierVersionsAreRead() throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("pprof/before-labels.pb")))
    let same = try bytes.withUnsafeBytes { try Profile(Formats.read($0)) } == SampleProfile.withEqualKeys
    #expect(same)
  }

  @Test func everySeedIsAProfile() throws {
    if ProcessInfo.processInfo.environment["SWIFTPROF_RECORD_SEEDS"] != nil {
      for seed in try Self.ours() {
        try Data(seed.bytes).write(to: Self.folder.appendingPathComponent(seed.name))
      }
    }
    var count = 0
    for reader in ["pprof", "pstats", "gzip"] {
      let folder = Self.folder.appendingPathComponent(reader)
      for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
        let bytes = [UInt8](try Data(contentsOf: file))
        #expect(throws: Never.self, "\(file.lastPathComponent)") {
          try bytes.withUnsafeBytes { _ = try Formats.read($0) }
        }
        count += 1
      }
    }
    #expect(count >= 15, "as many as there are")
  }
}
