import Profiles
import Testing

@testable import Formats

@Suite struct CollapsedFormatTests {
  /// Frames and weight of each line.
  private func stacks(_ profile: Profile, _ clock: Profile.Clock = .wall) throws -> [(
    [Substring], UInt64
  )] {
    var options = FormatOptions()
    options.clock = clock
    return try Exports.text(CollapsedFormat(), profile, options).split(separator: "\n").map { line in
      let blank = try #require(line.lastIndex(of: " "))
      let weight = try #require(UInt64(line[line.index(after: blank)...]))
      return (line[..<blank].split(separator: ";", omittingEmptySubsequences: false), weight)
    }
  }

  @Test func looksAsRecorded() throws {
    try Golden.expect(
      try CollapsedFormat().bytes(of: Exports.sample, FormatOptions()), "sample.collapsed")
  }

  @Test(arguments: Profile.Clock.allCases)
  func weightsOfAThreadAddUpToItsTimeAndNoneIsZero(clock: Profile.Clock) throws {
    let profile = Exports.sample
    var sums: [Substring: UInt64] = [:]
    for (frames, weight) in try stacks(profile, clock) {
      #expect(weight > 0)
      sums[frames[0], default: 0] += weight
    }
    let expected = [
      "MainThread [100]": clock.totalNs(of: profile.threads[0]),
      "Worker [101]": clock.totalNs(of: profile.threads[1]),
      "Worker [101']": clock.totalNs(of: profile.threads[2]),
    ]
    #expect(sums == expected.reduce(into: [:]) { $0[Substring($1.key)] = $1.value })
  }

  @Test func eachStackStandsOnceAndEachFrameForOneFunction() throws {
    let profile = Exports.sample
    let stacks = try stacks(profile).map(\.0)
    #expect(Set(stacks).count == stacks.count)
    #expect(stacks.contains { $0.last == "app.tree.<lambda>' (/home/me/project/app/tree.py:30)" })
    let deepest = stacks.max { $0.count < $1.count }
    #expect(deepest?.count == 6, "\(deepest ?? [])")
  }

  @Test func noNameBreaksALineOrAFrame() throws {
    let stacks = try stacks(profile(ofNames: hostileNames))
    #expect(stacks.count == hostileNames.count)
    for (index, (frames, weight)) in stacks.enumerated() {
      #expect(frames.count == 2)
      #expect(weight == UInt64(index) + 1)
    }
    #expect(Set(stacks.map { ExactText(String($0.0[1])) }).count == hostileNames.count)
    #expect(stacks[1].0[1] == "a\\x3bb c (/tmp/x.py:1)")
  }

  @Test func aFileThatWouldBeTooLargeIsRefusedAndNotMade() throws {
    // 40,000 levels of 6 KB names: 5 TB of text.
    var snapshot = SnapshotScript("thread Main\n").snapshot
    let name = String(repeating: "n", count: 6000)
    snapshot.functions.append(.init(name: name, qualifiedName: name, module: "", file: "", firstLine: 0))
    for _ in 0..<40_000 {
      snapshot.nodes.append(
        .init(parent: snapshot.nodes.count - 1, function: 1, thread: 0, calls: 1, selfWallNs: 1))
    }
    let error = #expect(throws: FormatError.self) {
      try CollapsedFormat().bytes(of: Profile(snapshot), .init())
    }
    #expect(error?.message.contains("GB") == true)
  }
}
