// Tasks and labels for C: sections "tasks" and "labels" of CSwiftProf.h.
//
// SAFETY: a recorder knows the recording that owns it; the bridge calls these with the calling thread's own.
import CSwiftProf
import Recording

@c @implementation
public func sp_recorder_note_creation(_ recorder: UnsafeMutablePointer<sp_recorder>!, _ frame: UInt64) {
  Recording.noteCreation(recorder, frame)
}

@c @implementation
public func sp_recorder_add_task(
  _ recorder: UnsafeMutablePointer<sp_recorder>!, _ task: UnsafePointer<sp_task_description>!
) -> UInt32 {
  let described = task.pointee
  return Recording.addTask(
    recorder, .init(kind: described.kind, name: bytes(described.name), frame: described.frame))
}

@c @implementation
public func sp_recorder_begin_step(_ recorder: UnsafeMutablePointer<sp_recorder>!, _ task: UInt32) {
  beginStep(recorder, task)
}

@c @implementation
public func sp_recorder_forget_frame(_ recorder: UnsafeMutablePointer<sp_recorder>!, _ frame: UInt64) {
  forgetFrame(recorder, frame)
}

@c @implementation
public func sp_recorder_label(_ recorder: UnsafePointer<sp_recorder>!) -> sp_key {
  labelKey(UnsafeMutablePointer(mutating: recorder))
}

@c @implementation
public func sp_recorder_is_in_own(_ recorder: UnsafePointer<sp_recorder>!) -> Bool {
  isInOwn(UnsafeMutablePointer(mutating: recorder))
}

@c @implementation
public func sp_recorder_bind_label(_ recorder: UnsafeMutablePointer<sp_recorder>!) {
  bindLabel(recorder)
}

@c @implementation
public func sp_recording_dissolve_labels(
  _ recording: OpaquePointer!, _ labels: UnsafePointer<sp_key>!, _ instead: UnsafePointer<sp_key>!,
  _ count: Int
) -> Int {
  value(recording).dissolve(labels: (0..<count).map { (labels[$0], instead[$0]) })
}

@c @implementation
public func sp_recorder_is_suspended(_ recorder: UnsafePointer<sp_recorder>!, _ frame: UInt64) -> Bool {
  isSuspended(recorder, frame)
}

@c @implementation
public func sp_recorder_switch(
  _ recorder: UnsafeMutablePointer<sp_recorder>!, _ from: UInt64, _ ended: Bool, _ to: UInt64
) -> Bool {
  switchGreenlet(recorder, from: from, ended: ended, to: to)
}

@c @implementation
public func sp_recorder_name_greenlet(_ recorder: UnsafeMutablePointer<sp_recorder>!, _ name: sp_text) {
  Recording.nameGreenlet(recorder, bytes(name))
}

@c @implementation
public func sp_recording_knows(_ recording: OpaquePointer!, _ key: sp_key) -> Bool {
  value(recording).knows(key)
}
