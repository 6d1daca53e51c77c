import Recording
import Testing

@testable import Profiles

@Suite struct ContextFilterTests {
  private static let profile: Profile = {
    var snapshot = SnapshotScript(
      """
      thread Main self=1000
      main 1 self=100
        handle 2 self=20
          [orders#slow] 1 self=30
            query 4 self=40 suspended=9
          [users] 1 self=50
            query 2 self=60
              main 1 self=70
      thread Other self=5
      [users#slow] 1 self=7
        query 1 self=8
      """
    ).snapshot
    for (name, node, thread) in [("first", 4, 0), ("second", 6, 0), ("third", 1, 0)] {
      var task = Snapshot.Task(kind: .coroutine, name: name, thread: thread)
      task.node = node
      snapshot.tasks.append(task)
    }
    return Profile(snapshot)
  }()

  private func filtered(_ change: (inout ProfileFilter) -> Void) throws -> Profile {
    var filter = ProfileFilter()
    change(&filter)
    return try filter.applied(to: Self.profile)
  }

  @Test func aContextKeepsWhatRanInItAndTheWayThereWithoutNumbers() throws {
    let orders = try filtered { $0.contexts = ["orders"] }
    #expect(
      orders.outline == """
        main 0 0
          handle [orders#slow] 0 30
            query [orders#slow] 4 40
        """)
    #expect(orders.threads.map(\.wallNs) == [70, 0])
    #expect(orders.labels.map(\.context) == ["orders"])
    #expect(orders.function("query")?.times.suspendedNs == 9)
    #expect(orders.tasks.map(\.name) == ["first"])
    #expect(orders.header == Self.profile.header)
  }

  @Test func contextsAreNamedByWildcardsAndTags() throws {
    #expect(try filtered { $0.contexts = ["o*", "nobody"] }.labels.map(\.context) == ["orders"])
    #expect(try filtered { $0.contexts = ["user?"] }.labels.map(\.tag) == ["", "slow"])
    #expect(try filtered { $0.contexts = ["tag:slow"] }.labels.map(\.context) == ["orders", "users"])
    #expect(try filtered { $0.contexts = ["tag:s*"] }.numbers("query") == "5/5 48 48")
    #expect(try filtered { $0.contexts = ["*"] }.labels.count == 3)
  }

  @Test func aContextThatIsNotThereIsSaidSo() {
    #expect(
      throws: FilterError(
        "no context is \"slow\"; there are: \"orders\" with \"tag:slow\", \"users\", "
          + "\"users\" with \"tag:slow\"")
    ) { try filtered { $0.contexts = ["slow"] } }
    let none = Profile(SnapshotScript("thread Main\nf 1").snapshot)
    var filter = ProfileFilter()
    filter.contexts = ["x"]
    #expect(throws: FilterError.self) { try filter.applied(to: none) }
  }

  @Test func foldedContextsKeepTheirLabels() throws {
    let folded = try filtered { $0.exclude = [FunctionPattern("m.handle"), FunctionPattern("m.query")] }
    #expect(
      folded.outline == """
        main 1 120
        main [orders#slow] 0 70
        main [users#] 0 110
          main [users#] 1 70
        """)
    for (one, other) in zip(folded.labels, Self.profile.labels) {
      #expect(one.selfWallNs == other.selfWallNs)
    }
    #expect(folded.threads.map(\.wallNs) == Self.profile.threads.map(\.wallNs))
  }

  @Test func cutContextsKeepTheirLabels() throws {
    let cut = try filtered { $0.depth = 1 }
    #expect(
      cut.outline == """
        main 1 100
          (deeper) 2 20
          (deeper) [orders#slow] 4 70
          (deeper) [users#] 3 180
        query [users#slow] 1 8
        """)
    for (one, other) in zip(cut.labels, Self.profile.labels) { #expect(one.selfWallNs == other.selfWallNs) }
  }

  @Test func threadsTakeTheirTasksAlong() throws {
    #expect(try filtered { $0.threads = ["Other"] }.tasks.isEmpty)
    let main = try filtered { $0.threads = ["Main"] }
    #expect(main.tasks.count == 3 && main.labels.count == 2)
  }

  @Test func focusTakesSuspensionFromTheWayThere() throws {
    let focused = try filtered { $0.focus = [FunctionPattern("m.main")] }
    #expect(focused.function("query")?.times.suspendedNs == 9)
    let deep = Profile(SnapshotScript("thread M\na 1 suspended=5\n  b 1 suspended=5").snapshot)
    var filter = ProfileFilter()
    filter.focus = [FunctionPattern("m.b")]
    let b = try filter.applied(to: deep)
    #expect(b.function("a")?.times.suspendedNs == 0 && b.function("b")?.times.suspendedNs == 5)
  }

  @Test func whatACalleeWasSuspendedItsCallerKnowsAlready() throws {
    let profile = Profile(
      SnapshotScript(
        """
        thread M
        loop 1
          page 1 suspended=7
            query 2 suspended=6
              sleep 2 suspended=5
        """
      ).snapshot)
    func suspended(_ name: String, _ set: (inout ProfileFilter) -> Void) throws -> UInt64? {
      var filter = ProfileFilter()
      set(&filter)
      return try filter.applied(to: profile).function(name)?.times.suspendedNs
    }
    #expect(
      try suspended("page") { $0.exclude = [FunctionPattern("m.query"), FunctionPattern("m.sleep")] } == 7)
    #expect(try suspended("loop") { $0.include = [FunctionPattern("m.loop")] } == 0)
    #expect(try suspended("(deeper)") { $0.depth = 1 } == 7)
    #expect(try suspended("(deeper)") { $0.depth = 2 } == 6)
  }
}
