// Greenlets: threads within a thread, each with frames of its own, of which one runs at a time (PyPI: greenlet, gevent).
// Each gets a stack of open calls of its own; all share the thread's tree. A switch is no event of the interpreter and
// is rare beside calls, so nothing here is on the event path, which knows one stack only: the running one's.
import CRecording

/// The thread goes on with another greenlet. The time since the last event is the old one's.
///
/// The first switch of a thread makes its stack that of `from`. When switches have been missed, the stack that was in use
/// is put away as that of the greenlet which was last known to run.
///
/// - Returns: true when `to` was not known: it begins with no open call, and the frames that it has already are to be
///   entered.
/// - Complexity: O(1); a system call where the thread has been switched out. O(depth) for stacks with folded calls.
public func switchGreenlet(
  _ recorder: UnsafeMutablePointer<sp_recorder>, from: UInt64, ended: Bool, to: UInt64
) -> Bool {
  if owner(of: recorder).clock.isTimer {
    return asTimedEvent(recorder) {
      owner(of: recorder).exchangeStacks(recorder, from: from, ended: ended, to: to)
    }
  }
  return ClockSource.shared.usesTSC
    ? switchGreenlet(recorder, from: from, ended: ended, to: to, TimeStampCounter.self)
    : switchGreenlet(recorder, from: from, ended: ended, to: to, MonotonicClock.self)
}

func switchGreenlet<Clock: TickClock>(
  _ recorder: RecorderPointer, from: UInt64, ended: Bool, to: UInt64, _: Clock.Type
) -> Bool {
  asEvent(recorder, Clock.self) {
    owner(of: recorder).exchangeStacks(recorder, from: from, ended: ended, to: to)
  }
}

extension Recording {
  fileprivate func exchangeStacks(_ recorder: RecorderPointer, from: UInt64, ended: Bool, to: UInt64) -> Bool
  {
    guard let running = recorder.pointee.running ?? addGreenlet(recorder, from, withStack: false) else {
      return false  // no memory: the greenlets of this thread stay one
    }
    recorder.pointee.running = running
    guard running.pointee.id != to else { return false }
    let known = findGreenlet(recorder, to)
    guard let next = known ?? addGreenlet(recorder, to, withStack: true) else { return false }
    if ended, running.pointee.id == from { closeAll(recorder) }
    putAway(recorder, running)
    bringBack(recorder, next)
    if ended, let gone = findGreenlet(recorder, from), gone != next { discard(recorder, gone) }
    return known == nil
  }

  /// A stack for a greenlet that begins, or none for the one that has the thread's. False when there is no memory.
  func giveStack(_ greenlet: GreenletPointer, of recorder: RecorderPointer, withStack: Bool) -> Bool {
    withLock { shared in
      guard let parked = shared.region.take(1) else { return false }
      if withStack {
        guard let stack = shared.takeStack(Self.greenletStackCapacity) else { return false }
        greenlet.pointee.stack = shared.region.record(stack, as: sp_open_call.self)
        greenlet.pointee.stack_cell = stack
        greenlet.pointee.stack_capacity = UInt32(Self.greenletStackCapacity)
        let root = recorder.pointee.thread.pointee.root
        greenlet.pointee.stack![0] = sp_open_call(key: 0, node: root, special: 0)
        clear(greenlet)
      }
      greenlet.pointee.parked = parked
      let record = shared.region.record(parked, as: sp_parked_stack.self)
      record.pointee.next = recorder.pointee.thread.pointee.first_parked
      recorder.pointee.thread.pointee.first_parked = parked
      return true
    }
  }

  /// WHY so few: there may be many thousands, and most are not deep. It grows like a thread's.
  private static var greenletStackCapacity: Int { 16 }

  // ---- all that belongs to a stack goes away together, and comes back together

  private func putAway(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
    suspendFolded(recorder)
    endTurn(recorder, greenlet)
    let thread = recorder.pointee.thread
    greenlet.pointee.stack = recorder.pointee.stack
    greenlet.pointee.stack_cell = thread.pointee.stack
    greenlet.pointee.stack_capacity = thread.pointee.stack_capacity
    greenlet.pointee.depth = thread.pointee.depth
    greenlet.pointee.on_stack = recorder.pointee.on_stack
    let parked = region.record(greenlet.pointee.parked, as: sp_parked_stack.self)
    parked.pointee.stack = greenlet.pointee.stack_cell
    parked.pointee.depth = greenlet.pointee.depth
  }

  private func bringBack(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
    let thread = recorder.pointee.thread
    region.record(greenlet.pointee.parked, as: sp_parked_stack.self).pointee.depth = 0
    recorder.pointee.running = greenlet
    recorder.pointee.stack = greenlet.pointee.stack!
    thread.pointee.stack = greenlet.pointee.stack_cell
    thread.pointee.stack_capacity = greenlet.pointee.stack_capacity
    thread.pointee.depth = greenlet.pointee.depth
    recorder.pointee.on_stack = greenlet.pointee.on_stack
    recorder.pointee.current = recorder.pointee.nodes + Int(topOfStack(recorder).pointee.node)
    greenlet.pointee.stack = nil
    greenlet.pointee.on_stack = sp_stack_state()
    beginTurn(recorder, greenlet)
    resumeFolded(recorder)
  }

  /// A greenlet that does not run has ended: its calls, if some are open still, are closed.
  private func discard(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
    if greenlet.pointee.task != 0 {
      taskRecord(recorder, greenlet.pointee.task).pointee.flags |= UInt8(SP_TASK_ENDED)
    }
    region.record(greenlet.pointee.parked, as: sp_parked_stack.self).pointee.depth = 0
    clear(greenlet)
    forgetGreenlet(recorder, greenlet)
  }

  /// As a greenlet begins. What its stack can grow to stays.
  private func clear(_ greenlet: GreenletPointer) {
    let steps = greenlet.pointee.on_stack
    greenlet.pointee.on_stack = sp_stack_state()
    greenlet.pointee.on_stack.steps = steps.steps
    greenlet.pointee.on_stack.step_capacity = steps.step_capacity
    greenlet.pointee.depth = 1
    greenlet.pointee.task = 0
    greenlet.pointee.running_task = 0
    greenlet.pointee.stack![0].special = 0
    greenlet.pointee.stack![1].node = 0  // see outermostContext
  }

  /// The thread has ended: so have all its greenlets. Gives the stacks back that are put away.
  func endGreenlets(_ recorder: RecorderPointer, _ shared: inout SharedState) {
    guard let running = recorder.pointee.running else { return }
    endTurn(recorder, running)
    var tasks = [running.pointee.task]
    forEachParkedGreenlet(recorder) { greenlet in
      region.record(greenlet.pointee.parked, as: sp_parked_stack.self).pointee.depth = 0
      shared.giveBack(stack: greenlet.pointee.stack_cell, capacity: Int(greenlet.pointee.stack_capacity))
      tasks.append(greenlet.pointee.task)
    }
    for task in tasks where task != 0 { taskRecord(recorder, task).pointee.flags |= UInt8(SP_TASK_ENDED) }
  }
}
