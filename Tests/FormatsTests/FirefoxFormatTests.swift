import Foundation
import Profiles
import Testing

@testable import Formats

@Suite struct FirefoxFormatTests {
  private func threads(_ profile: Profile, _ clock: Profile.Clock = .wall) throws -> [[String: Any]] {
    var options = FormatOptions()
    options.clock = clock
    return try #require(try Exports.json(FirefoxFormat(), profile, options)["threads"] as? [[String: Any]])
  }

  private func numbers(_ table: Any?, _ column: String) -> [Double?] {
    ((table as? [String: Any])?[column] as? [Any])?.map { ($0 as? NSNumber)?.doubleValue } ?? []
  }

  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try FirefoxFormat().bytes(of: Exports.sample, FormatOptions()), "sample.firefox.json"
    )
  }

  @Test(arguments: Profile.Clock.allCases)
  func weightsOfEachThreadAddUpToItsTime(clock: Profile.Clock) throws {
    let profile = Exports.sample
    for (index, thread) in try threads(profile, clock).enumerated() {
      let weights = numbers(thread["samples"], "weight").map { UInt64(($0 ?? -1) * 1e6 + 0.5) }
      #expect(weights.reduce(0, +) == clock.totalNs(of: profile.threads[index]))
      let times = numbers(thread["samples"], "time").compactMap { $0 }
      #expect(times == times.sorted() && times.count == weights.count)
    }
  }

  @Test func cpuOfASampleStandsAtTheNextOne() throws {
    let profile = Profile(SnapshotScript("thread Main self=4/3\na 1 self=20/10\n  b 1 self=7/5").snapshot)
    let samples = try threads(profile)[0]["samples"]
    #expect(numbers(samples, "stack") == [1, 0, nil])
    #expect(numbers(samples, "time") == [0, 7e-6, 27e-6])
    #expect(numbers(samples, "weight") == [7e-6, 20e-6, 4e-6])
    #expect(numbers(samples, "threadCPUDelta") == [0, 5, 10])
    #expect(numbers(try threads(profile, .cpu)[0]["samples"], "threadCPUDelta").isEmpty)
  }

  @Test func stacksOfEachThreadAreItsContexts() throws {
    let profile = Exports.sample
    let file = try Exports.json(FirefoxFormat(), profile)
    let strings = (file["shared"] as? [String: Any])?["stringArray"] as? [String] ?? []
    for (thread, range) in zip(try threads(profile), profile.nodesOfThreads()) {
      let frames = numbers(thread["stackTable"], "frame").map { Int($0 ?? -1) }
      let prefixes = numbers(thread["stackTable"], "prefix").map { $0.map { Int($0) } }
      let names = numbers(thread["funcTable"], "name").map { strings[Int($0 ?? -1)] }
      let functions = numbers(thread["frameTable"], "func").map { Int($0 ?? -1) }
      #expect(
        frames.map { names[functions[$0]] }
          == range.map { profile.functions[profile.nodes[$0].function].displayName })
      #expect(prefixes == range.map { profile.nodes[$0].parent.map { $0 - range.lowerBound } })
    }
  }

  @Test func everyColumnOfATableIsAsLongAsItSays() throws {
    for thread in try threads(Exports.sample) {
      for case let table as [String: Any] in thread.values {
        let length = table["length"] as? Int
        for case let column as [Any] in table.values { #expect(column.count == length) }
      }
    }
  }
}
