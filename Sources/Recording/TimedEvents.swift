// Events where time is a timer of the program's own, and their C names (CRecording/events.h). There is no CPU clock to be held
// against it, and no thread knows another's time. None of this is hot: the timer itself takes longer.
//
// WHY no `TickClock`: one more kind of it, and the optimiser makes other code of the events that are hot.
import CRecording

// SAFETY: as in EntryPoints.swift.

/// Charges the time since the last event first.
func asTimedEvent<Result>(_ recorder: RecorderPointer, _ body: () -> Result) -> Result {
  if recorder.pointee.bound == 0 {
    recorder.pointee.bound = 1
    recorder.pointee.thread.pointee.os_id = sp_os_thread_id()
  }
  chargeTimed(recorder)
  let result = body()
  tellOfSwitch(recorder)
  return result
}

/// From outside of events as well: then another thread has its time up to when its timer was read last.
func chargeTimed(_ recorder: RecorderPointer) {
  let thread = recorder.pointee.thread
  let elapsed = recorder.pointee.timer_tick.differenceOr0(thread.pointee.last_tick)
  if recorder.pointee.on_stack.step_count > 0 { markSteps(recorder, elapsed: elapsed) }
  recorder.pointee.current.pointee.self_wall_ticks &+= elapsed
  thread.pointee.last_tick &+= elapsed
}

@c @implementation
public func sp_call_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  asTimedEvent(recorder) { enterAnother(recorder, key, callee, resumed: false) }
}

@c @implementation
public func sp_resume_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  asTimedEvent(recorder) { enterAnother(recorder, key, callee, resumed: true) }
}

@c @implementation
public func sp_leave_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  asTimedEvent(recorder) { close(recorder, recorder.pointee.thread, key) }
}

@c @implementation
public func sp_suspend_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  asTimedEvent(recorder) { closeSuspended(recorder, recorder.pointee.thread, key, frame) }
}

@c @implementation
public func sp_awaken_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  asTimedEvent(recorder) { openAwakened(recorder, recorder.pointee.thread, key, callee, frame) }
}

@c @implementation
public func sp_open_scope_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  let answer = recorder.pointee.answer
  asTimedEvent(recorder) { openScope(recorder, key) }
  return answer
}

@c @implementation
public func sp_close_scope_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  let answer = recorder.pointee.answer
  asTimedEvent(recorder) { closeScope(recorder, key) }
  return answer
}
