// Calls whose context gets no node, because the budget is spent or memory is lacking.
//
// Below the last context that has a node stands one node "(folded)"; it gets the time of all that is called
// from there, so that inclusive times above stay exact. What each function did is kept in one sp_folded per
// thread and function, so that the functions' totals stay exact as well. Only the contexts are lost.
import CRecording

func isFolded(_ recorder: RecorderPointer) -> Bool {
  let special = topOfStack(recorder).pointee.special
  return isFoldedMark(special) || special == lostCallsMarker
}

/// O(1), but for the first of nested calls of a function: it looks whether one with a node is open, O(depth).
func enterFolded(
  _ recorder: RecorderPointer, _ key: sp_key, _ function: UInt32, resumed: Bool
) -> Answer {
  let recording = owner(of: recorder)
  let first = !isFolded(recorder)
  let record = recording.foldedRecord(recorder, function)
  if first { beginFolded(recorder) }
  settleFolded(recorder)
  guard openFolded(recorder, key, record) else { return loseCall(recorder) }
  if record.pointee.open == 0 { openOutermost(recorder, record, resumed: resumed) }
  record.pointee.open += 1
  if resumed { record.pointee.resumptions &+= 1 } else { record.pointee.calls &+= 1 }
  recorder.pointee.thread.pointee.folded_calls &+= 1
  return recorder.pointee.answer
}

/// Puts a folded call on the stack. False when there is no memory.
private func openFolded(
  _ recorder: RecorderPointer, _ key: sp_key, _ record: UnsafeMutablePointer<sp_folded>
) -> Bool {
  let thread = recorder.pointee.thread
  guard thread.pointee.depth < thread.pointee.stack_capacity || growStack(recorder) else { return false }
  let node = recorder.pointee.on_stack.folded_node
  recorder.pointee.stack[Int(thread.pointee.depth)] = sp_open_call(
    key: key, node: node, special: owner(of: recorder).cell(of: record))
  thread.pointee.depth += 1
  recorder.pointee.current = recorder.pointee.nodes + Int(node)
  return true
}

/// The innermost open call is the last with a node of its own: finds the node below it for all the others.
private func beginFolded(_ recorder: RecorderPointer) {
  let recording = owner(of: recorder)
  let node = recording.foldedNode(recorder, below: recorder.pointee.current)
  mark(recorder, UInt32(truncatingIfNeeded: node - recorder.pointee.nodes))
}

/// Folded calls are charged to this node from now on.
private func mark(_ recorder: RecorderPointer, _ node: UInt32) {
  let folded = recorder.pointee.nodes + Int(node)
  recorder.pointee.on_stack.folded_node = node
  recorder.pointee.on_stack.folded_wall_mark = folded.pointee.self_wall_ticks
  recorder.pointee.on_stack.folded_wait_mark = folded.pointee.self_wait_ticks
}

private func openOutermost(
  _ recorder: RecorderPointer, _ record: UnsafeMutablePointer<sp_folded>, resumed: Bool
) {
  beginTotals(recorder, record)
  if record.pointee.outermost != 0, !resumed { record.pointee.primitive_calls &+= 1 }
}

private func beginTotals(_ recorder: RecorderPointer, _ record: UnsafeMutablePointer<sp_folded>) {
  let outermost = !isOpenWithNode(recorder, record.pointee.function)
  record.pointee.outermost = outermost ? 1 : 0
  guard outermost else { return }
  record.pointee.entered_wall_ticks = recordedWallTicks(recorder)
  record.pointee.entered_wait_ticks = recorder.pointee.thread.pointee.total_wait_ticks
}

private func isOpenWithNode(_ recorder: RecorderPointer, _ function: UInt32) -> Bool {
  for depth in 1..<Int(recorder.pointee.thread.pointee.depth) {
    let open = recorder.pointee.stack + depth
    if isFoldedMark(open.pointee.special) { return false }
    if (recorder.pointee.nodes + Int(open.pointee.node)).pointee.function == function { return true }
  }
  return false
}

/// Closes the innermost open call's account in its function; the caller pops it.
func closeFolded(_ recorder: RecorderPointer) {
  settleFolded(recorder)
  endTotals(
    recorder, owner(of: recorder).region.record(topOfStack(recorder).pointee.special, as: sp_folded.self))
}

private func endTotals(_ recorder: RecorderPointer, _ record: UnsafeMutablePointer<sp_folded>) {
  record.pointee.open -= 1
  guard record.pointee.open == 0, record.pointee.outermost != 0 else { return }
  let thread = recorder.pointee.thread
  record.pointee.total_wall_ticks &+= recordedWallTicks(recorder) &- record.pointee.entered_wall_ticks
  record.pointee.total_wait_ticks &+= thread.pointee.total_wait_ticks &- record.pointee.entered_wait_ticks
}

/// Gives the function of the innermost open call, if that is folded, what its node has got since the last time.
func settleFolded(_ recorder: RecorderPointer) {
  let cell =
    recorder.pointee.on_stack.lost_calls > 0
    ? recorder.pointee.on_stack.special_before_loss : topOfStack(recorder).pointee.special
  guard isFoldedMark(cell) else { return }
  let record = owner(of: recorder).region.record(cell, as: sp_folded.self)
  let node = recorder.pointee.nodes + Int(recorder.pointee.on_stack.folded_node)
  record.pointee.self_wall_ticks &+=
    node.pointee.self_wall_ticks &- recorder.pointee.on_stack.folded_wall_mark
  record.pointee.self_wait_ticks &+=
    node.pointee.self_wait_ticks &- recorder.pointee.on_stack.folded_wait_mark
  recorder.pointee.on_stack.folded_wall_mark = node.pointee.self_wall_ticks
  recorder.pointee.on_stack.folded_wait_mark = node.pointee.self_wait_ticks
}

/// The stack is put away, for another greenlet's: what passes until it comes back is none of its folded calls' time,
/// and what the other one calls is not called by them. O(folded calls open).
func suspendFolded(_ recorder: RecorderPointer) {
  settleFolded(recorder)
  forEachFolded(recorder) { endTotals(recorder, $0) }
}

/// The stack is back.
func resumeFolded(_ recorder: RecorderPointer) {
  forEachFolded(recorder) { record in
    if record.pointee.open == 0 { beginTotals(recorder, record) }
    record.pointee.open += 1
  }
  mark(recorder, topOfStack(recorder).pointee.node)
}

/// The records of the folded calls that are open, innermost first.
private func forEachFolded(
  _ recorder: RecorderPointer, _ body: (UnsafeMutablePointer<sp_folded>) -> Void
) {
  let region = owner(of: recorder).region
  var open = topOfStack(recorder)
  var special =
    recorder.pointee.on_stack.lost_calls > 0
    ? recorder.pointee.on_stack.special_before_loss : open.pointee.special
  while isFoldedMark(special) {
    body(region.record(special, as: sp_folded.self))
    open -= 1
    special = open.pointee.special
  }
}
