// Spans and labels: open calls that no frame of the interpreter stands for. They lie above the call of the frame that
// opened them, and close with it at the latest.
import CRecording

/// Opens a scope above the innermost open call that is not the profiler's own.
func openScope<Clock: TickClock>(_ recorder: RecorderPointer, _ key: sp_key, _: Clock.Type) -> Answer {
  let answer = recorder.pointee.answer
  asEvent(recorder, Clock.self) { openScope(recorder, key) }
  return answer
}

/// The same within an event.
func openScope(_ recorder: RecorderPointer, _ key: sp_key) {
  closeOwnCalls(recorder)
  enterScope(recorder, key, resumed: false)
}

/// Closes a scope with all that is open above it, if only scopes and C functions are.
func closeScope<Clock: TickClock>(_ recorder: RecorderPointer, _ key: sp_key, _: Clock.Type) -> Answer {
  let answer = recorder.pointee.answer
  asEvent(recorder, Clock.self) { closeScope(recorder, key) }
  return answer
}

/// The same within an event.
func closeScope(_ recorder: RecorderPointer, _ key: sp_key) {
  closeOwnCalls(recorder)
  guard let depth = depthOfScope(recorder, key) else { return }
  while recorder.pointee.thread.pointee.depth > depth { closeTop(recorder) }
}

/// What opens and closes scopes is called by the frame whose scope it is.
private func closeOwnCalls(_ recorder: RecorderPointer) {
  while recorder.pointee.thread.pointee.depth > 1, topOfStack(recorder).pointee.special == 0,
    isOwn(recorder, recorder.pointee.current.pointee.function)
  {
    closeTop(recorder)
  }
}

func isOwn(_ recorder: RecorderPointer, _ function: UInt32) -> Bool {
  functionRecord(recorder, function).pointee.visibility == UInt8(SP_OWN.rawValue)
}

@inline(__always)
func functionRecord(_ recorder: RecorderPointer, _ function: UInt32) -> UnsafeMutablePointer<sp_function> {
  UnsafeMutableRawPointer(recorder.pointee.nodes + Int(function)).assumingMemoryBound(to: sp_function.self)
}

/// A scope that nobody has registered is none.
private func enterScope(_ recorder: RecorderPointer, _ key: sp_key, resumed: Bool) {
  let depth = recorder.pointee.thread.pointee.depth
  if let node = cachedCallee(recorder, key) {
    _ = open(recorder, recorder.pointee.thread, key, node, resumed: resumed)
  } else {
    guard owner(of: recorder).function(of: key) != nil else { return }
    _ = enterUncached(recorder, key, nil, resumed: resumed)
  }
  let top = topOfStack(recorder)
  let function = functionRecord(recorder, recorder.pointee.current.pointee.function)
  guard recorder.pointee.thread.pointee.depth > depth, top.pointee.special == 0,
    function.pointee.kind == UInt8(SP_KIND_LABEL.rawValue)
  else { return }
  top.pointee.special = labelMarker | recorder.pointee.on_stack.label_depth
  recorder.pointee.on_stack.label_depth = depth
}

private func depthOfScope(_ recorder: RecorderPointer, _ key: sp_key) -> UInt32? {
  guard recorder.pointee.on_stack.lost_calls == 0 else { return nil }
  var depth = recorder.pointee.thread.pointee.depth
  while depth > 1 {
    let open = recorder.pointee.stack[Int(depth - 1)]
    if open.key == key { return depth - 1 }
    guard open.key & (SP_KEY_SCOPE | SP_KEY_NATIVE) != 0 else { return nil }
    depth -= 1
  }
  return nil
}

/// Opens the scopes again that were open above a suspended call: the contexts from `node` outwards, up to that call's.
func openAgain(_ recorder: RecorderPointer, _ node: UInt32, below call: UInt32) {
  guard node != call, node != 0 else { return }
  let context = recorder.pointee.nodes + Int(node)
  openAgain(recorder, context.pointee.parent, below: call)
  let function = functionRecord(recorder, context.pointee.function)
  let kind = UInt32(function.pointee.kind)
  guard kind == SP_KIND_SPAN.rawValue || kind == SP_KIND_LABEL.rawValue else { return }
  enterScope(recorder, sp_scope_key(UInt32(bitPattern: function.pointee.first_line)), resumed: true)
}

/// The key of the innermost open label; 0: none.
public func labelKey(_ recorder: UnsafeMutablePointer<sp_recorder>) -> sp_key {
  let depth = recorder.pointee.on_stack.label_depth
  return depth == 0 ? 0 : recorder.pointee.stack[Int(depth)].key
}

/// Whether the innermost open call is the profiler's own.
public func isInOwn(_ recorder: UnsafeMutablePointer<sp_recorder>) -> Bool {
  isOwn(recorder, recorder.pointee.current.pointee.function)
}

/// Lets the label directly below the innermost open call close with it.
public func bindLabel(_ recorder: UnsafeMutablePointer<sp_recorder>) {
  let depth = recorder.pointee.on_stack.label_depth
  guard depth != 0, depth + 2 == recorder.pointee.thread.pointee.depth else { return }
  _ = setFlag(boundFlag, ofTop: recorder)
}
