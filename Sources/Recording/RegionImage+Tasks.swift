import CRecording

extension Decoder {
  /// Cells are taken one after the other, so ascending cells are in the order in which tasks were first seen.
  mutating func decodeTasks() {
    var tasks: [(cell: UInt32, thread: Int)] = []
    for (cell, thread) in threadIndex { tasks += self.tasks(of: cell).map { ($0, thread) } }
    tasks.sort { $0.cell < $1.cell }
    let index = Dictionary(uniqueKeysWithValues: tasks.enumerated().map { ($1.cell, $0) })
    snapshot.tasks = tasks.map { decode(image.record($0.cell, as: sp_task.self).pointee, $0.thread, index) }
  }

  /// WHY not a greenlet that is alone: each thread has one as soon as the library is loaded, whether it is used or not.
  private func tasks(of thread: UInt32) -> [UInt32] {
    let all = list(from: image.record(thread, as: sp_thread.self).pointee.first_task, \sp_task.next)
    let greenlets = all.filter {
      image.record($0, as: sp_task.self).pointee.kind == UInt8(SP_TASK_GREENLET.rawValue)
    }
    return greenlets.count == 1 ? all.filter { $0 != greenlets[0] } : all
  }

  private func decode(_ task: sp_task, _ thread: Int, _ index: [UInt32: Int]) -> Snapshot.Task {
    let kind = Snapshot.Task.Kind(rawValue: task.kind) ?? .coroutine
    var decoded = Snapshot.Task(kind: kind, name: name(of: task), thread: thread)
    decoded.node = nodeIndex[task.node]
    decoded.creatorNode = nodeIndex[task.creator_node]
    decoded.creatorTask = index[task.creator_task]
    decoded.steps = UInt64(task.steps)
    decoded.wallNs = ns(task.wall_ticks)
    decoded.cpuNs = cpuNs(wall: task.wall_ticks, wait: task.wait_ticks)
    decoded.suspendedNs = ns(task.suspended_ticks)
    decoded.longestStepNs = ns(task.longest_ticks)
    decoded.longestNode = nodeIndex[task.longest_node]
    decoded.ended = UInt32(task.flags) & SP_TASK_ENDED != 0
    return decoded
  }

  private func name(of task: sp_task) -> String {
    if UInt32(task.flags) & SP_TASK_NUMBERED != 0 {
      return "\(defaultPrefix(of: sp_task_kind(UInt32(task.kind))))\(task.name)"
    }
    return task.name == 0 ? "" : image.text(task.name, count: UInt32(task.name_bytes))
  }
}
