import Profiles
import Recording

/// A made-up server: a loop, two coroutines that await each other, a span, two contexts of its own, tasks.
enum AsyncSample {
  static let profile: Profile = {
    var snapshot = SnapshotScript(tree, functions: functions).snapshot
    snapshot.header.durationNs = 2_000_000_000
    snapshot.tasks = tasks
    return Profile(snapshot)
  }()

  private static let tree = """
    thread MainThread self=1000/500
    <module> 1 self=5000000/4000000
      run 1 self=1200000000/9000000
        handle 3 self=2000000/1900000 resumed=7 suspended=1750000000
          query 3 self=700000/600000 resumed=6 suspended=1500000000
            dumps 3 self=300000/300000
          [orders#slow] 1 self=400000/400000
            query 2 self=100000/90000 resumed=1 suspended=250000000
              span:db.query 2 self=50000/50000
          [users@3] 1 self=600000/500000
            dumps 4 self=70000/70000
        plain 5 self=800000/800000
    """

  private static func python(_ name: String, _ module: String, _ file: String, _ line: Int32)
    -> Snapshot.Function
  {
    Snapshot.Function(name: name, qualifiedName: name, module: module, file: file, firstLine: line)
  }

  private static let functions: [Snapshot.Function] = [
    python("<module>", "__main__", "/srv/app/main.py", 1), python("run", "loop", "/srv/app/loop.py", 7),
    python("handle", "app.web", "/srv/app/web.py", 20), python("query", "app.db", "/srv/app/db.py", 31),
    python("plain", "app.web", "/srv/app/web.py", 90),
    Snapshot.Function(
      name: "dumps", qualifiedName: "dumps", module: "_json", file: "", firstLine: 0, kind: .builtin),
  ]

  /// Nodes: 0 thread, 1 module, 2 run, 3 handle, 4 query, 5 dumps, 6 orders, 7 query, 8 span, 9 users, 10 dumps.
  private static var tasks: [Snapshot.Task] {
    var main = Snapshot.Task(kind: .coroutine, name: "Task-1", thread: 0)
    (main.steps, main.wallNs, main.cpuNs, main.longestStepNs) = (2, 90_000, 80_000, 60_000)
    main.creatorNode = 1
    var long = Snapshot.Task(kind: .coroutine, name: "request\n\u{202e}of a very long name", thread: 0)
    (long.steps, long.wallNs, long.cpuNs) = (1_234_567, 3_000_000, 2_500_000)
    (long.suspendedNs, long.longestStepNs, long.longestNode) = (1_500_000_000, 700_000, 5)
    (long.node, long.creatorNode, long.creatorTask, long.ended) = (3, 2, 0, true)
    var green = Snapshot.Task(kind: .greenlet, name: "", thread: 0)
    (green.steps, green.wallNs, green.cpuNs, green.suspendedNs) = (3, 1_000_000, 900_000, 250_000_000)
    (green.node, green.longestNode, green.longestStepNs) = (7, 8, 400_000)
    return [main, long, green]
  }
}
