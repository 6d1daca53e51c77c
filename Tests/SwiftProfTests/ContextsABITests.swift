import CSwiftProf
import Profiles
import Recording
import Testing

@testable import SwiftProf

@Suite struct ContextsABITests {
  /// main, in which a label of context "orders", tag "slow" and session 7 calls query.
  private func makeSnapshot() -> OpaquePointer {
    func function(_ name: String, _ kind: Snapshot.Kind) -> Snapshot.Function {
      .init(name: name, qualifiedName: name, module: "", file: "", firstLine: 0, kind: kind)
    }
    var snapshot = Snapshot()
    snapshot.functions = [
      function("", .thread), function("main", .python), function("query", .python),
      .init(name: "orders", qualifiedName: "slow", module: "3,7", file: "", firstLine: 1, kind: .label),
    ]
    snapshot.threads = [.init(name: "Main")]
    snapshot.nodes = [
      .init(parent: nil, function: 0, thread: 0),
      .init(parent: 0, function: 1, thread: 0, calls: 1, selfWallNs: 100, selfCpuNs: 60),
      .init(parent: 1, function: 3, thread: 0, calls: 1, selfWallNs: 10, selfCpuNs: 9),
      .init(
        parent: 2, function: 2, thread: 0, calls: 3, resumptions: 2, selfWallNs: 30, selfCpuNs: 20,
        suspendedNs: 500),
    ]
    var task = Snapshot.Task(kind: .greenlet, name: "g", thread: 0)
    (task.node, task.creatorNode, task.longestNode) = (3, 1, 3)
    (task.steps, task.wallNs, task.cpuNs, task.suspendedNs, task.longestStepNs) = (3, 30, 20, 500, 25)
    task.ended = true
    snapshot.tasks = [task, task]
    snapshot.tasks[1].creatorTask = 0
    return SnapshotHandle(snapshot).retainedPointer()
  }

  @Test func nodesBearLabelsAndWhatTheyWereSuspended() {
    var error = sp_error()
    let profile = sp_profile_create(makeSnapshot(), &error)
    defer { sp_profile_free(profile) }
    var count = 0
    let nodes = sp_profile_nodes(profile, &count)!
    #expect((0..<count).map { nodes[$0].label } == [.max, 0, 0])
    #expect(nodes[2].times.suspended == 500)
    let labels = sp_profile_labels(profile, &count)!
    #expect(count == 1)
    #expect(String(labels[0].context) == "orders" && String(labels[0].tag) == "slow")
    #expect((labels[0].ncall, labels[0].self_wall, labels[0].self_cpu) == (3, 40, 29))
    var header = sp_profile_header()
    sp_profile_header_get(profile, &header)
    #expect(header.measures & UInt32(SP_MEASURE_SUSPENDED.rawValue) != 0)
    #expect(header.tasks_left_out == 0)
  }

  @Test func tasksAreRowsWithTheirPaths() {
    var error = sp_error()
    let profile = sp_profile_create(makeSnapshot(), &error)
    defer { sp_profile_free(profile) }
    var count = 0
    let tasks = sp_profile_tasks(profile, &count)!
    #expect(count == 2)
    #expect(tasks[0].kind == SP_TASK_GREENLET && String(tasks[0].name) == "g")
    #expect(String(tasks[0].function) == "query" && String(tasks[0].creator) == "main")
    #expect(tasks[0].creator_task.count == 0 && String(tasks[1].creator_task) == "g")
    let path = (0..<tasks[0].longest_path_count).map { String(tasks[0].longest_path[$0]) }
    #expect(path == ["main", "query"])
    #expect((tasks[0].steps, tasks[0].wall_ns, tasks[0].cpu_ns) == (3, 30, 20))
    #expect((tasks[0].suspended_ns, tasks[0].longest_step_ns) == (500, 25))
    #expect(tasks[0].ended && tasks[0].thread == 0)
  }

  @Test func aSnapshotGivesTheProfilesOfItsSessionsAndThenItsOwn() {
    var error = sp_error()
    let snapshot = makeSnapshot()
    for (session, calls) in [(7, 3), (3, 3), (8, 0)] as [(UInt64, UInt64)] {
      let profile = sp_profile_of_session(snapshot, session, 7_000, &error)
      defer { sp_profile_free(profile) }
      var count = 0
      let functions = sp_profile_functions(profile, &count)!
      #expect((0..<count).reduce(0) { $0 + functions[$1].ncall } == calls)
      var header = sp_profile_header()
      sp_profile_header_get(profile, &header)
      #expect(header.duration_ns == 7_000)
    }
    let profile = sp_profile_create(snapshot, &error)
    var count = 0
    _ = sp_profile_functions(profile, &count)
    #expect(count == 2)
    sp_profile_free(profile)
    sp_snapshot_free(makeSnapshot())
    sp_snapshot_free(nil)
  }

  @Test func contextsAreFiltered() {
    var error = sp_error()
    let profile = sp_profile_create(makeSnapshot(), &error)
    defer { sp_profile_free(profile) }
    let arena = TextArena()
    func filtered(_ pattern: String) -> OpaquePointer? {
      var text = arena.add(pattern)
      return withUnsafePointer(to: &text) {
        var filter = sp_filter()
        filter.depth = -1
        filter.contexts = sp_texts(texts: $0, count: 1)
        return sp_profile_filtered(profile, &filter, &error)
      }
    }
    let slow = filtered("tag:slow")
    var header = sp_profile_header()
    var count = 0
    let threads = sp_profile_threads(slow, &count)!
    #expect(threads[0].wall_ns == 40)
    sp_profile_header_get(slow, &header)
    sp_profile_free(slow)
    #expect(filtered("fast") == nil && error.code == SP_ERROR_BAD_OPTION)
  }
}
