import Recording
import Testing

@testable import Profiles

@Suite struct FilterTests {
  private static let functions = [
    function("main", "app"), function("handle", "app.web"), function("query", "app.db"),
    function("dumps", "json", "/usr/lib/python3.13/json/__init__.py"),
    function("encode", "json.encoder", "/usr/lib/python3.13/json/encoder.py"),
    function("default", "app.web"),
    function("len", "builtins", "", kind: .builtin),
  ]

  private static let profile = Profile(
    SnapshotScript(
      """
      thread MainThread self=1000
      main 1 self=100/50
        handle 10 self=200/100
          query 5 self=300/30
          dumps 10 self=40/40
            encode 20 self=50/50
              len 7 self=6/6
              default 3 self=8/8
                query 2 self=20/10
              encode 1 self=1/1
          len 9 self=9/9
        query 1 self=5/5
      thread worker-1 self=10
      query 4 self=400/40
      """, functions: functions
    ).snapshot)

  @Test func nothingAskedForChangesNothing() throws {
    #expect(try ProfileFilter().applied(to: Self.profile) == Self.profile)
  }

  @Test func focusKeepsTheWayThereWithoutItsOwnTime() throws {
    #expect(
      try filtered { $0.focus = [FunctionPattern("json")] } == """
        MainThread 0
          main 1 0
            handle 10 0
              dumps 10 40
                encode 20 50
                  len 7 6
                  default 3 8
                    query 2 20
                  encode 1 1
        worker-1 0
        """)
  }

  @Test func ignoreLeavesPathsOut() throws {
    #expect(
      try filtered { $0.ignore = [FunctionPattern("*.handle"), FunctionPattern("query")] } == """
        MainThread 1000
          main 1 100
        worker-1 10
        """)
  }

  @Test func excludedFunctionsBecomeAPartOfTheirCallers() throws {
    #expect(
      try filtered { $0.exclude = [FunctionPattern("app.web"), FunctionPattern("/usr/lib/python3.13/")] }
        == """
        MainThread 1000
          main 1 414
            query 8 325
        worker-1 10
          query 4 400
        """)
  }

  @Test func onlyIncludedFunctionsStayWithTheCFunctionsTheyCall() throws {
    #expect(
      try filtered { $0.include = [FunctionPattern("app.web")] } == """
        MainThread 1105
          handle 10 597
            default 3 28
            len 9 9
        worker-1 410
        """)
  }

  @Test func libraryCodeIsFoldedIntoTheLibraryCallThatLedThere() throws {
    #expect(
      try filtered { $0.foldsLibrary = true } == """
        MainThread 1000
          main 1 100
            handle 10 200
              query 5 300
              dumps 10 97
                default 3 8
                  query 2 20
              len 9 9
            query 1 5
        worker-1 10
          query 4 400
        """)
  }

  @Test func deeperContextsBecomeOnePerCaller() throws {
    #expect(
      try filtered { $0.depth = 2 } == """
        MainThread 1000
          main 1 100
            handle 10 200
              (deeper) 57 434
            query 1 5
        worker-1 10
          query 4 400
        """)
  }

  @Test(arguments: [0.5, 5, 20, 100])
  func smallerContextsKeepTheirTime(percent: Double) throws {
    var filter = ProfileFilter()
    filter.minPercent = percent
    let cut = try filter.applied(to: Self.profile)
    #expect(cut.threads.map(\.wallNs) == Self.profile.threads.map(\.wallNs))
    #expect(cut.functions.reduce(0) { $0 + $1.calls } == Self.profile.functions.reduce(0) { $0 + $1.calls })
    let least = UInt64(percent * Double(Self.profile.threads.reduce(0) { $0 + $1.wallNs }) / 100)
    for node in cut.nodes where cut.functions[node.function].kind != .cut {
      #expect(node.times.totalWallNs >= least)
    }
  }

  @Test(arguments: ["worker-*", "worker-1", "101"])
  func threadsAreFoundByNameAndByID(wanted: String) throws {
    #expect(
      try filtered { $0.threads = [wanted] } == """
        worker-1 10
          query 4 400
        """)
  }

  @Test func aThreadThatIsNotThereIsSaid() {
    var filter = ProfileFilter()
    filter.threads = ["nobody"]
    let error = #expect(throws: FilterError.self) { try filter.applied(to: Self.profile) }
    #expect(error?.message.contains("MainThread (100), worker-1 (101)") == true)
  }

  @Test func contextsAreNeededForWhatAsksForThem() {
    var tree = Self.profile.contextTree
    tree.measures.remove(.contexts)
    var filter = ProfileFilter()
    filter.foldsLibrary = true
    #expect(throws: FilterError.self) { try filter.applied(to: Profile(tree)) }
  }

  @Test(arguments: [
    ("app.web", true), ("app", true), ("ap", false), ("app.web.handle", true), ("web", false),
    ("app.*", true), ("han*", true), ("handle", true), ("*.py", false), ("/src/app.web.py", true),
    ("/src/", true), ("/sr", false), ("*/app*", true),
  ])
  func patternsFitAsTheyDoWhileRecording(pattern: String, fits: Bool) {
    #expect(FunctionPattern(pattern).fits(Self.function("handle", "app.web")) == fits)
  }

  @Test(arguments: [
    ("/usr/lib/python3.11/json/__init__.py", true), ("/x/lib64/python3.13t/re/_parser.py", true),
    ("/v/lib/python3.12/site-packages/a.py", true), ("/usr/lib/python3/dist-packages/a/b.py", true),
    ("<frozen importlib._bootstrap>", true), ("/home/me/lib/app.py", false), ("<string>", false),
    ("/home/me/python3.11/app.py", false), ("/home/me/site-packages.py", false),
  ])
  func libraryCodeIsToldByItsPath(file: String, isLibrary: Bool) {
    #expect(Self.function("f", "m", file).isLibraryCode == isLibrary)
  }

  private static func function(
    _ name: String, _ module: String, _ file: String? = nil, kind: Snapshot.Kind = .python
  ) -> Snapshot.Function {
    Snapshot.Function(
      name: name, qualifiedName: name, module: module, file: file ?? "/src/\(module).py", firstLine: 1,
      kind: kind)
  }

  /// The filtered profile as text: per context its name, calls and own wall time.
  private func filtered(_ ask: (inout ProfileFilter) -> Void) throws -> String {
    var filter = ProfileFilter()
    ask(&filter)
    let profile = try filter.applied(to: Self.profile)
    var lines: [String] = []
    for (index, thread) in profile.threads.enumerated() {
      lines.append("\(thread.name) \(thread.selfWallNs)")
      var depths: [Int] = []
      for node in profile.nodes {
        depths.append(node.parent.map { depths[$0] + 1 } ?? 1)
        guard node.thread == index else { continue }
        let indent = String(repeating: "  ", count: depths.last!)
        let name = profile.functions[node.function].name
        lines.append("\(indent)\(name) \(node.calls) \(node.times.selfWallNs)")
      }
    }
    return lines.joined(separator: "\n")
  }
}
