import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct ChromeFormatTests {
  private func events(_ profile: Profile) throws -> [[String: Any]] {
    try #require(try Exports.json(ChromeFormat(), profile)["traceEvents"] as? [[String: Any]])
  }

  private func ns(_ event: [String: Any], _ key: String) -> UInt64 {
    UInt64(((event[key] as? NSNumber)?.doubleValue ?? -1) * 1000 + 0.5)
  }

  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try ChromeFormat().bytes(of: Exports.sample, FormatOptions()), "sample.trace.json")
  }

  @Test func slicesOfEachThreadNestAndAreAsLongAsTheirContexts() throws {
    let profile = Exports.sample
    let events = try events(profile).filter { $0["ph"] as? String != "M" }
    #expect(events.count == 2 * profile.nodes.count)
    let ends = TraceIdentity(profile).threads.flatMap { thread in
      events.filter { $0["tid"] as? UInt64 == thread }
    }
    var open: [[String: Any]] = []
    var lengths: [[UInt64]] = []
    for event in ends {
      if event["ph"] as? String == "B" {
        open.append(event)
        continue
      }
      guard let begin = open.popLast() else { throw FormatError("an end without a begin") }
      #expect(begin["name"] as? String == event["name"] as? String)
      lengths.append(["ts", "tts"].map { ns(event, $0) - ns(begin, $0) })
    }
    #expect(open.isEmpty)
    let expected = profile.nodes.map { [$0.times.totalWallNs, $0.times.totalCpuNs] }
    #expect(lengths.sorted { $0[0] < $1[0] } == expected.sorted { $0[0] < $1[0] })
  }

  /// speedscope keeps begins and ends in two queues, by time; of two of one time it takes the begin first if both
  /// are of one function, else the end (`selectQueueToTakeFromNext` of its `import/trace-event.ts`).
  @Test(arguments: [
    "a 1 self=0\n  b 1 self=0\n    c 1 self=0\n  c 1 self=0\nb 1 self=0\n  a 1 self=0",
    "a 1 self=0\n  b 1 self=0\n    c 1 self=5\n  c 1 self=5\nc 1 self=5\na 1 self=0\n  b 1 self=0",
    "a 1 self=9\n  b 1 self=0\n    a 1 self=0\n  a 1 self=5\n    b 1 self=0\nb 1 self=1",
  ])
  func aReaderWithAQueueForBeginsAndOneForEndsSeesThemNest(script: String) throws {
    let events = try events(Profile(SnapshotScript("thread Main\n" + script).snapshot))
    var begins = events.filter { $0["ph"] as? String == "B" }[...]
    var ends = events.filter { $0["ph"] as? String == "E" }[...]
    var open: [String?] = []
    while let end = ends.first {
      let begin = begins.first
      let name = end["name"] as? String
      let isBeginNext =
        begin.map {
          ns($0, "ts") < ns(end, "ts") || ns($0, "ts") == ns(end, "ts") && $0["name"] as? String == name
        }
        ?? false
      if isBeginNext {
        open.append(begins.removeFirst()["name"] as? String)
      } else {
        #expect(open.popLast() == name)
        ends.removeFirst()
      }
    }
    #expect(open.isEmpty && begins.isEmpty)
  }

  /// Frames that were open when the recording began have no time of their own.
  @Test func callersWithoutTimeOfTheirOwnAreNoLonger() throws {
    let script = "thread Main\na 1 self=0\n  b 1 self=0\n    c 1 self=10\n      d 1 self=5"
    let events = try events(Profile(SnapshotScript(script).snapshot)).filter { $0["ph"] as? String == "E" }
    #expect(events.map { ns($0, "ts") } == [5, 15, 15, 15])
  }

  @Test func theFileSaysThatItIsNoTimeLine() throws {
    let file = try Exports.json(ChromeFormat(), Exports.sample)
    #expect((file["otherData"] as? [String: Any])?["aggregated"] as? Bool == true)
    let process = try events(Exports.sample).first { $0["name"] as? String == "process_name" }
    #expect(((process?["args"] as? [String: Any])?["name"] as? String)?.contains("aggregated") == true)
  }

  @Test func threadsOfOneNumberAreTwoTracksAndArgumentsAreNoneButNames() throws {
    let events = try events(Exports.sample)
    let threads = Set(events.compactMap { $0["tid"] as? Int })
    #expect(threads == [100, 101, 4242, (1 << 22) + 3], "the process's own name is given with its number")
    #expect(events.allSatisfy { $0["ph"] as? String == "M" || $0["args"] == nil })
  }

  @Test func namesAreExactAndEachStandsForOneFunction() throws {
    let slices = try events(profile(ofNames: hostileNames)).filter { $0["ph"] as? String == "B" }
    #expect(slices.map { ExactText($0["name"] as? String ?? "?") } == hostileNames.map(ExactText.init))
    let twins = try events(profile(ofNames: ["f", "f"])).filter { $0["ph"] as? String == "B" }
    #expect(twins.map { $0["name"] as? String } == ["f:1", "f:1'"])
  }
}
