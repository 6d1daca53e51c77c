import Profiles
import Testing

@testable import Formats

/// Lengths and threads are checked by Perfetto itself: `python/client_tests/test_perfetto.py`.
@Suite struct PerfettoFormatTests {
  @Test func looksAsRecorded() throws {
    let bytes = try PerfettoFormat().bytes(of: Exports.sample, FormatOptions())
    let lines = try ProtobufDump.lines(bytes)
    try Golden.expect(Array((lines.joined(separator: "\n") + "\n").utf8), "sample.pftrace.txt")
  }

  @Test func everyContextBeginsAndEnds() throws {
    let profile = Exports.sample
    let lines = try ProtobufDump.lines(try PerfettoFormat().bytes(of: profile, FormatOptions()))
    #expect(lines.filter { $0 == "    9: 1" }.count == profile.nodes.count)
    #expect(lines.filter { $0 == "    9: 2" }.count == profile.nodes.count)
    #expect(
      lines.filter { $0.hasPrefix("  8: ") }.count == 2 * profile.nodes.count, "a time in each, 0 as well")
  }
}
