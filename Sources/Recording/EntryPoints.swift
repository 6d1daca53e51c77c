// The C names of the event path (CRecording/events.h): one set per clock, each specialised by the optimiser.
import CRecording

// SAFETY: the bridge calls these with the recorder of the calling thread, between sp_recorder_create and
// sp_recorder_end, holding the GIL.

/// A thing of the bridge's, handed back to it and never looked at.
public typealias HostPointer = UnsafeMutableRawPointer

@c @implementation
public func sp_call_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: HostPointer?
) -> Int32 {
  enter(recorder, key, Origin(callee, frame), resumed: false, TimeStampCounter.self)
}

@c @implementation
public func sp_resume_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: HostPointer?
) -> Int32 {
  enter(recorder, key, Origin(callee, frame), resumed: true, TimeStampCounter.self)
}

@c @implementation
public func sp_leave_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: HostPointer?
) -> Int32 {
  leave(recorder, key, Origin(callee, frame), TimeStampCounter.self)
}

@c @implementation
public func sp_call_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: HostPointer?
) -> Int32 {
  enter(recorder, key, Origin(callee, frame), resumed: false, MonotonicClock.self)
}

@c @implementation
public func sp_resume_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: HostPointer?
) -> Int32 {
  enter(recorder, key, Origin(callee, frame), resumed: true, MonotonicClock.self)
}

@c @implementation
public func sp_leave_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: HostPointer?
) -> Int32 {
  leave(recorder, key, Origin(callee, frame), MonotonicClock.self)
}
