// HOT. Coroutines and async generators between their suspension and their awakening.
//
// A suspended frame has no open call. It stands in a table of its recorder's with its context and the moment; when it
// is awakened, the time between goes to that context (sp_extras). Only the outermost frame of a task, and frames with
// scopes above them, need more: Suspension+Unusual.swift.
import CRecording

typealias ThreadPointer = UnsafeMutablePointer<sp_thread>

/// A suspension: a return, after which the frame is known as suspended.
@inline(__always)
func suspend<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ frame: UInt64, _: Clock.Type
) -> Answer {
  let thread = recorder.pointee.thread
  guard chargeUninterrupted(recorder, thread, recorder.pointee.current, Clock.self) else {
    return suspendAfterSwitch(recorder, key, frame, Clock.self)
  }
  return closeSuspended(recorder, thread, key, frame)
}

/// The resumption of a frame that may be known as suspended.
@inline(__always)
func awaken<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64, _: Clock.Type
) -> Answer {
  let (thread, caller) = (recorder.pointee.thread, recorder.pointee.current)
  guard chargeUninterrupted(recorder, thread, caller, Clock.self) else {
    return awakenAfterSwitch(recorder, key, callee, frame, Clock.self)
  }
  return openAwakened(recorder, thread, key, callee, frame)
}

/// Closes the innermost open call, if that is what `key` stands for, and notes its frame.
@inline(__always)
func closeSuspended(
  _ recorder: RecorderPointer, _ thread: ThreadPointer, _ key: sp_key, _ frame: UInt64
) -> Answer {
  let depth = thread.pointee.depth &- 1
  let top = recorder.pointee.stack + Int(depth)
  guard top.pointee.key == key, top.pointee.special == 0 else {
    return suspendUnusual(recorder, key, frame)
  }
  thread.pointee.depth = depth
  recorder.pointee.current = recorder.pointee.nodes + Int((top - 1).pointee.node)
  let node = top.pointee.node
  let table = recorder.pointee.suspended
  guard table.count < table.limit, (recorder.pointee.nodes + Int(node)).pointee.extras != 0 else {
    return noteFirstSuspension(recorder, frame, node)
  }
  note(recorder, frame, node, extra: 0)
  return recorder.pointee.answer
}

/// Enters a frame into the table, which has room. One that stands there already has died without an event.
@inline(__always)
func note(_ recorder: RecorderPointer, _ frame: UInt64, _ node: UInt32, extra: UInt32) {
  let entry = entry(of: frame, in: recorder.pointee.suspended)
  if entry.pointee.frame == 0 { recorder.pointee.suspended.count &+= 1 }
  entry.pointee = sp_idle_frame(
    frame: frame, tick: recorder.pointee.thread.pointee.last_tick, node: node, extra: extra)
}

@inline(__always)
func openAwakened(
  _ recorder: RecorderPointer, _ thread: ThreadPointer, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> Answer {
  let table = recorder.pointee.suspended
  let entry = entry(of: frame, in: table)
  guard entry.pointee.frame != 0, entry.pointee.extra == 0 else {
    return awakenUnusual(recorder, key, callee, frame)
  }
  chargeSuspension(recorder, entry)
  remove(entry, from: table)
  recorder.pointee.suspended.count &-= 1
  let caller = recorder.pointee.current
  guard caller.pointee.last_key == key else { return enterAnother(recorder, key, callee, resumed: true) }
  return open(recorder, thread, key, caller.pointee.last_child, resumed: true)
}

/// Gives the context of a suspended frame the time up to the last event.
@inline(__always)
func chargeSuspension(_ recorder: RecorderPointer, _ entry: IdleFramePointer) {
  let cell = (recorder.pointee.nodes + Int(entry.pointee.node)).pointee.extras
  let record = UnsafeMutableRawPointer(recorder.pointee.nodes + Int(cell))
    .assumingMemoryBound(to: sp_extras.self)
  record.pointee.suspended_ticks &+= recorder.pointee.thread.pointee.last_tick &- entry.pointee.tick
}
