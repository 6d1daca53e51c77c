import Profiles
import Recording
import Testing

@testable import Formats

/// Profiles that were read from files of other tools may lack what swiftprof always has.
@Suite struct AbsentMeasuresTests {
  private func profile(with measures: Profile.Measures) -> Profile {
    var tree = Exports.sample.contextTree
    tree.measures = measures
    return Profile(tree)
  }

  @Test(arguments: ["collapsed", "speedscope", "chrome", "perfetto", "firefox"])
  func formatsOfContextsRefuseAProfileWithoutAndSayWhatToTake(format: String) throws {
    let format = try Formats.named(format)
    let error = #expect(throws: FormatError.self) {
      try format.bytes(of: profile(with: [.calls, .wall, .cpu]), FormatOptions())
    }
    #expect(error?.message.contains("no calling contexts") == true)
  }

  @Test(arguments: ["collapsed", "firefox", "dot"])
  func aClockThatIsNotThereIsRefusedWithTheOneThereIs(format: String) throws {
    let format = try Formats.named(format)
    for clock in [Profile.Clock.wall, .wait] {
      var options = FormatOptions()
      options.clock = clock
      let error = #expect(throws: FormatError.self) {
        try format.bytes(of: profile(with: [.cpu, .contexts]), options)
      }
      #expect(error?.message == "this profile has no \(clock.rawValue) times: ask for the clock cpu")
      options.clock = .cpu
      #expect(try !format.bytes(of: profile(with: [.cpu, .contexts]), options).isEmpty)
    }
  }

  @Test func aSingleClockIsTheMainOneOfATimeLine() throws {
    let cpu = profile(with: [.cpu, .contexts])
    #expect(try !Exports.text(ChromeFormat(), cpu).contains("\"tts\""))
    let profiles = try Exports.json(SpeedscopeFormat(), cpu)["profiles"] as? [[String: Any]]
    #expect(profiles?.map { $0["name"] as? String }.first == "MainThread (100) - cpu")
  }

  @Test func noFormatOfTimesWritesAProfileOfCallsAlone() throws {
    for format in [SpeedscopeFormat(), ChromeFormat(), PerfettoFormat(), CallgrindFormat()] as [any Format] {
      #expect(throws: FormatError.self) {
        try format.bytes(of: profile(with: [.calls, .contexts]), FormatOptions())
      }
    }
  }

  @Test func callgrindHasOnlyTheEventsThatWereMeasured() throws {
    for (measures, events) in [(Profile.Measures.wall, "Wall"), (.cpu, "CPU")] {
      let text = try Exports.text(CallgrindFormat(), profile(with: [.calls, measures]))
      let lines = text.split(separator: "\n")
      #expect(lines.filter { $0.hasPrefix("events:") } == ["events: \(events)"])
      #expect(lines.filter { $0.hasPrefix("event:") }.count == 1)
      let costs = lines.filter { $0.first?.isNumber == true || $0.hasPrefix("summary:") }
      #expect(costs.allSatisfy { $0.split(separator: " ").count == 2 }, "a line or a key, and one cost")
    }
    let both = try Exports.text(CallgrindFormat(), profile(with: [.calls, .wall, .cpu]))
    #expect(both.contains("\nevents: Wall CPU\n"))
    let cpu = try Exports.text(CallgrindFormat(), profile(with: [.calls, .cpu]))
    #expect(
      Self.costs(of: cpu, column: 1) == Self.costs(of: both, column: 2), "the same numbers as with both")
  }

  private static func costs(of text: String, column: Int) -> [Substring] {
    text.split(separator: "\n").filter { $0.first?.isNumber == true }.map { $0.split(separator: " ")[column] }
  }

  @Test func whatIsNotMeasuredIsNoColumn() throws {
    let calls = profile(with: .calls)
    #expect(
      try Exports.text(CsvFormat(), calls).hasPrefix(
        "name,qualified_name,module,file,line,kind,ncall,nprim,open\r\n"))
    let wall = profile(with: .wall)
    #expect(
      try Exports.text(CsvFormat(), wall).hasPrefix(
        "name,qualified_name,module,file,line,kind,wall_self_ns,wall_total_ns,"
          + "wall_self_overhead_ns,wall_total_overhead_ns\r\n"))
    #expect(try !Exports.text(MarkdownFormat(), wall).contains("calls"))
    #expect(try Exports.text(MarkdownFormat(), calls).contains("| calls | function | place |"))
    #expect(try !Exports.text(DotFormat(), wall).contains("\u{d7}"))
    let file = try Exports.json(JsonFormat(), wall)
    #expect(file["measures"] as? [String] == ["wall"])
    let functions = file["functions"] as? [String: Any]
    #expect(
      functions?["ncall"] == nil && functions?["cpu_self_ns"] == nil && functions?["wall_self_ns"] != nil)
  }
}
