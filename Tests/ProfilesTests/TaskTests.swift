import Recording
import Testing

@testable import Profiles

@Suite struct TaskTests {
  /// 0 thread, 1 main, 2 create, 3 handle, 4 hidden, 5 label, 6 query, 7 wrapper, 8 inner
  private func snapshot() -> Snapshot {
    func own(_ name: String, _ visibility: Snapshot.Visibility) -> Snapshot.Function {
      Snapshot.Function(
        name: name, qualifiedName: name, module: "swiftprof", file: "", firstLine: 1, visibility: visibility)
    }
    return SnapshotScript(
      """
      thread Main
      main 1 self=1
        create 1 self=2
        handle 2 self=3
          hidden 1 self=4
          [orders@4] 1 self=5
            query 1 self=6
          wrapper 1 self=7
            inner 1 self=8
      """, functions: [own("hidden", .own), own("wrapper", .passThrough)]
    ).snapshot
  }

  private func task(_ name: String, _ change: (inout Snapshot.Task) -> Void) -> Snapshot.Task {
    var task = Snapshot.Task(kind: .coroutine, name: name, thread: 0)
    change(&task)
    return task
  }

  @Test func tasksHaveNamesInThePlaceOfNodes() {
    var snapshot = snapshot()
    snapshot.tasks = [
      task("Task-1") { $0.creatorNode = 2 },
      task("Task-2") {
        ($0.node, $0.creatorNode, $0.creatorTask, $0.longestNode) = (3, 4, 0, 8)
        ($0.steps, $0.wallNs, $0.cpuNs, $0.suspendedNs, $0.longestStepNs) = (9, 80, 70, 600, 50)
        $0.ended = true
      },
      task("Task-3") { ($0.node, $0.longestNode, $0.creatorNode) = (6, 6, 0) },
    ]
    let tasks = Profile(snapshot).tasks
    #expect(tasks.map(\.name) == ["Task-1", "Task-2", "Task-3"])
    #expect(tasks.map(\.function) == ["", "m.handle", "m.query"])
    #expect(tasks.map(\.creator) == ["m.create", "m.handle", ""])
    #expect(tasks.map(\.creatorTask) == ["", "Task-1", ""])
    #expect(tasks.map(\.label) == [-1, -1, 0])
    #expect(
      tasks.map(\.longestPath) == [
        [], ["m.main", "m.handle", "m.inner"], ["m.main", "m.handle", "m.query"],
      ])
    let second = tasks[1]
    #expect((second.steps, second.wallNs, second.cpuNs, second.suspendedNs) == (9, 80, 70, 600))
    #expect(second.longestStepNs == 50 && second.ended && !tasks[0].ended)
  }

  @Test func longPathsLoseTheirMiddle() {
    let chain = (0..<300).map { String(repeating: "  ", count: $0) + "f\($0) 1" }.joined(separator: "\n")
    var snapshot = SnapshotScript("thread Main\n" + chain).snapshot
    snapshot.tasks = [task("T") { $0.longestNode = 300 }]
    let path = Profile(snapshot).tasks[0].longestPath
    #expect(path.count == ContextTree.longestPathNames)
    #expect(path[49] == "m.f49" && path[50] == "..." && path[51] == "m.f251" && path.last == "m.f299")
  }

  @Test func tooManyTasksAreThoseThatRanLongest() {
    var tree = ContextTree()
    tree.threads = [ContextTree.Thread(name: "Main")]
    for number in 0..<10 {
      var task = ContextTree.Task(kind: .greenlet, name: "g\(number)", thread: 0)
      task.wallNs = [5, 1, 9, 3, 9, 2, 8, 0, 7, 5][number]
      tree.tasks.append(task)
    }
    tree.boundTasks(to: 5)
    #expect(tree.tasks.map(\.name) == ["g0", "g2", "g4", "g6", "g8"])
    #expect(tree.tasksLeftOut == 5)
    #expect(Profile(tree).tasksLeftOut == 5)
  }

  @Test func sumsHoldTheTasksOfAll() {
    var first = snapshot()
    first.tasks = [task("a") { $0.node = 6 }]
    var second = SnapshotScript(
      "thread Other\nthread Main\nmain 1\n  [other] 1 self=1\n    f 1\n  [orders] 1\n    g 1"
    ).snapshot
    second.tasks = [task("b") { ($0.thread, $0.node) = (1, 4) }, task("c") { ($0.thread, $0.node) = (1, 6) }]
    var merger = TreeMerger()
    for snapshot in [first, second] { merger.add(ContextTree(snapshot)) }
    let sum = Profile(merger.tree)
    #expect(sum.tasks.map(\.name) == ["a", "b", "c"])
    #expect(sum.tasks.map { sum.threads[$0.thread].name } == ["Main", "Main", "Main"])
    #expect(sum.tasks.map { sum.labels[Int($0.label)].context } == ["orders", "other", "orders"])
    #expect(sum.labels.count == 2)
  }

  @Test func tasksOfUnknownThreadsOrLabelsAreNotSound() {
    var tree = ContextTree()
    tree.threads = [ContextTree.Thread(name: "Main")]
    tree.tasks = [ContextTree.Task(kind: .coroutine, name: "T", thread: 0)]
    #expect(tree.isSound)
    tree.tasks[0].label = 0
    #expect(!tree.isSound)
    (tree.tasks[0].label, tree.tasks[0].thread) = (-1, 1)
    #expect(!tree.isSound)
  }
}
