// The clocks of CSwiftProf.h.
import CSwiftProf
import Recording

@c @implementation
public func sp_prepare() {
  Calibration.prepare()
  Recording.prepareForForks()
}

@c @implementation
public func sp_clock_info_get(_ info: UnsafeMutablePointer<sp_clock_info>!) {
  let source = ClockSource.shared
  let costs = ClockCosts.measure()
  info.pointee.tsc = source.usesTSC
  info.pointee.rseq = source.usesRseq
  info.pointee.ticks_per_ns = costs.ticksPerNs
  info.pointee.wall_cost_ns = costs.wallNs
  info.pointee.cpu_cost_ns = costs.cpuNs
  info.pointee.cpu_syscall_cost_ns = costs.cpuSystemCallNs
  copy(source.wallReason, into: &info.pointee.wall_reason)
  copy(source.cpuReason, into: &info.pointee.cpu_reason)
}

@c @implementation
public func sp_speed_probe_ns() -> Double { Pace.probeNs() }

@c @implementation
public func sp_event_functions_get() -> sp_event_functions {
  ClockSource.shared.usesTSC
    ? sp_event_functions(
      call: sp_call_tsc, resume: sp_resume_tsc, leave: sp_leave_tsc, bare_call: sp_bare_call_tsc,
      unwind: sp_unwind_tsc, note_unrecorded: sp_note_unrecorded, note_super: sp_note_super,
      open_scope: sp_open_scope_tsc,
      close_scope: sp_close_scope_tsc, suspend: sp_suspend_tsc, awaken: sp_awaken_tsc)
    : sp_event_functions(
      call: sp_call_monotonic, resume: sp_resume_monotonic, leave: sp_leave_monotonic,
      bare_call: sp_bare_call_monotonic, unwind: sp_unwind_monotonic,
      note_unrecorded: sp_note_unrecorded, note_super: sp_note_super, open_scope: sp_open_scope_monotonic,
      close_scope: sp_close_scope_monotonic,
      suspend: sp_suspend_monotonic, awaken: sp_awaken_monotonic)
}

@c @implementation
public func sp_timer_functions_get() -> sp_event_functions {
  sp_event_functions(
    call: sp_call_timer, resume: sp_resume_timer, leave: sp_leave_timer, bare_call: sp_call_timer,
    unwind: sp_leave_timer, note_unrecorded: sp_note_unrecorded, note_super: sp_note_super,
    open_scope: sp_open_scope_timer,
    close_scope: sp_close_scope_timer, suspend: sp_suspend_timer, awaken: sp_awaken_timer)
}
