import Profiles
import Recording
import Testing

@testable import Formats

@Suite struct CallersTextTests {
  private static let profile = Profile(
    SnapshotScript(
      """
      thread Main
      main 1 self=1000000/900000
        view 4 self=2000000
          query 40 self=9000000/1000000
            connect 1 self=500000
        admin 1 self=1000000
          query 10 self=1000000
      query 1 self=1000
        query 2 self=2000
      """
    ).snapshot)

  private func text(
    _ direction: CallersText.Direction, _ pattern: String, _ options: FormatOptions = FormatOptions()
  ) throws -> String {
    let bytes = try CallersText(Self.profile, options).bytes(direction, of: FunctionPattern(pattern))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func callersStandUnderTheirFunctionMostTimeFirst() throws {
    #expect(
      try text(.callers, "m.query") == """
        m.query  query.py:1
          ncall  share      ttot      tsub  called by
                 calls        us        us
             40  75.5%  9500.000  9000.000  m.view    view.py:1
             10  18.9%  1000.000  1000.000  m.admin   admin.py:1
              1   1.9%     3.000     1.000  (thread)
              2   3.8%     2.000     2.000  m.query   query.py:1

        """)
  }

  @Test func calleesAreWhatTheFunctionCalls() throws {
    #expect(
      try text(.callees, "*.main") == """
        m.main  main.py:1
          ncall    ttot   tsub  calls
                     ms     ms
              4  11.500  2.000  m.view   view.py:1
              1   2.000  1.000  m.admin  admin.py:1

        """)
  }

  @Test func everyFunctionThatFitsHasItsBlockMostTimeFirst() throws {
    let lines = try text(.callees, "m").split(separator: "\n")
    let heads = lines.filter { !$0.hasPrefix(" ") }.map { $0.split(separator: " ")[0] }
    #expect(heads == ["m.main", "m.view", "m.query", "m.admin", "m.connect"])
    #expect(lines.last == "  calls nothing")
  }

  @Test func theClockIsTheOneAskedForAndALimitIsTold() throws {
    var options = FormatOptions()
    options.clock = .cpu
    options.limit = 1
    let text = try text(.callers, "m.query", options)
    #expect(text.contains("     cpu   cpuself  called by"))
    #expect(text.hasSuffix("  ... 3 more\n"))
  }

  @Test(arguments: [40, 60, 80]) func noLineIsWiderThanTheTerminal(width: Int) throws {
    var options = FormatOptions()
    options.width = width
    for line in try text(.callers, "*", options).split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= max(width, 49), "\(line)")
    }
  }

  @Test func aPatternThatFitsNothingIsRefused() {
    let error = #expect(throws: FormatError.self) { try text(.callers, "m.quary") }
    #expect(error?.message.hasPrefix("no function of this profile fits") == true)
  }
}
