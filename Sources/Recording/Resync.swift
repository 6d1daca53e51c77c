// The CPU clock when it cannot be derived from wall time: after a switch, and once in a while.
//
// Between two readings of the CPU clock a thread has waited for (wall - CPU). While rseq says that it has not
// been switched out nothing can have been waited for, so all of it belongs to the last stretch: the time since
// the last event, which is the innermost open call's.
//
// What a hypervisor takes is the exception: the kernel of the virtual machine is not there to say so, learns of it
// later, and takes it from the CPU clock. What is more than the last stretch was taken within the last millisecond; by
// whom is not known, so it is the innermost open call's, of whose earlier time it can be. Over many readings each call
// gets its part.
import CRecording
import Glibc

/// Reads both clocks, arms the slot again, and charges the time since the last event.
@inline(never)
func resync<Clock: TickClock>(_ recorder: RecorderPointer, _: Clock.Type) {
  if recorder.pointee.bound == 0 { bindToCallingThread(recorder, Clock.self) }
  let slot = findSlot(recorder, Clock.self)
  let armed = recorder.pointee.armed
  let wasRunning = slot.map { sp_load_volatile($0) == armed } ?? true
  var cpuNs: UInt64
  var tick: UInt64
  var attempts = 0
  repeat {
    if let slot { sp_store_volatile(slot, armed) }
    cpuNs = Clock.threadCpuNs()
    tick = Clock.tick()
    attempts += 1
    // WHY: a switch between the two readings would look like waiting.
  } while attempts < 4 && slot.map { sp_load_volatile($0) != armed } ?? false
  charge(recorder, tick: tick, cpuNs: cpuNs)
  // WHY not after a switch: then the probe finds cold caches, and is slow for other reasons.
  if wasRunning { probePace(recorder, slot, Clock.self) }
}

/// The thread's own first event tells what no other thread could: its id.
private func bindToCallingThread<Clock: TickClock>(_ recorder: RecorderPointer, _: Clock.Type) {
  recorder.pointee.bound = 1
  recorder.pointee.thread.pointee.os_id = sp_os_thread_id()
}

/// The thread's rseq slot, nil if it has none.
///
/// WHY again each time: a library may give the thread another one meanwhile, and then nobody clears the one we know.
private func findSlot<Clock: TickClock>(_ recorder: RecorderPointer, _: Clock.Type) -> UnsafeMutablePointer<
  UInt64
>? {
  let slot = Clock.rseqSlot()
  recorder.pointee.rseq_slot = slot ?? neverArmed
  if slot == nil { recorder.pointee.thread.pointee.lacks_rseq = 1 }
  return slot
}

/// Charges wall time since the last event to the innermost open call, and to its waiting what the CPU clock
/// did not advance by.
///
/// The two clocks are read a little apart and tick a little differently, so the measured waiting may be some
/// nanoseconds below zero, or more than the call has had; the difference is carried to the next reading, and no
/// node ever has negative times.
func charge(_ recorder: RecorderPointer, tick: UInt64, cpuNs: UInt64?) {
  let thread = recorder.pointee.thread
  let current = recorder.pointee.current
  let elapsed = ticksSinceLastEvent(recorder, tick)
  if let cpuNs {
    let waited = measuredWait(recorder, tick: tick, cpuNs: cpuNs)
    let charged = min(UInt64(max(waited, 0)), elapsed &+ earlierCpuTicks(recorder))
    thread.pointee.wait_carry_ticks = waited - Int64(charged)
    current.pointee.self_wait_ticks &+= charged
    thread.pointee.total_wait_ticks &+= charged
    thread.pointee.sync_tick = tick
    thread.pointee.sync_cpu_ns = cpuNs
    thread.pointee.resync_tick = tick &+ recorder.pointee.resync_interval_ticks
    thread.pointee.resyncs &+= 1
    recorder.pointee.cpu_synced = 1
    if recorder.pointee.on_stack.step_count > 0 { markSteps(recorder, elapsed: elapsed) }
  }
  current.pointee.self_wall_ticks &+= elapsed
  thread.pointee.last_tick &+= elapsed
}

/// What of its time before the last event the innermost open call has not waited for, nor the task it is in.
/// Nothing for folded calls, whose own times are differences of their node's.
private func earlierCpuTicks(_ recorder: RecorderPointer) -> UInt64 {
  if isFolded(recorder) { return 0 }
  let node = recorder.pointee.current
  let ofNode = node.pointee.self_wall_ticks &- node.pointee.self_wait_ticks
  return min(ofNode, cpuTicksOfTask(recorder) ?? ofNode)
}

private func measuredWait(_ recorder: RecorderPointer, tick: UInt64, cpuNs: UInt64) -> Int64 {
  let thread = recorder.pointee.thread
  // WHY: after a fork the CPU clock of the child starts from zero.
  guard recorder.pointee.cpu_synced != 0, cpuNs >= thread.pointee.sync_cpu_ns else { return 0 }
  let wall = Int64(bitPattern: tick &- thread.pointee.sync_tick)
  let cpu = Int64(Double(cpuNs - thread.pointee.sync_cpu_ns) * recorder.pointee.ticks_per_ns)
  return wall - cpu + thread.pointee.wait_carry_ticks
}

/// Charges a thread up to now, from whichever thread: for snapshots and ends. A thread whose CPU clock is gone
/// has not run since it was last read.
func chargeUpToNow(_ recorder: RecorderPointer) {
  let clock = owner(of: recorder).clock
  if clock.isTimer {
    chargeTimed(recorder)
  } else {
    chargeMeasured(recorder, clock)
  }
  settleFolded(recorder)
  chargeTask(recorder)
  for index in 0..<Int(recorder.pointee.on_stack.step_count) {
    noteLength(of: recorder.pointee.on_stack.steps![index], recorder)
  }
  chargeSuspensions(recorder, now: recorder.pointee.thread.pointee.last_tick)
  chargeGreenlets(recorder)
}

private func chargeMeasured(_ recorder: RecorderPointer, _ clock: ColdClock) {
  let osID = recorder.pointee.thread.pointee.os_id
  let tick = clock.tick()
  let lastCpuNs = recorder.pointee.thread.pointee.sync_cpu_ns
  charge(recorder, tick: tick, cpuNs: osID == 0 ? nil : clock.threadCpuNs(osID) ?? lastCpuNs)
}

extension Recording {
  /// The time since the thread's last event was the profiler's own, and is charged to nobody.
  func forgiveTime(_ recorder: RecorderPointer) {
    let thread = recorder.pointee.thread
    let now = clock.tick()
    guard now > thread.pointee.last_tick else { return }
    thread.pointee.profiler_ticks &+= now &- thread.pointee.last_tick
    thread.pointee.last_tick = now
    // WHY: what the thread has waited meanwhile is the profiler's too; at the next reading of the CPU clock it would be
    // taken for a function's.
    // Not of a thread that has not come by yet: what its clock says others cannot know.
    let switched = sp_load_volatile(recorder.pointee.rseq_slot) != recorder.pointee.armed
    guard switched, recorder.pointee.bound != 0, recorder.pointee.cpu_synced != 0,
      let cpuNs = clock.threadCpuNs(thread.pointee.os_id)
    else { return }
    (thread.pointee.sync_tick, thread.pointee.sync_cpu_ns) = (now, cpuNs)
  }
}
