import CRecording

/// One thread's calls of one function, folded.
struct FoldedKey: Hashable {
  var thread: UInt32
  var function: UInt32
}

extension Recording {
  /// The node of `function` called in the context `caller`; nil when it would be a new one and the budget is
  /// spent or there is no memory. O(1) amortised.
  func context(_ recorder: RecorderPointer, of function: UInt32, in caller: NodePointer) -> NodePointer? {
    let parent = cell(of: caller)
    if let known = findContext(recorder, parent, function) { return known }
    guard nodeCount < options.maxNodes else { return nil }
    return addNode(recorder, parent, function)
  }

  /// The node "(folded)" below a context; the thread's own one when there is no memory for another.
  func foldedNode(_ recorder: RecorderPointer, below caller: NodePointer) -> NodePointer {
    let parent = cell(of: caller)
    return findContext(recorder, parent, foldedFunction) ?? addNode(recorder, parent, foldedFunction)
      ?? findContext(recorder, recorder.pointee.thread.pointee.root, foldedFunction)!
  }

  /// Where a thread's folded calls of a function are counted; "(folded)"'s own record when there is no memory.
  func foldedRecord(_ recorder: RecorderPointer, _ function: UInt32) -> UnsafeMutablePointer<sp_folded> {
    let thread = recorder.pointee.thread_cell
    let key = FoldedKey(thread: thread, function: function)
    if let cell = foldedRecords[key] ?? addFolded(recorder, key) {
      return region.record(cell, as: sp_folded.self)
    }
    // SAFETY: made together with the recorder, which is refused if it cannot be.
    return region.record(
      foldedRecords[FoldedKey(thread: thread, function: foldedFunction)]!, as: sp_folded.self)
  }

  func addFolded(_ recorder: RecorderPointer, _ key: FoldedKey) -> UInt32? {
    guard let cell = region.take(2) else { return nil }
    let record = region.record(cell, as: sp_folded.self)
    record.pointee.function = key.function
    record.pointee.next = recorder.pointee.thread.pointee.first_folded
    recorder.pointee.thread.pointee.first_folded = cell
    foldedRecords[key] = cell
    return cell
  }

  /// A new node, entered into the thread's context table and its function's list.
  func addNode(_ recorder: RecorderPointer, _ parent: UInt32, _ function: UInt32) -> NodePointer? {
    guard reserveContext(recorder), let index = takeNodeCell(recorder) else { return nil }
    let node = region.record(index, as: sp_node.self)
    let record = region.record(function, as: sp_function.self)
    node.pointee.parent = parent
    node.pointee.function = function
    node.pointee.thread = recorder.pointee.thread_cell
    node.pointee.next_of_function = record.pointee.first_node
    record.pointee.first_node = index
    insertContext(recorder, node)
    growCache(recorder)
    nodeCount += 1
    return node
  }

  /// WHY pages: the nodes of a thread lie together, and threads do not share cache lines of tree.
  private func takeNodeCell(_ recorder: RecorderPointer) -> UInt32? {
    if recorder.pointee.next_cell == recorder.pointee.end_cell {
      guard let page = region.take(Self.nodesPerPage) else { return nil }
      recorder.pointee.next_cell = page
      recorder.pointee.end_cell = page + UInt32(Self.nodesPerPage)
    }
    defer { recorder.pointee.next_cell += 1 }
    return recorder.pointee.next_cell
  }

  private static var nodesPerPage: Int { 32 }
}
