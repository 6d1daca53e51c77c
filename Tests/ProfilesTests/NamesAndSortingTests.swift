import Recording
import Testing

@testable import Profiles

@Suite struct NamesAndSortingTests {
  private func named(
    _ qualifiedName: String, module: String, kind: Snapshot.Kind = .python
  ) -> String {
    let name = String(qualifiedName.split(separator: ".").last!)
    return Snapshot.Function(
      name: name, qualifiedName: qualifiedName, module: module, file: "", firstLine: 0, kind: kind
    ).displayName
  }

  @Test func displayNamesAreThoseThatPeopleKnow() {
    #expect(named("Pool.get", module: "app.db") == "app.db.Pool.get")
    #expect(named("len", module: "builtins", kind: .builtin) == "builtins.len")
    #expect(named("list.append", module: "builtins", kind: .method) == "list.append")
    #expect(named("list.append", module: "", kind: .method) == "list.append")
    #expect(named("deque.append", module: "collections", kind: .method) == "collections.deque.append")
    #expect(named("dict", module: "builtins", kind: .type) == "dict")
    #expect(named("Order.Line", module: "shop.orders", kind: .type) == "shop.orders.Order.Line")
    #expect(named("<lambda>", module: "") == "<lambda>")
    #expect(named("<gc generation 0>", module: "", kind: .gc) == "<gc generation 0>")
  }

  @Test func oneNameInTwoFilesStaysTwoFunctions() {
    let one = Snapshot.Function(name: "f", qualifiedName: "f", module: "m", file: "a.py", firstLine: 1)
    var snapshot = SnapshotScript("thread Main\nf 1 self=5", functions: [one]).snapshot
    snapshot.functions.append(
      Snapshot.Function(name: "f", qualifiedName: "f", module: "m", file: "b.py", firstLine: 1))
    snapshot.nodes.append(Snapshot.Node(parent: 0, function: 2, thread: 0, calls: 2))
    #expect(Profile(snapshot).functions.map(\.file) == ["a.py", "b.py"])
    #expect(Profile(snapshot).functions.map(\.displayName) == ["m.f", "m.f"])
  }

  private static let profile = Profile(
    SnapshotScript(
      """
      thread Main
      b 1 self=10/10
        a 4 self=40/1
          b 1 self=5/5
        d 2 self=8/8
        c 2 self=8/8
      """
    ).snapshot)

  @Test(arguments: [
    ("ncall", "abcd"), ("calls", "abcd"), ("pcalls", "acdb"), ("tsub", "abcd"), ("time", "abcd"),
    ("ttot", "bacd"), ("cumtime", "bacd"), ("tavg", "bacd"), ("cpu", "bcda"), ("cpuself", "bcda"),
    ("wait", "bacd"), ("name", "abcd"), ("file", "abcd"), ("line", "bacd"), ("nfl", "abcd"),
    ("stdname", "abcd"),
  ])
  func numbersDescendNamesAscendAndTiesHaveAnOrder(key: String, order: String) throws {
    let sorted = try #require(SortKey.named(key)).sorted(Self.profile.functions)
    #expect(sorted.map { Self.profile.functions[$0].name }.joined() == order)
  }

  @Test func everyKeyHasAUniqueNameAndAnUnknownOneIsNil() {
    #expect(Set(SortKey.all.map(\.name)).count == SortKey.all.count)
    #expect(SortKey.named("speed") == nil)
  }
}
