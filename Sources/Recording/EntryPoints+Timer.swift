// The C names of the event path where the program brings a timer of its own (CRecording/events.h). None of it is hot: the
// timer itself takes longer.
import CRecording

// SAFETY: as in EntryPoints.swift.

@c @implementation
public func sp_call_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enter(recorder, key, callee, resumed: false, ProgramTimer.self)
}

@c @implementation
public func sp_resume_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enter(recorder, key, callee, resumed: true, ProgramTimer.self)
}

@c @implementation
public func sp_leave_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  leave(recorder, key, ProgramTimer.self)
}

@c @implementation
public func sp_bare_call_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  enterBare(recorder, key, callee, ProgramTimer.self)
}

@c @implementation
public func sp_unwind_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  unwind(recorder, key, ProgramTimer.self)
}

@c @implementation
public func sp_suspend_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  suspend(recorder, key, frame, ProgramTimer.self)
}

@c @implementation
public func sp_awaken_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?, _ frame: UInt64
) -> HostPointer? {
  awaken(recorder, key, callee, frame, ProgramTimer.self)
}

@c @implementation
public func sp_open_scope_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  openScope(recorder, key, ProgramTimer.self)
}

@c @implementation
public func sp_close_scope_timer(
  _ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key, _ callee: HostPointer?
) -> HostPointer? {
  closeScope(recorder, key, ProgramTimer.self)
}
