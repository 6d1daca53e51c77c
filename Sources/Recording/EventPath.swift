// HOT. What happens at every event of the interpreter. Nothing here allocates, locks, counts references or
// checks exclusivity on the warm path (Tests/RecordingTests reads the disassembly); whatever is new or unusual
// goes to the functions of EventPath+Unusual.swift.
//
// WHY generic free functions over C structs: in one module with internal state the optimiser sees all of it.
// A hot property of another module costs 10 ns an event more.
import CRecording

typealias RecorderPointer = UnsafeMutablePointer<sp_recorder>
typealias NodePointer = UnsafeMutablePointer<sp_node>

/// What an event gives back: `sp_host.answer`, handed on and never looked at.
///
/// WHY not optional, though it may be null: Swift keeps an optional pointer as an integer, and the conversion at the end
/// turns the jumps to the cold exits into calls, with registers saved at every event.
/// SAFETY: it only ever becomes the optional that the entry points give back, for which null is `nil`.
typealias Answer = UnsafeMutableRawPointer

/// Charges the time since the last event to the innermost open call. False, with nothing done, when the thread has
/// been switched out meanwhile, or its CPU clock has not been read for long, or the counter stands lower than before.
@inline(__always)
func chargeUninterrupted<Clock: TickClock>(
  _ recorder: RecorderPointer, _ thread: UnsafeMutablePointer<sp_thread>, _ current: NodePointer,
  _: Clock.Type
) -> Bool {
  // WHY in this order: a switch after the tick was read is still seen by the check, and the tick is read
  // again. The other way round it would count as CPU time.
  let tick = Clock.tick()
  let slot = sp_load_volatile(recorder.pointee.rseq_slot)
  // WHY not `&-`: a counter that was set back would make this time some hundred years. WHY looked at first: it is one jump
  // behind the subtraction; later, it would be kept in a register.
  let (elapsed, isBack) = tick.subtractingReportingOverflow(thread.pointee.last_tick)
  guard !isBack, slot == recorder.pointee.armed, tick < thread.pointee.resync_tick else { return false }
  current.pointee.self_wall_ticks &+= elapsed
  thread.pointee.last_tick = tick
  return true
}

/// A call, or the resumption of a suspended frame.
///
/// WHY every exit is the last thing done: then they are jumps, and the way through saves no register.
@inline(__always)
func enter<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, resumed: Bool, _: Clock.Type
) -> Answer {
  let (thread, caller) = (recorder.pointee.thread, recorder.pointee.current)
  guard chargeUninterrupted(recorder, thread, caller, Clock.self) else {
    return enterAfterSwitch(recorder, key, callee, resumed: resumed, Clock.self)
  }
  guard caller.pointee.last_key == key else { return enterAnother(recorder, key, callee, resumed: resumed) }
  return open(recorder, thread, key, caller.pointee.last_child, resumed: resumed)
}

/// A return, an unwind or a suspension.
@inline(__always)
func leave<Clock: TickClock>(
  _ recorder: RecorderPointer, _ key: sp_key, _: Clock.Type
) -> Answer {
  let thread = recorder.pointee.thread
  guard chargeUninterrupted(recorder, thread, recorder.pointee.current, Clock.self) else {
    return leaveAfterSwitch(recorder, key, Clock.self)
  }
  return close(recorder, thread, key)
}

/// A callee other than the last one of its caller.
@inline(never)
func enterAnother(
  _ recorder: RecorderPointer, _ key: sp_key, _ callee: HostPointer?, resumed: Bool
) -> Answer {
  guard let node = cachedCallee(recorder, key) else {
    return enterUncached(recorder, key, callee, resumed: resumed)
  }
  return open(recorder, recorder.pointee.thread, key, node, resumed: resumed)
}

/// Looks a callee up among those of all contexts. O(1): one cache line of four entries.
@inline(__always)
func cachedCallee(_ recorder: RecorderPointer, _ key: sp_key) -> UInt32? {
  let caller = recorder.pointee.current
  let parent = UInt32(truncatingIfNeeded: caller - recorder.pointee.nodes)
  let bucket = recorder.pointee.cache + Int(calleeBucket(recorder, parent, key))
  for way in 0..<4 {
    let entry = bucket + way
    guard entry.pointee.key == key, entry.pointee.parent == parent else { continue }
    caller.pointee.last_key = key
    caller.pointee.last_child = entry.pointee.node
    return entry.pointee.node
  }
  return nil
}

/// First entry of the bucket for a callee in a context. The multiplier is 2^64 divided by the golden ratio
/// (Knuth, The Art of Computer Programming 6.4); the upper half of the product is the well-mixed one.
@inline(__always)
func calleeBucket(_ recorder: RecorderPointer, _ parent: UInt32, _ key: sp_key) -> UInt64 {
  let mixed = (key ^ UInt64(parent) &<< 40 ^ UInt64(parent)) &* 0x9E37_79B9_7F4A_7C15
  return ((mixed &>> 32) & recorder.pointee.cache_mask) &* 4
}

/// Opens a call of `node`.
@inline(__always)
func open(
  _ recorder: RecorderPointer, _ thread: UnsafeMutablePointer<sp_thread>, _ key: sp_key, _ node: UInt32,
  resumed: Bool
) -> Answer {
  let depth = thread.pointee.depth
  guard depth != thread.pointee.stack_capacity else {
    return openDeeper(recorder, key, node, resumed: resumed)
  }
  let top = recorder.pointee.stack + Int(depth)
  top.pointee.key = key
  top.pointee.plain_node = UInt64(node)
  thread.pointee.depth = depth &+ 1
  let callee = recorder.pointee.nodes + Int(node)
  recorder.pointee.current = callee
  if resumed { callee.pointee.resumptions &+= 1 } else { callee.pointee.calls &+= 1 }
  return recorder.pointee.answer
}

/// Closes the innermost open call, if that is what `key` stands for.
@inline(__always)
func close(
  _ recorder: RecorderPointer, _ thread: UnsafeMutablePointer<sp_thread>, _ key: sp_key
) -> Answer {
  let depth = thread.pointee.depth &- 1
  let top = recorder.pointee.stack + Int(depth)
  guard top.pointee.key == key, top.pointee.special == 0 else { return leaveUnusual(recorder, key) }
  // The root is never closed: its key matches nothing. So there is always a caller below.
  thread.pointee.depth = depth
  recorder.pointee.current = recorder.pointee.nodes + Int((top - 1).pointee.node)
  return recorder.pointee.answer
}
