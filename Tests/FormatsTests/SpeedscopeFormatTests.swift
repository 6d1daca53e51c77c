import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct SpeedscopeFormatTests {
  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try SpeedscopeFormat().bytes(of: Exports.sample, FormatOptions()),
      "sample.speedscope.json")
  }

  /// Own time of each frame, from events that must nest and never go back; nil where they do.
  static func selfNs(of profile: [String: Any]) -> [Int: UInt64]? {
    guard let events = profile["events"] as? [[String: Any]] else { return nil }
    var open: [(frame: Int, begin: UInt64, callees: UInt64)] = []
    var sums: [Int: UInt64] = [:]
    var now: UInt64 = 0
    for event in events {
      guard let frame = event["frame"] as? Int, let at = event["at"] as? UInt64, at >= now else { return nil }
      now = at
      if event["type"] as? String == "O" {
        open.append((frame, at, 0))
      } else {
        guard let last = open.popLast(), last.frame == frame else { return nil }
        sums[frame, default: 0] += at - last.begin - last.callees
        if !open.isEmpty { open[open.count - 1].callees += at - last.begin }
      }
    }
    return open.isEmpty ? sums : nil
  }

  @Test func ownTimesOfEachThreadOnEachClockAreThoseOfTheTree() throws {
    let profile = Exports.sample
    let profiles = try #require(try Exports.json(SpeedscopeFormat(), profile)["profiles"] as? [[String: Any]])
    #expect(
      profiles.map { $0["name"] as? String } == [
        "MainThread (100) - wall", "MainThread (100) - cpu", "Worker (101) - wall", "Worker (101) - cpu",
        "Worker (101') - wall", "Worker (101') - cpu",
      ])
    for (index, written) in profiles.enumerated() {
      let (thread, clock) = (index / 2, profile.clocks[index % 2])
      var expected: [Int: UInt64] = [:]
      for node in profile.nodes where node.thread == thread {
        expected[node.function, default: 0] += clock.selfNs(of: node.times)
      }
      #expect(Self.selfNs(of: written) == expected)
      #expect(written["endValue"] as? UInt64 == clock.totalNs(of: profile.threads[thread]))
    }
  }

  @Test func callsThatTookNoTimeNest() throws {
    let script =
      "thread Main\na 1 self=0\n  b 1 self=0\n    c 1 self=0\n  c 1 self=0\nb 1 self=0\n  a 1 self=0"
    let profiles = try Exports.json(SpeedscopeFormat(), Profile(SnapshotScript(script).snapshot))["profiles"]
    let written = try #require((profiles as? [[String: Any]])?.first)
    #expect((written["events"] as? [Any])?.count == 12)
    #expect(Self.selfNs(of: written) == [0: 0, 1: 0, 2: 0])
  }

  @Test func namesAreExact() throws {
    let shared =
      try Exports.json(SpeedscopeFormat(), profile(ofNames: hostileNames))["shared"] as? [String: Any]
    let names = (shared?["frames"] as? [[String: Any]])?.map { $0["name"] as? String ?? "?" }
    #expect(names?.map(ExactText.init) == hostileNames.map(ExactText.init))
  }
}
