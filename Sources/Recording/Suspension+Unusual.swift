// Suspension when something is new or unusual: the first of a context, the outermost frame of a task, scopes above the
// frame, frames that nobody knows.
import CRecording

@inline(never)
func suspendAfterSwitch<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ frame: UInt64, _: Clock.Type
) -> Answer {
  resync(recorder, Clock.self)
  let answer = closeSuspended(recorder, recorder.pointee.thread, key, frame)
  tellOfSwitch(recorder)
  return answer
}

@inline(never)
func awakenAfterSwitch<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64, _: Clock.Type
) -> Answer {
  resync(recorder, Clock.self)
  let answer = openAwakened(recorder, recorder.pointee.thread, key, callee, frame)
  tellOfSwitch(recorder)
  return answer
}

/// A suspension for which the table has no room yet, or the context no record.
@inline(never)
func noteFirstSuspension(_ recorder: RecorderPointer, _ frame: UInt64, _ node: UInt32) -> Answer {
  noteSuspension(recorder, frame, node, extra: 0)
  return recorder.pointee.answer
}

/// Without memory the frame goes unnoted: its suspension is not timed.
private func noteSuspension(_ recorder: RecorderPointer, _ frame: UInt64, _ node: UInt32, extra: UInt32) {
  let context = recorder.pointee.nodes + Int(node)
  guard extras(recorder, of: context) != nil, recorder.pointee.suspended.reserve() else { return }
  note(recorder, frame, node, extra: extra)
}

/// A suspension that does not close the innermost open call in the plain way.
@inline(never)
func suspendUnusual(_ recorder: RecorderPointer, _ key: sp_key, _ frame: UInt64) -> Answer {
  guard recorder.pointee.on_stack.lost_calls == 0, let depth = depthToClose(recorder, key) else {
    return leaveUnusual(recorder, key)
  }
  let call = recorder.pointee.stack[Int(depth)]
  guard !isFoldedMark(call.special) else { return leaveUnusual(recorder, key) }
  let top = innermostScope(recorder, above: depth) ?? call.node
  let task = hasFlag(stepFlag, call.special) ? recorder.pointee.task : 0
  while recorder.pointee.thread.pointee.depth > depth { closeTop(recorder) }
  let extra = top == call.node ? task : hold(recorder, task, call.node, top)
  if task != 0 { taskRecord(recorder, task).pointee.flags &= ~UInt8(SP_TASK_ENDED) }
  noteSuspension(recorder, frame, call.node, extra: extra)
  return recorder.pointee.answer
}

/// The context of the innermost scope that is open above a call; nil: none is.
private func innermostScope(_ recorder: RecorderPointer, above depth: UInt32) -> UInt32? {
  var at = recorder.pointee.thread.pointee.depth - 1
  while at > depth {
    let call = recorder.pointee.stack[Int(at)]
    if call.key & SP_KEY_SCOPE != 0, !isFoldedMark(call.special) { return call.node }
    at -= 1
  }
  return nil
}

/// Notes which scopes to open again with a frame; without memory, none.
private func hold(_ recorder: RecorderPointer, _ task: UInt32, _ node: UInt32, _ top: UInt32) -> UInt32 {
  let recording = owner(of: recorder)
  let free = recorder.pointee.free_held
  guard let cell = free != 0 ? free : recording.withLock({ $0.takeCell() }) else { return task }
  let held = recording.region.record(cell, as: sp_held_scopes.self)
  recorder.pointee.free_held = held.pointee.next
  held.pointee = sp_held_scopes(next: 0, task: task, node: node, top: top)
  return cell | SP_HELD
}

/// What goes on with a frame besides its call.
private struct Idle {
  var task: UInt32 = 0
  /// The scopes are the contexts between these.
  var node: UInt32 = 0
  var top: UInt32 = 0
}

private func takeExtra(_ recorder: RecorderPointer, _ extra: UInt32) -> Idle {
  guard extra & SP_HELD != 0 else { return Idle(task: extra) }
  let cell = extra & ~SP_HELD
  let held = owner(of: recorder).region.record(cell, as: sp_held_scopes.self)
  defer {
    held.pointee.next = recorder.pointee.free_held
    recorder.pointee.free_held = cell
  }
  return Idle(task: held.pointee.task, node: held.pointee.node, top: held.pointee.top)
}

/// Ends a suspension: charges it, and takes the frame out of the recorder's table. Nil if it does not stand there.
private func endSuspension(_ recorder: RecorderPointer, _ frame: UInt64, now: UInt64) -> Idle? {
  guard let entry = recorder.pointee.suspended.take(frame) else { return nil }
  let idle = takeExtra(recorder, entry.extra)
  charge(suspended: entry, of: idle.task, recorder, now: now)
  return idle
}

private func charge(
  suspended entry: sp_idle_frame, of task: UInt32, _ recorder: RecorderPointer, now: UInt64
) {
  let ticks = now > entry.tick ? now - entry.tick : 0
  let recording = owner(of: recorder)
  let node = recording.region.record(entry.node, as: sp_node.self)
  recording.region.record(node.pointee.extras, as: sp_extras.self).pointee.suspended_ticks &+= ticks
  if task != 0 { taskRecord(recorder, task).pointee.suspended_ticks &+= ticks }
}

/// The awakening of a frame that is its task's outermost, or has scopes above it, or is not in this thread's table.
@inline(never)
func awakenUnusual(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> Answer {
  let now = recorder.pointee.thread.pointee.last_tick
  let idle = endSuspension(recorder, frame, now: now) ?? endElsewhere(recorder, frame, now: now)
  let answer = enterAnother(recorder, key, callee, resumed: true)
  guard let idle else {
    if topOfStack(recorder).pointee.special == 0 {
      recorder.pointee.host.unfamiliar(recorder.pointee.host.context, callee, frame)
    }
    return answer
  }
  if idle.task != 0 { beginStep(recorder, idle.task) }
  openAgain(recorder, idle.top, below: idle.node)
  return answer
}

/// A frame that another thread suspended. SAFETY: that thread is in no event, for only one is at a time.
private func endElsewhere(_ recorder: RecorderPointer, _ frame: UInt64, now: UInt64) -> Idle? {
  let recording = owner(of: recorder)
  guard recording.options.exclusive else { return nil }
  return recording.withLock { shared in
    for other in shared.recorders.values where other != recorder && other.pointee.suspended.count > 0 {
      // A task's account is kept by the thread that its record belongs to.
      if let idle = endSuspension(other, frame, now: now) { return Idle(node: idle.node, top: idle.top) }
    }
    return nil
  }
}

/// A suspended or not yet begun frame died without any event of it.
public func forgetFrame(_ recorder: UnsafeMutablePointer<sp_recorder>, _ frame: UInt64) {
  _ = takeMade(recorder, frame)
  let now = max(owner(of: recorder).clock.tick(), recorder.pointee.thread.pointee.last_tick)
  guard let idle = endSuspension(recorder, frame, now: now) ?? endElsewhere(recorder, frame, now: now),
    idle.task != 0
  else { return }
  taskRecord(recorder, idle.task).pointee.flags |= UInt8(SP_TASK_ENDED)
}

/// Whether a frame stands in the recorder's own table.
public func isSuspended(_ recorder: UnsafePointer<sp_recorder>, _ frame: UInt64) -> Bool {
  entry(of: frame, in: recorder.pointee.suspended).pointee.frame != 0
}

/// Charges all frames that are suspended up to a moment: for snapshots and ends.
func chargeSuspensions(_ recorder: RecorderPointer, now: UInt64) {
  for entry in recorder.pointee.suspended.occupied {
    let extra = entry.pointee.extra
    let task =
      extra & SP_HELD == 0
      ? extra : owner(of: recorder).region.record(extra & ~SP_HELD, as: sp_held_scopes.self).pointee.task
    charge(suspended: entry.pointee, of: task, recorder, now: now)
    entry.pointee.tick = max(now, entry.pointee.tick)
  }
}
