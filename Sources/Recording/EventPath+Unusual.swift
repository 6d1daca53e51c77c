// What the event path does when something is new or unusual. May take its time, but never fails the program
// that is profiled: where memory is lacking, less is told apart.
import CRecording

/// A call after the thread has been switched out, or once in a while.
@inline(never)
func enterAfterSwitch<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, resumed: Bool, _: Clock.Type
) -> Answer {
  resync(recorder, Clock.self)
  let answer = enterAnother(recorder, key, callee, resumed: resumed)
  tellOfSwitch(recorder)
  return answer
}

@inline(never)
func leaveAfterSwitch<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _: Clock.Type
) -> Answer {
  resync(recorder, Clock.self)
  let answer = close(recorder, recorder.pointee.thread, key)
  tellOfSwitch(recorder)
  return answer
}

/// What is no call and no return, done as an event: charges the time up to now to the innermost open call first.
@inline(__always)
func asEvent<Clock: TickClock, Result>(_ recorder: RecorderPointer, _: Clock.Type, _ body: () -> Result)
  -> Result
{
  let plain = chargeUninterrupted(recorder, recorder.pointee.thread, recorder.pointee.current, Clock.self)
  if !plain { resync(recorder, Clock.self) }
  let result = body()
  if !plain { tellOfSwitch(recorder) }
  return result
}

/// The last thing that an event does: the host may end the recorder.
func tellOfSwitch(_ recorder: RecorderPointer) {
  recorder.pointee.host.switched(recorder.pointee.host.context)
}

/// A call that neither the caller's node nor the callee cache knows.
///
/// O(1): two hash look-ups, of which the first, by key, takes the recording's lock; and a new node the first time. What that
/// takes is charged to nobody: it is measured, as nothing that happens once could be foretold by calibration.
@inline(never)
func enterUncached(_ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, resumed: Bool)
  -> Answer
{
  let recording = owner(of: recorder)
  let function = recording.function(of: key) ?? askForFunction(recorder, key, callee)
  if isFolded(recorder) || function == recording.foldedFunction {
    return enterFolded(recorder, key, function, resumed: resumed)
  }
  let caller = recorder.pointee.current
  guard let context = recording.context(recorder, of: function, in: caller) else {
    return enterFolded(recorder, key, function, resumed: resumed)
  }
  let isNew = context.pointee.calls | context.pointee.resumptions == 0
  if isNew { context.pointee.place = recorder.pointee.host.place(recorder.pointee.host.context, key) }
  if functionRecord(recorder, function).pointee.watched != 0 {
    return openWatched(recorder, key, callee, recording.cell(of: context), resumed: resumed)
  }
  let node = remember(recorder, caller, key, context)
  if isNew { recording.forgiveTime(recorder) }
  return open(recorder, recorder.pointee.thread, key, node, resumed: resumed)
}

/// A call that the host wants to be told of. WHY it is remembered nowhere: then every one comes here. The time this takes is
/// charged to nobody.
private func openWatched(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, _ node: UInt32, resumed: Bool
) -> Answer {
  let answer = open(recorder, recorder.pointee.thread, key, node, resumed: resumed)
  recorder.pointee.host.watched(recorder.pointee.host.context, callee)
  owner(of: recorder).forgiveTime(recorder)
  return answer
}

/// A callee that nobody has told of yet; the host, which is asked with no lock held, registers it. The time this takes is
/// charged to nobody.
private func askForFunction(_ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?) -> UInt32 {
  recorder.pointee.host.describe(recorder.pointee.host.context, key, callee)
  let recording = owner(of: recorder)
  return recording.function(of: key) ?? recording.foldedFunction
}

/// A call for which the stack has no room yet.
@inline(never)
func openDeeper(_ recorder: RecorderPointer, _ key: sp_key, _ node: UInt32, resumed: Bool) -> Answer {
  guard growStack(recorder) else { return loseCall(recorder) }
  return open(recorder, recorder.pointee.thread, key, node, resumed: resumed)
}

/// A leave that does not close the innermost open call in the plain way.
@inline(never)
func leaveUnusual(_ recorder: RecorderPointer, _ key: sp_key) -> Answer {
  if recorder.pointee.on_stack.lost_calls > 0 {
    recorder.pointee.on_stack.lost_calls -= 1
    if recorder.pointee.on_stack.lost_calls == 0 {
      topOfStack(recorder).pointee.special = recorder.pointee.on_stack.special_before_loss
    }
    return recorder.pointee.answer
  }
  guard let depth = depthToClose(recorder, key) else {
    // WHY not all: what was running when the recording started returns too, C functions that no stack shows
    // among them. A Python return that does not fit what is open should not be.
    // One of the profiler's own has been closed early by the scope that it opened.
    let expected =
      key & SP_KEY_NATIVE != 0 || recorder.pointee.thread.pointee.depth == 1
      || owner(of: recorder).function(of: key).map { isOwn(recorder, $0) } ?? false
    if !expected { recorder.pointee.thread.pointee.unmatched &+= 1 }
    return recorder.pointee.answer
  }
  while recorder.pointee.thread.pointee.depth > depth { closeTop(recorder) }
  return recorder.pointee.answer
}

/// Depth that the stack must have for `key`'s open call to be closed; nil when none is open that it can mean.
///
/// Calls of C functions above it are closed with it: the interpreter leaves out their return at times
/// (3.12 and 3.13 do for some bound methods). So are scopes, which end with their frame. A Python call is never
/// closed by another's return.
func depthToClose(_ recorder: RecorderPointer, _ key: sp_key) -> UInt32? {
  var depth = recorder.pointee.thread.pointee.depth
  while depth > 1 {
    let open = recorder.pointee.stack + Int(depth - 1)
    if open.pointee.key == key { return depth - 1 }
    let isNative = open.pointee.key & SP_KEY_NATIVE != 0
    let isScope = open.pointee.key & (SP_KEY_NATIVE | SP_KEY_SCOPE) == SP_KEY_SCOPE
    guard isScope || isNative && key & SP_KEY_NATIVE == 0 else { return nil }
    depth -= 1
  }
  return nil
}

/// Doubles the stack. False when there is no memory.
func growStack(_ recorder: RecorderPointer) -> Bool {
  let recording = owner(of: recorder)
  let thread = recorder.pointee.thread
  let capacity = Int(thread.pointee.stack_capacity)
  guard let cell = recording.withLock({ $0.takeStack(capacity * 2) }) else { return false }
  let grown = recording.region.record(cell, as: sp_open_call.self)
  grown.update(from: recorder.pointee.stack, count: capacity)
  recorder.pointee.stack = grown
  let old = thread.pointee.stack
  recording.withLock { $0.giveBack(stack: old, capacity: capacity) }
  thread.pointee.stack = cell
  thread.pointee.stack_capacity = UInt32(capacity * 2)
  return true
}

/// A call that cannot be put on the stack: its time goes to the innermost recorded call, its return is awaited.
@inline(never)
func loseCall(_ recorder: RecorderPointer) -> Answer {
  if recorder.pointee.on_stack.lost_calls == 0 {
    let top = topOfStack(recorder)
    recorder.pointee.on_stack.special_before_loss = top.pointee.special
    top.pointee.special = lostCallsMarker
  }
  recorder.pointee.on_stack.lost_calls += 1
  recorder.pointee.thread.pointee.folded_calls &+= 1
  return recorder.pointee.answer
}

/// SAFETY: a recording outlives its recorders, and frees them.
@inline(__always)
func owner(of recorder: RecorderPointer) -> Recording {
  Unmanaged<Recording>.fromOpaque(recorder.pointee.recording).takeUnretainedValue()
}
