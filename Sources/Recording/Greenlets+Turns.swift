// What a greenlet has had of its thread's time. From one switch to the next is a step of its task, below the steps of all
// coroutines that it runs; those go on when it does.
import CRecording

extension Recording {
  /// Who the running greenlet is: from now on it has a task. Nothing happens before the thread's first switch.
  public static func nameGreenlet(
    _ recorder: UnsafeMutablePointer<sp_recorder>, _ name: UnsafeRawBufferPointer
  ) {
    guard let running = recorder.pointee.running, running.pointee.task == 0 else { return }
    let task = addTask(recorder, TaskDescription(kind: SP_TASK_GREENLET, name: name, frame: 0))
    guard task != 0 else { return }
    running.pointee.task = task
    chargeTask(recorder)
    if recorder.pointee.on_stack.step_count == 0 {
      recorder.pointee.task = task
    } else {
      recorder.pointee.on_stack.steps![0].interrupted_task = task
    }
    beginStepOfGreenlet(recorder, task)
  }
}

/// The greenlet, whose stack is the recorder's, is left.
func endTurn(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
  chargeTask(recorder)
  greenlet.pointee.running_task = recorder.pointee.task
  greenlet.pointee.left_wall_ticks = recordedWallTicks(recorder)
  recorder.pointee.task = 0
  guard greenlet.pointee.task != 0 else { return }
  let task = taskRecord(recorder, greenlet.pointee.task)
  if task.pointee.node == 0 { task.pointee.node = outermostContext(recorder) }
  let count = Int(recorder.pointee.on_stack.step_count)
  guard count > 0, let steps = recorder.pointee.on_stack.steps, steps[0].depth == 1 else { return }
  noteLength(of: steps[0], recorder)
  steps.update(from: steps + 1, count: count - 1)
  recorder.pointee.on_stack.step_count -= 1
}

/// The greenlet, whose stack is the recorder's again, goes on.
func beginTurn(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
  recorder.pointee.task = greenlet.pointee.running_task
  guard greenlet.pointee.task != 0 || recorder.pointee.on_stack.step_count > 0 else { return }
  let away = recordedWallTicks(recorder) &- greenlet.pointee.left_wall_ticks
  delaySteps(recorder.pointee.on_stack, by: away)
  guard greenlet.pointee.task != 0 else { return }
  taskRecord(recorder, greenlet.pointee.task).pointee.suspended_ticks &+= away
  beginStepOfGreenlet(recorder, greenlet.pointee.task)
}

/// Charges all greenlets that do not run up to the last event, for snapshots and ends.
func chargeGreenlets(_ recorder: RecorderPointer) {
  let wall = recordedWallTicks(recorder)
  forEachParkedGreenlet(recorder) { greenlet in
    guard greenlet.pointee.task != 0 else { return }
    let away = wall &- greenlet.pointee.left_wall_ticks
    taskRecord(recorder, greenlet.pointee.task).pointee.suspended_ticks &+= away
    delaySteps(greenlet.pointee.on_stack, by: away)
    greenlet.pointee.left_wall_ticks = wall
  }
}

/// The steps of coroutines in a greenlet that is away are as long as if it had not been.
private func delaySteps(_ state: sp_stack_state, by ticks: UInt64) {
  for index in 0..<Int(state.step_count) { state.steps![index].began_wall_ticks &+= ticks }
}

private func beginStepOfGreenlet(_ recorder: RecorderPointer, _ task: UInt32) {
  guard hasRoomForStep(recorder), let steps = recorder.pointee.on_stack.steps else { return }
  let count = Int(recorder.pointee.on_stack.step_count)
  (steps + 1).update(from: steps, count: count)
  steps[0] = sp_step(
    began_wall_ticks: recordedWallTicks(recorder), stretch_ticks: 0, stretch_node: 0, task: task,
    interrupted_task: 0, common_node: 0, common_depth: 0, depth: 1)
  recorder.pointee.on_stack.step_count += 1
  taskRecord(recorder, task).pointee.steps &+= 1
}

/// The context of the outermost call that is open, or else of the last one that was; 0: there was none.
private func outermostContext(_ recorder: RecorderPointer) -> UInt32 {
  // An entry stays what it was when its call is closed; a new greenlet's is cleared.
  recorder.pointee.stack[1].node
}
