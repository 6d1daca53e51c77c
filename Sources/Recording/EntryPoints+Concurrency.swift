// The C names of suspension, awakening and scopes (CRecording/events.h).
import CRecording

// SAFETY: as in EntryPoints.swift.

@c @implementation
public func sp_suspend_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  suspend(recorder, key, frame, TimeStampCounter.self)
}

@c @implementation
public func sp_awaken_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  awaken(recorder, key, callee, frame, TimeStampCounter.self)
}

@c @implementation
public func sp_open_scope_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  openScope(recorder, key, TimeStampCounter.self)
}

@c @implementation
public func sp_close_scope_tsc(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  closeScope(recorder, key, TimeStampCounter.self)
}

@c @implementation
public func sp_suspend_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  suspend(recorder, key, frame, MonotonicClock.self)
}

@c @implementation
public func sp_awaken_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  awaken(recorder, key, callee, frame, MonotonicClock.self)
}

@c @implementation
public func sp_open_scope_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  openScope(recorder, key, MonotonicClock.self)
}

@c @implementation
public func sp_close_scope_monotonic(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  closeScope(recorder, key, MonotonicClock.self)
}
