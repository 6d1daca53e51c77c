import Foundation
import Profiles
import Testing

@testable import Formats

/// What formats make of suspension, labels, spans and tasks.
@Suite struct AsyncFormatsTests {
  private func options(width: Int) -> FormatOptions {
    var options = FormatOptions()
    options.width = width
    options.tasksTable = true
    options.pathRoots = [.init(prefix: "/srv/app/", shownAs: "")]
    return options
  }

  @Test(arguments: [80, 120, 200]) func theTableLooksAsRecorded(width: Int) throws {
    try Golden.expect(
      TableFormat().bytes(of: AsyncSample.profile, options(width: width)), "table-async-\(width).txt")
  }

  @Test(arguments: [80, 120]) func theTreeLooksAsRecorded(width: Int) throws {
    try Golden.expect(
      TreeFormat().bytes(of: AsyncSample.profile, options(width: width)), "tree-async-\(width).txt")
  }

  @Test(arguments: [20, 40, 60, 80, 100, 132, 200]) func noLineIsWiderThanTheTerminal(width: Int) throws {
    var options = options(width: width)
    options.limit = 2
    for line in try Exports.text(TableFormat(), AsyncSample.profile, options).split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= max(width, 72), "\(line)")
    }
  }

  @Test func limitSumsUpTheTasksToo() throws {
    var options = options(width: 0)
    options.limit = 1
    var tree = AsyncSample.profile.contextTree
    tree.tasksLeftOut = 5
    let text = try Exports.text(TableFormat(), Profile(tree), options)
    #expect(text.contains("... 7 more tasks") && text.contains("... 1 more context\n"))
    #expect(text.contains("request\\n\\u202eof") && !text.contains("(no name)"))
  }

  @Test func withoutTasksTheTaskTableSaysSo() throws {
    let text = try Exports.text(TableFormat(), SampleProfile.profile, options(width: 80))
    #expect(text.hasSuffix("\nno tasks, greenlets or contexts of your own were recorded\n"))
  }

  @Test func sortKeysOfSuspensionFallBackToTotals() throws {
    func firstName(_ profile: Profile, _ sort: String) throws -> String? {
      var options = FormatOptions()
      options.sort = sort
      return try options.sortKey(of: profile).sorted(profile.functions).first.map {
        profile.functions[$0].name
      }
    }
    #expect(try firstName(AsyncSample.profile, "twait") == "handle")
    #expect(try firstName(AsyncSample.profile, "tspan") == "handle")
    #expect(try firstName(SampleProfile.profile, "twait") == firstName(SampleProfile.profile, "ttot"))
  }

  @Test func suspensionIsShownOnlyWhereThereIsSome() throws {
    for format in ["table", "tree", "markdown", "csv"] {
      let format = try Formats.named(format)
      for word in ["twait", "tspan", "suspended"] {
        #expect(try !Exports.text(format, SampleProfile.profile).contains(word))
      }
    }
    #expect(
      try Exports.text(CsvFormat(), AsyncSample.profile).contains(
        ",wait_total_ns,suspended_ns,wall_self_overhead"))
    let markdown = try Exports.text(MarkdownFormat(), AsyncSample.profile)
    #expect(markdown.contains("| suspended, ms | function"))
    #expect(markdown.contains("| 1750.000 | `app.web.handle`"))
  }

  @Test func jsonHasLabelsAndTasks() throws {
    let profile = AsyncSample.profile
    let file = try Exports.json(JsonFormat(), profile)
    func column<Value>(_ table: String, _ name: String) throws -> [Value] {
      try #require((file[table] as? [String: Any])?[name] as? [Value])
    }
    #expect(try column("labels", "context") == ["orders", "users"])
    #expect(try column("labels", "tag") == ["slow", ""])
    #expect(try column("labels", "ncall") == profile.labels.map(\.calls))
    #expect(try column("labels", "wall_self_ns") == [550_000, 670_000])
    #expect(try column("nodes", "label") == profile.nodes.map { $0.label ?? -1 })
    #expect(try column("nodes", "suspended_ns") == profile.nodes.map(\.times.suspendedNs))
    #expect(try column("functions", "suspended_ns") == profile.functions.map(\.times.suspendedNs))
    #expect(try column("tasks", "longest_path") == profile.tasks.map(\.longestPath))
    #expect(try column("tasks", "label") == [-1, -1, 0])
    #expect(try column("tasks", "kind") == ["task", "task", "greenlet"])
    #expect((file["measures"] as? [String])?.contains("suspended") == true)
    let plain = try Exports.json(JsonFormat(), Exports.sample)
    #expect((plain["nodes"] as? [String: Any])?["label"] == nil)
    #expect((plain["nodes"] as? [String: Any])?["suspended_ns"] == nil)
  }

  /// WHY: to these formats a context and its twins are one; a program with a context per request would else show each
  /// function thousands of times.
  @Test(arguments: ["tree", "html", "collapsed", "speedscope", "chrome", "perfetto", "firefox"])
  func formatsThatCannotTellLabelsShowTheTreeWithout(format: String) throws {
    let format = try Formats.named(format)
    var profile = AsyncSample.profile
    #expect(profile.nodes.count == 11)
    let labelled = try format.bytes(of: profile, FormatOptions())
    profile = profile.unlabelled
    #expect(profile.nodes.count == 8)
    let same = try format.bytes(of: profile, FormatOptions()) == labelled
    #expect(same)
  }

  @Test func graphsAndTablesOfFunctionsKnowNoLabels() throws {
    for format in ["pstats", "callgrind", "dot", "csv", "markdown"] {
      let format = try Formats.named(format)
      let same =
        try format.bytes(of: AsyncSample.profile, FormatOptions())
        == format.bytes(of: AsyncSample.profile.unlabelled, FormatOptions())
      #expect(same)
    }
  }

  @Test func spansStandUnderTheirNameInEveryFormatOfNames() throws {
    for format in [
      "table", "tree", "callgrind", "collapsed", "speedscope", "chrome", "firefox", "json", "csv", "markdown",
    ] {
      var options = FormatOptions()
      options.sort = "name"
      #expect(try Exports.text(Formats.named(format), AsyncSample.profile, options).contains("db.query"))
    }
  }
}
