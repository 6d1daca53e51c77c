// The C names of the event path (CRecording/events.h): one set per clock, each specialised by the optimiser.
import CRecording

// SAFETY: the bridge calls these with the recorder of the calling thread, between sp_recorder_create and
// sp_recorder_end.

/// A thing of the bridge's, handed back to it and never looked at.
public typealias HostPointer = UnsafeMutableRawPointer

@c @implementation
public func sp_call_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enter(recorder, key, callee, resumed: false, TimeStampCounter.self)
}

@c @implementation
public func sp_resume_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enter(recorder, key, callee, resumed: true, TimeStampCounter.self)
}

@c @implementation
public func sp_leave_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  leave(recorder, key, TimeStampCounter.self)
}

@c @implementation
public func sp_bare_call_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enterBare(recorder, key, callee, TimeStampCounter.self)
}

@c @implementation
public func sp_unwind_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  unwind(recorder, key, TimeStampCounter.self)
}

@c @implementation
public func sp_note_unrecorded(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  noteUnrecorded(recorder)
}

@c @implementation
public func sp_note_super(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  noteSuper(recorder)
}

@c @implementation
public func sp_call_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enter(recorder, key, callee, resumed: false, MonotonicClock.self)
}

@c @implementation
public func sp_resume_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enter(recorder, key, callee, resumed: true, MonotonicClock.self)
}

@c @implementation
public func sp_leave_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  leave(recorder, key, MonotonicClock.self)
}

@c @implementation
public func sp_bare_call_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enterBare(recorder, key, callee, MonotonicClock.self)
}

@c @implementation
public func sp_unwind_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  unwind(recorder, key, MonotonicClock.self)
}
