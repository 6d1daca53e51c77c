// The recording half of CSwiftProf.h. Each function only turns C values into Swift ones; see the header for
// what they mean and module Recording for what they do.
//
// SAFETY: the bridge passes pointers that it got here and has not freed, and keeps events out where the header asks.
import CSwiftProf
import Recording

@c @implementation
public func sp_recording_create(
  _ options: UnsafePointer<sp_recording_options>!, _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  var chosen = Recording.Options()
  if options.pointee.max_nodes > 0 {
    chosen.maxNodes = Int(clamping: min(options.pointee.max_nodes, 1 << 31))
  }
  chosen.costs = EventCosts(options.pointee.costs)
  chosen.ownTimer = options.pointee.own_timer
  chosen.exclusive = options.pointee.exclusive
  guard let recording = Recording(chosen) else {
    error.set(
      SP_ERROR_MEMORY, "the system gives no memory for a recording; free some, or raise the limit (ulimit -v)"
    )
    return nil
  }
  return OpaquePointer(Unmanaged.passRetained(recording).toOpaque())
}

@c @implementation
public func sp_recording_free(_ recording: OpaquePointer!) {
  Unmanaged<Recording>.fromOpaque(UnsafeRawPointer(recording)).release()
}

@c @implementation
public func sp_recorder_create(
  _ recording: OpaquePointer!, _ thread: UnsafePointer<sp_thread_description>!
) -> UnsafeMutablePointer<sp_recorder>! {
  value(recording).addThread(
    osID: thread.pointee.os_id, pythonIdent: thread.pointee.python_ident, name: bytes(thread.pointee.name),
    startedBefore: thread.pointee.started_before, host: thread.pointee.host)
}

@c @implementation
public func sp_recorder_enter_open(
  _ recording: OpaquePointer!, _ recorder: UnsafeMutablePointer<sp_recorder>!, _ key: sp_key
) {
  value(recording).enterOpen(recorder, key)
}

@c @implementation
public func sp_recorder_end(_ recording: OpaquePointer!, _ recorder: UnsafeMutablePointer<sp_recorder>!) {
  value(recording).endThread(recorder)
}

@c @implementation
public func sp_recorder_identify(
  _ recording: OpaquePointer!, _ recorder: UnsafeMutablePointer<sp_recorder>!, _ pythonIdent: UInt64,
  _ name: sp_text
) {
  value(recording).identify(recorder, pythonIdent, name: bytes(name))
}

@c @implementation
public func sp_recording_note_fork(_ recording: OpaquePointer!) {
  value(recording).noteFork()
}

@c @implementation
public func sp_recording_register(
  _ recording: OpaquePointer!, _ recorder: UnsafeMutablePointer<sp_recorder>!, _ key: sp_key,
  _ callee: UnsafePointer<sp_callee>!
) {
  let described = callee.pointee
  var callee = Callee(
    kind: described.kind, visibility: described.visibility, firstLine: described.first_line,
    name: bytes(described.name), qualifiedName: bytes(described.qualified_name),
    module: bytes(described.module), file: bytes(described.file),
    watched: described.watched, isAsync: described.is_async)
  (callee.farCalls, callee.farReturns) = (described.far_calls, described.far_returns)
  callee.farYields = described.far_yields
  value(recording).register(recorder, key, callee)
}

@c @implementation
public func sp_recording_retire(_ recording: OpaquePointer!, _ key: sp_key) {
  value(recording).retire(key)
}

@c @implementation
public func sp_snapshot_take(
  _ recording: OpaquePointer!, _ last: Bool, _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  guard let image = RegionImage(of: value(recording), last: last) else {
    error.set(SP_ERROR_MEMORY, "the system gives no memory to work out the profile; the recording goes on")
    return nil
  }
  return SnapshotHandle(image).retainedPointer()
}

func value(_ recording: OpaquePointer) -> Recording {
  Unmanaged<Recording>.fromOpaque(UnsafeRawPointer(recording)).takeUnretainedValue()
}

func bytes(_ text: sp_text) -> UnsafeRawBufferPointer {
  UnsafeRawBufferPointer(start: text.bytes, count: text.count)
}
