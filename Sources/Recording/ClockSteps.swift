// A counter that stands lower than when it was read last. On one processor it never does; but a thread may come to another
// one whose counter is behind, and a virtual machine to another host.
import CRecording

/// Ticks since the thread's last event; 0 if the counter stands lower than then.
func ticksSinceLastEvent(_ recorder: RecorderPointer, _ tick: UInt64) -> UInt64 {
  let last = recorder.pointee.thread.pointee.last_tick
  if tick < last {
    noteStepBack(recorder, to: tick)
    return 0
  }
  recorder.pointee.behind_ticks = 0
  return tick - last
}

/// A little back: time stands still until the counter has caught up; what is lost by it comes back when the thread returns
/// to where it was. Far back: all goes on from there.
@inline(never)
private func noteStepBack(_ recorder: RecorderPointer, to tick: UInt64) {
  let thread = recorder.pointee.thread
  let behind = thread.pointee.last_tick - tick
  guard behind < stepLimit(recorder) else { return followBack(recorder, by: behind) }
  let ticks = UInt32(behind)
  // WHY: until it has caught up, every event finds the counter behind, by less and less.
  if ticks > recorder.pointee.behind_ticks { thread.pointee.steps_back &+= 1 }
  recorder.pointee.behind_ticks = ticks
  thread.pointee.most_behind_ticks = max(thread.pointee.most_behind_ticks, ticks)
}

/// A tenth of a second: kernels that trust the counter have found it in step to some microseconds.
private func stepLimit(_ recorder: RecorderPointer) -> UInt64 {
  min(100 &* recorder.pointee.resync_interval_ticks, UInt64(UInt32.max))
}

/// The counter was set back: moves all that the recorder remembers by as much, so that no difference changes.
private func followBack(_ recorder: RecorderPointer, by ticks: UInt64) {
  let thread = recorder.pointee.thread
  thread.pointee.set_back_ticks &+= ticks
  thread.pointee.last_tick &-= ticks
  thread.pointee.start_tick &-= ticks
  thread.pointee.sync_tick &-= ticks
  thread.pointee.resync_tick = thread.pointee.last_tick
  thread.pointee.next_probe_tick = thread.pointee.last_tick
  thread.pointee.wait_carry_ticks = 0
  recorder.pointee.cpu_synced = 0
  recorder.pointee.behind_ticks = 0
  for entry in recorder.pointee.suspended.occupied { entry.pointee.tick &-= ticks }
  for entry in recorder.pointee.made.occupied { entry.pointee.tick &-= ticks }
}
