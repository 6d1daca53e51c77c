import Profiles
import Recording

@testable import Formats

/// A made-up program before and after a change: an N+1 query, a faster parser, a renamed module, other helpers.
enum SampleDiff {
  static let oneRunEach = ProfileDiff(before: [before()], after: [after()])
  static let severalRuns = ProfileDiff(
    before: [before(), before(slower: 40_000), before(slower: 90_000)],
    after: [after(extraCalls: 1), after(slower: 60_000)])

  static func before(slower ns: UInt64 = 0) -> Profile {
    profile(
      """
      thread MainThread
      main 1 self=\(1_000_000 + ns)/900000
        view 10 self=2000000
          query 10 self=\(50_000_000 + ns)/4000000
          render 10 self=900000
            escape 4000 self=8000000
        parse 20 self=\(30_000_000 + ns)/29000000
        old_cache 7 self=1200000
        load_settings 1 self=400000
      """, settings: "shop.config")
  }

  static func after(slower ns: UInt64 = 0, extraCalls: UInt64 = 0) -> Profile {
    profile(
      """
      thread MainThread
      main 1 self=\(1_010_000 + ns)/900000
        view 10 self=2100000
          query \(110 + extraCalls) self=\(480_000_000 + ns)/41000000
          render 10 self=900000
            query \(100 + extraCalls) self=1000000
            escape 4100 self=8000000
        parse 20 self=\(12_000_000 + ns)/11000000
        new_cache 9 self=700000
        load_settings 1 self=400000
      """, settings: "shop.settings")
  }

  static func options(width: Int) -> DiffOptions {
    var options = DiffOptions()
    options.before = "old-1.pb.gz old-2.pb.gz old-3.pb.gz"
    options.after = "new.pb.gz"
    options.common.width = width
    options.common.pathRoots = [.init(prefix: "/home/me/shop/", shownAs: "")]
    return options
  }

  private static func profile(_ script: String, settings: String) -> Profile {
    let functions = [
      function("main", "main", "__main__", "shop/__main__.py", 3),
      function("view", "ProductList.view", "shop.web.views", "shop/web/views.py", 40),
      function("query", "Connection.query", "shop.db", "shop/db.py", 12),
      function("render", "Template.render", "shop.web.templates", "shop/web/templates.py", 77),
      function("parse", "parse", "shop.data.products_from_suppliers", "shop/data/suppliers.py", 9),
      function(
        "load_settings", "load_settings", settings, settings.replacing(".", "/") + ".py", 5),
      Snapshot.Function(
        name: "escape", qualifiedName: "escape", module: "_markupsafe", file: "", firstLine: 0,
        kind: .builtin),
    ]
    return Profile(SnapshotScript(script, functions: functions).snapshot)
  }

  private static func function(
    _ name: String, _ qualifiedName: String, _ module: String, _ file: String, _ line: Int32
  ) -> Snapshot.Function {
    Snapshot.Function(
      name: name, qualifiedName: qualifiedName, module: module, file: "/home/me/shop/\(file)",
      firstLine: line)
  }
}

extension String {
  fileprivate func replacing(_ one: Character, _ other: Character) -> String {
    String(map { $0 == one ? other : $0 })
  }
}
