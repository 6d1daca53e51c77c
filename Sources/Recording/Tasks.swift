// Tasks and greenlets: whose turn it is, and what each of them has had.
//
// All tasks share the tree. What is a task's own is one record, charged whenever another's turn begins with what the
// thread has recorded since the last time.
import CRecording
import Glibc

typealias TaskPointer = UnsafeMutablePointer<sp_task>

func taskRecord(_ recorder: RecorderPointer, _ task: UInt32) -> TaskPointer {
  owner(of: recorder).region.record(task, as: sp_task.self)
}

/// All time charged to nodes of this thread so far.
func recordedWallTicks(_ recorder: RecorderPointer) -> UInt64 {
  let thread = recorder.pointee.thread
  return thread.pointee.last_tick &- thread.pointee.start_tick &- thread.pointee.profiler_ticks
}

/// Charges the running task up to the last event.
func chargeTask(_ recorder: RecorderPointer) {
  let wall = recordedWallTicks(recorder)
  let wait = recorder.pointee.thread.pointee.total_wait_ticks
  if recorder.pointee.task != 0 {
    let task = taskRecord(recorder, recorder.pointee.task)
    task.pointee.wall_ticks &+= wall &- recorder.pointee.task_wall_mark
    task.pointee.wait_ticks &+= wait &- recorder.pointee.task_wait_mark
  }
  recorder.pointee.task_wall_mark = wall
  recorder.pointee.task_wait_mark = wait
}

/// What of the running task's time up to the last event it has not waited for; nil between tasks.
func cpuTicksOfTask(_ recorder: RecorderPointer) -> UInt64? {
  guard recorder.pointee.task != 0 else { return nil }
  chargeTask(recorder)
  let task = taskRecord(recorder, recorder.pointee.task)
  return task.pointee.wall_ticks &- task.pointee.wait_ticks
}

// ---- steps

/// The innermost open call is the outermost of a step of `task`. Nothing happens if it got no context of its own.
public func beginStep(_ recorder: UnsafeMutablePointer<sp_recorder>, _ task: UInt32) {
  guard task != 0, hasRoomForStep(recorder), setFlag(stepFlag, ofTop: recorder) else { return }
  let thread = recorder.pointee.thread
  let record = taskRecord(recorder, task)
  record.pointee.steps &+= 1
  if record.pointee.node == 0 { record.pointee.node = topOfStack(recorder).pointee.node }
  record.pointee.flags &= ~UInt8(SP_TASK_ENDED)
  let count = Int(recorder.pointee.on_stack.step_count)
  recorder.pointee.on_stack.steps![count] = sp_step(
    began_wall_ticks: recordedWallTicks(recorder), stretch_ticks: 0, stretch_node: 0, task: task,
    interrupted_task: recorder.pointee.task, common_node: 0, common_depth: 0, depth: thread.pointee.depth)
  recorder.pointee.on_stack.step_count += 1
  chargeTask(recorder)
  recorder.pointee.task = task
}

/// The innermost step ends with the innermost open call. The task has ended with it, unless the frame turns out to be
/// suspended.
func endStep(_ recorder: RecorderPointer) {
  recorder.pointee.on_stack.step_count -= 1
  let step = recorder.pointee.on_stack.steps![Int(recorder.pointee.on_stack.step_count)]
  noteLength(of: step, recorder)
  taskRecord(recorder, step.task).pointee.flags |= UInt8(SP_TASK_ENDED)
  chargeTask(recorder)
  recorder.pointee.task = step.interrupted_task
}

/// A step has lasted until the last event.
func noteLength(of step: sp_step, _ recorder: RecorderPointer) {
  let task = taskRecord(recorder, step.task)
  let duration = recordedWallTicks(recorder) &- step.began_wall_ticks
  guard duration > task.pointee.longest_ticks else { return }
  task.pointee.longest_ticks = duration
  task.pointee.longest_node = busiestContext(of: step, duration)
}

/// Where a step's time went: the one context with a stretch of at least half of it, or else the innermost that was
/// open whenever the CPU clock was read, once a millisecond. 0: neither.
private func busiestContext(of step: sp_step, _ duration: UInt64) -> UInt32 {
  step.stretch_ticks >= duration / 2 && step.stretch_node != 0 ? step.stretch_node : step.common_node
}

/// Marks, at a reading of the CPU clock, what is open now, for the steps that are going on. `elapsed` is the time since
/// the last event, which nobody has interrupted: if it is long, that is what holds the others up.
func markSteps(_ recorder: RecorderPointer, elapsed: UInt64) {
  for index in 0..<Int(recorder.pointee.on_stack.step_count) {
    mark(recorder, &recorder.pointee.on_stack.steps![index], elapsed: elapsed)
  }
}

private func mark(_ recorder: RecorderPointer, _ step: inout sp_step, elapsed: UInt64) {
  let top = recorder.pointee.thread.pointee.depth - 1
  let stack = recorder.pointee.stack
  if elapsed > step.stretch_ticks {
    step.stretch_ticks = elapsed
    step.stretch_node = stack[Int(top)].node
  }
  guard step.common_node != 0 else {
    (step.common_node, step.common_depth) = (stack[Int(top)].node, top)
    return
  }
  while step.common_depth >= step.depth,
    step.common_depth > top || stack[Int(step.common_depth)].node != step.common_node
  {
    step.common_node = (recorder.pointee.nodes + Int(step.common_node)).pointee.parent
    step.common_depth -= 1
  }
}

func hasRoomForStep(_ recorder: RecorderPointer) -> Bool {
  let (count, capacity) = (recorder.pointee.on_stack.step_count, recorder.pointee.on_stack.step_capacity)
  if count < capacity { return true }
  let grown = max(4, Int(capacity) * 2)
  guard let steps = zeroed(sp_step.self, count: grown) else { return false }
  if let old = recorder.pointee.on_stack.steps {
    steps.update(from: old, count: Int(count))
    free(old)
  }
  recorder.pointee.on_stack.steps = steps
  recorder.pointee.on_stack.step_capacity = UInt32(grown)
  return true
}
