import CRecording

/// One thread's calls of one function, folded.
struct FoldedKey: Hashable {
  var thread: UInt32
  var function: UInt32
}

// Each of these is called by the recorder's own thread, and locks for what is shared. The context table is the thread's
// own: it is read and changed without.
extension Recording {
  /// The node of `function` called in the context `caller`; nil when it would be a new one and the budget is
  /// spent or there is no memory. O(1) amortised.
  func context(_ recorder: RecorderPointer, of function: UInt32, in caller: NodePointer) -> NodePointer? {
    let parent = cell(of: caller)
    return findContext(recorder, parent, function)
      ?? newContext(recorder, parent, function, limit: options.maxNodes)
  }

  /// The node "(folded)" below a context; the thread's own one when there is no memory for another.
  func foldedNode(_ recorder: RecorderPointer, below caller: NodePointer) -> NodePointer {
    let parent = cell(of: caller)
    return findContext(recorder, parent, foldedFunction) ?? newContext(recorder, parent, foldedFunction)
      ?? findContext(recorder, recorder.pointee.thread.pointee.root, foldedFunction)!
  }

  /// Where a thread's folded calls of a function are counted; "(folded)"'s own record when there is no memory.
  func foldedRecord(_ recorder: RecorderPointer, _ function: UInt32) -> UnsafeMutablePointer<sp_folded> {
    let lastResort = foldedFunction
    // SAFETY: made together with the recorder, which is refused if it cannot be.
    let cell = withLock { $0.foldedRecord(recorder, function) ?? $0.foldedRecord(recorder, lastResort)! }
    return region.record(cell, as: sp_folded.self)
  }

  /// A new node, in the thread's context table and its function's list. Nil when there are `limit` nodes already, or
  /// no memory.
  func newContext(
    _ recorder: RecorderPointer, _ parent: UInt32, _ function: UInt32, limit: Int = .max
  ) -> NodePointer? {
    guard reserveContext(recorder),
      let node = withLock({ $0.addNode(recorder, parent, function, limit: limit) })
    else { return nil }
    insertContext(recorder, node)
    growCache(recorder)
    return node
  }
}
