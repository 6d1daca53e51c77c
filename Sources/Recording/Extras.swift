// HOT. What is counted of a calling context besides its calls and times, and what that takes: most contexts have none of it.
import CRecording

typealias ExtrasPointer = UnsafeMutablePointer<sp_extras>

/// The extras of a context, made if there are none yet; nil without memory.
@inline(__always)
func extras(_ recorder: RecorderPointer, of context: NodePointer) -> ExtrasPointer? {
  let cell = context.pointee.extras
  guard cell != 0 else { return newExtras(recorder, context) }
  return extrasRecord(recorder, cell)
}

@inline(__always)
private func extrasRecord(_ recorder: RecorderPointer, _ cell: UInt32) -> ExtrasPointer {
  UnsafeMutableRawPointer(recorder.pointee.nodes + Int(cell)).assumingMemoryBound(to: sp_extras.self)
}

@inline(never)
private func newExtras(_ recorder: RecorderPointer, _ context: NodePointer) -> ExtrasPointer? {
  guard let cell = owner(of: recorder).withLock({ $0.takeCell() }) else { return nil }
  context.pointee.extras = cell
  return extrasRecord(recorder, cell)
}

extension sp_extras {
  mutating func add(_ other: Self) {
    suspended_ticks &+= other.suspended_ticks
    bare_calls &+= other.bare_calls
    unwinds &+= other.unwinds
    unrecorded_calls &+= other.unrecorded_calls
    super_calls &+= other.super_calls
  }
}

/// A call that no CALL instruction made.
///
/// WHY not counted when the thread has been switched out: what is done then may end the recorder. One in many thousands.
@inline(__always)
func enterBare<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, _: Clock.Type
) -> Answer {
  let (thread, caller) = (recorder.pointee.thread, recorder.pointee.current)
  guard chargeUninterrupted(recorder, thread, caller, Clock.self) else {
    return enterAfterSwitch(recorder, key, callee, resumed: false, Clock.self)
  }
  let answer =
    caller.pointee.last_key == key
    ? open(recorder, thread, key, caller.pointee.last_child, resumed: false)
    : enterAnother(recorder, key, callee, resumed: false)
  count(recorder, \.bare_calls)
  return answer
}

/// The end of a call by exception.
@inline(__always)
func unwind<Clock: TickClock>(_ recorder: RecorderPointer, _ key: sp_key, _: Clock.Type) -> Answer {
  let thread = recorder.pointee.thread
  guard chargeUninterrupted(recorder, thread, recorder.pointee.current, Clock.self) else {
    return leaveAfterSwitch(recorder, key, Clock.self)
  }
  let top = recorder.pointee.stack + Int(thread.pointee.depth &- 1)
  if top.pointee.key == key { count(recorder, \.unwinds) }
  return close(recorder, thread, key)
}

@inline(__always)
func noteUnrecorded(_ recorder: RecorderPointer) -> Answer {
  count(recorder, \.unrecorded_calls)
  return recorder.pointee.answer
}

@inline(__always)
func noteSuper(_ recorder: RecorderPointer) -> Answer {
  count(recorder, \.super_calls)
  return recorder.pointee.answer
}

/// Counts in the context of the innermost open call.
@inline(__always)
private func count(_ recorder: RecorderPointer, _ counter: WritableKeyPath<sp_extras, UInt64>) {
  guard let extras = extras(recorder, of: recorder.pointee.current) else { return }
  extras.pointee[keyPath: counter] &+= 1
}
