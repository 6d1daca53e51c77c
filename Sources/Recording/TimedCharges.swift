// Charging time where it is a timer of the program's own that tells it: there is no CPU clock to be held against it, and no
// thread knows another's time.
import CRecording

/// Charges the time since the last event to the innermost open call. The thread's time begins with the first event.
func chargeTimed(_ recorder: RecorderPointer, tick: UInt64) {
  guard recorder.pointee.timed != 0 else { return beginTime(recorder, tick) }
  let thread = recorder.pointee.thread
  let elapsed = tick.differenceOr0(thread.pointee.last_tick)
  if recorder.pointee.on_stack.step_count > 0 { markSteps(recorder, elapsed: elapsed) }
  recorder.pointee.current.pointee.self_wall_ticks &+= elapsed
  thread.pointee.last_tick &+= elapsed
}

/// WHY the start as well: until now it was what the timer had said to whoever made the recorder.
private func beginTime(_ recorder: RecorderPointer, _ tick: UInt64) {
  let thread = recorder.pointee.thread
  recorder.pointee.timed = 1
  thread.pointee.start_tick = tick
  thread.pointee.last_tick = tick
  thread.pointee.profiler_ticks = 0
}

/// The same from outside of events, if the recorder is the calling thread's. Others have their time up to their last event.
func chargeTimedIfOwn(_ recorder: RecorderPointer, tick: UInt64) {
  let isOwn = recorder.pointee.thread.pointee.os_id == sp_os_thread_id()
  if isOwn, recorder.pointee.timed != 0 { chargeTimed(recorder, tick: tick) }
}
