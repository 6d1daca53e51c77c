// What `sp_open_call.special` says of an open call whose return goes the long way:
//
//   0                            nothing: the usual call
//   1 ..< 0x4000_0000            folded; the cell of its sp_folded
//   0x4000_0000 | depth          a label; where the label lies that it hides, 0: none
//   0x8000_0000 | flags          a call that something ends with
//   0xFFFF_FFFF                  calls above this one are lost; the true value is special_before_loss
import CRecording

let lostCallsMarker = UInt32.max
let labelMarker: UInt32 = 0x4000_0000
let flagMarker: UInt32 = 0x8000_0000
/// A step of a task ends with this call.
let stepFlag: UInt32 = 1
/// The label below this call closes with it.
let boundFlag: UInt32 = 2

func isFoldedMark(_ special: UInt32) -> Bool { special != 0 && special < labelMarker }
func isLabelMark(_ special: UInt32) -> Bool { special & 0xC000_0000 == labelMarker }
func hasFlag(_ flag: UInt32, _ special: UInt32) -> Bool {
  special & flagMarker != 0 && special != lostCallsMarker && special & flag != 0
}

/// Sets a flag of the innermost open call. False if it is folded, lost or a label, and cannot bear one.
func setFlag(_ flag: UInt32, ofTop recorder: RecorderPointer) -> Bool {
  let top = topOfStack(recorder)
  let special = top.pointee.special
  guard special == 0 || special & flagMarker != 0, special != lostCallsMarker,
    recorder.pointee.thread.pointee.depth > 1
  else { return false }
  top.pointee.special = special | flagMarker | flag
  return true
}

func topOfStack(_ recorder: RecorderPointer) -> UnsafeMutablePointer<sp_open_call> {
  recorder.pointee.stack + Int(recorder.pointee.thread.pointee.depth - 1)
}

/// Closes the innermost open call, whatever it is, with all that ends with it.
func closeTop(_ recorder: RecorderPointer) {
  if recorder.pointee.on_stack.lost_calls > 0 { forgetLostCalls(recorder) }
  let special = topOfStack(recorder).pointee.special
  if isFoldedMark(special) { closeFolded(recorder) }
  if isLabelMark(special) { recorder.pointee.on_stack.label_depth = special & ~labelMarker }
  if hasFlag(stepFlag, special) { endStep(recorder) }
  pop(recorder)
  if hasFlag(boundFlag, special), isLabelMark(topOfStack(recorder).pointee.special) { closeTop(recorder) }
}

/// Closes all open calls. Time up to now is charged already.
func closeAll(_ recorder: RecorderPointer) {
  settleFolded(recorder)
  while recorder.pointee.thread.pointee.depth > 1 { closeTop(recorder) }
}

private func pop(_ recorder: RecorderPointer) {
  recorder.pointee.thread.pointee.depth -= 1
  recorder.pointee.current = recorder.pointee.nodes + Int(topOfStack(recorder).pointee.node)
}

/// The innermost recorded call is closed while calls above it are lost: so are they.
private func forgetLostCalls(_ recorder: RecorderPointer) {
  topOfStack(recorder).pointee.special = recorder.pointee.on_stack.special_before_loss
  recorder.pointee.on_stack.lost_calls = 0
}

extension sp_open_call {
  init(key: sp_key, node: UInt32, special: UInt32) {
    self.init()
    (self.key, self.node, self.special) = (key, node, special)
  }
}
