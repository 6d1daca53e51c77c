import Profiles

@testable import Recording

/// A made-up program with everything that troubles writers and readers of profiles: three threads, one of them
/// twice under one name and number; direct, mutual and callback recursion; a function that is a thread's first
/// and called as well; two functions of one name, of one pstats key; resumptions; open calls; hostile names.
enum SampleProfile {
  static let profile = profile(of: snapshot)

  /// With an overhead that is told and not taken out of the times: `OverheadTests` are about that.
  private static func profile(of snapshot: Snapshot) -> Profile {
    var tree = ContextTree(snapshot)
    (tree.header.eventPairCostNs, tree.header.overheadNs) = (26.4, 6_339_551)
    return Profile(tree)
  }

  static var snapshot: Snapshot {
    var snapshot = SnapshotScript(tree, functions: functions).snapshot
    snapshot.header.processID = 4242
    snapshot.header.durationNs = 12_345_678_901
    snapshot.threads[0].startedBefore = true
    snapshot.threads[2].name = snapshot.threads[1].name
    snapshot.threads[2].osID = snapshot.threads[1].osID
    snapshot.threads[0].unmatchedReturns = 1
    return snapshot
  }

  private static let tree = """
    thread MainThread self=1000/500
    <module> 1 self=39846419/9723733 open
      fib 1 self=1003/1003
        fib 2 self=1500/1500
          fib 4 self=1240/1200
      even 1 self=101/100
        odd 1 self=102/100
          even 1 self=103/100
            odd 1 self=104/100
      odd 1 self=16/16
      walk 2 self=700000/650000
        callback 40 self=90000/80000
          walk 6 self=300/300
            callback 3 self=700/700
      <lambda> 10 self=5000/5000
      <lambda>2 7 self=3000/3000
      read_words 1 self=800000/700000 resumed=120000
        append 120000 self=2400000/2400000
        <gc-generation-2> 3 self=9000000/8900000
      索引を作る 12 self=123456/120000
      evil 1 self=77/77
      len 3 self=210/210
      new 2 self=90/90
      dict 5 self=60/60
      Line 4 self=44/40
    thread Worker self=0
    fib 1 self=101/101
      fib 1 self=50/50
    get 1 self=2500000000/41000
      acquire 16 self=7000000000/11000
    thread Worker2
    get 4 self=3000000/2000000
    """

  private static func python(
    _ name: String, _ qualifiedName: String, _ module: String, _ file: String, _ line: Int32
  ) -> Snapshot.Function {
    Snapshot.Function(name: name, qualifiedName: qualifiedName, module: module, file: file, firstLine: line)
  }

  private static let functions: [Snapshot.Function] = [
    python("<module>", "<module>", "__main__", "/home/me/project/main.py", 1),
    python("fib", "fib", "app.numbers", "/home/me/project/app/numbers.py", 10),
    python("even", "even", "app.numbers", "/home/me/project/app/numbers.py", 20),
    python("odd", "odd", "app.numbers", "/home/me/project/app/numbers.py", 24),
    python("walk", "Tree.walk", "app.tree", "/home/me/project/app/tree.py", 7),
    python("callback", "Tree.walk.<locals>.callback", "app.tree", "/home/me/project/app/tree.py", 9),
    python("<lambda>", "<lambda>", "app.tree", "/home/me/project/app/tree.py", 30),
    lambdaOfTheSameLine,
    python("read_words", "Index.read_words", "app.index", "/home/me/project/app/index.py", 41),
    Snapshot.Function(
      name: "append", qualifiedName: "list.append", module: "builtins", file: "", firstLine: 0,
      kind: .method),
    Snapshot.Function(
      name: "<gc-generation-2>", qualifiedName: "<gc-generation-2>", module: "", file: "",
      firstLine: 0, kind: .gc),
    python("索引を作る", "索引を作る", "app.索引", "/home/me/project/app/索引/été.py", 3),
    python("evil", "evil\n\u{1b}[31m\";'\\", "app.\u{202e}x", "/tmp/a b;\"\n\u{7}.py", 5),
    Snapshot.Function(
      name: "len", qualifiedName: "len", module: "builtins", file: "", firstLine: 0, kind: .builtin),
    Snapshot.Function(
      name: "new", qualifiedName: "new", module: "_hashlib", file: "", firstLine: 0, kind: .builtin),
    Snapshot.Function(
      name: "dict", qualifiedName: "dict", module: "builtins", file: "", firstLine: 0, kind: .type),
    Snapshot.Function(
      name: "Line", qualifiedName: "Order.Line", module: "shop.orders", file: "", firstLine: 0, kind: .type),
    python(
      "get", "ConnectionPool.get", "vendored.connections.pooling.asynchronous",
      "/usr/lib/python3.11/site-packages/vendored/connections/pooling/asynchronous.py", 1234),
    Snapshot.Function(
      name: "acquire", qualifiedName: "lock.acquire", module: "_thread", file: "", firstLine: 0,
      kind: .method),
  ]

  /// Named "<lambda>2" in `tree` only: it has to differ there.
  private static let lambdaOfTheSameLine = python(
    "<lambda>2", "<lambda>", "app.tree", "/home/me/project/app/tree.py", 30)
}

extension SampleProfile {
  /// As `snapshot`, with the second lambda of one line under its real name.
  static var withEqualKeys: Profile {
    var snapshot = snapshot
    for index in snapshot.functions.indices where snapshot.functions[index].name == "<lambda>2" {
      snapshot.functions[index].name = "<lambda>"
    }
    return profile(of: snapshot)
  }
}
