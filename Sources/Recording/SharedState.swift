import CRecording
import Glibc

/// What the threads of a recording share, and what changes it.
///
/// Only `Recording.withLock` hands it out, so whatever takes it, or is a method of it, runs under the recording's lock,
/// and must not call what locks: nothing here knows the recording.
struct SharedState {
  /// Its memory is anybody's to read; cells are taken from it here only.
  let region: Region
  var functionOfKey: [sp_key: UInt32] = [:]
  var functionOfIdentity: [FunctionIdentity: UInt32] = [:]
  var foldedRecords: [FoldedKey: UInt32] = [:]
  /// Recorders of threads that still run, by the cell of their thread.
  var recorders: [UInt32: RecorderPointer] = [:]
  /// Stacks that nobody uses any more, by their capacity.
  private var freeStacks: [Int: [UInt32]] = [:]
  var nodeCount = 0
  var taskCount = 0
  /// Single cells that held a record once.
  private var freeCells: [UInt32] = []

  init(_ region: Region) { self.region = region }

  // ---- functions

  /// One zeroed cell; nil when there is no memory.
  mutating func takeCell() -> UInt32? {
    guard let cell = freeCells.popLast() else { return region.take(1) }
    memset(region.record(cell, as: UInt8.self), 0, Int(SP_CELL_BYTES))
    return cell
  }

  /// Cells that hold nothing any more.
  mutating func give(_ cells: [UInt32]) { freeCells += cells }

  /// Stores texts one after the other; 0 for no text at all, nil for no room.
  mutating func store(_ texts: [UnsafeRawBufferPointer]) -> UInt32? {
    let bytes = texts.reduce(0) { $0 + $1.count }
    if bytes == 0 { return 0 }
    let cells = region.cells(ofBytes: bytes)
    guard let cell = cells == 1 ? takeCell() : region.take(cells) else { return nil }
    var next = UnsafeMutableRawPointer(region.record(cell, as: UInt8.self))
    for text in texts where !text.isEmpty {
      next.copyMemory(from: text.baseAddress!, byteCount: text.count)
      next += text.count
    }
    return cell
  }

  /// A new function record; nil when there is no room.
  mutating func addFunction(_ callee: Callee, _ identity: FunctionIdentity) -> UInt32? {
    guard let text = store([callee.name, callee.qualifiedName, callee.module, callee.file]),
      let cell = takeCell()
    else { return nil }
    let function = region.record(cell, as: sp_function.self)
    function.pointee.text = text
    function.pointee.name_bytes = UInt32(callee.name.count)
    function.pointee.qualified_name_bytes = UInt32(callee.qualifiedName.count)
    function.pointee.module_bytes = UInt32(callee.module.count)
    function.pointee.file_bytes = UInt32(callee.file.count)
    function.pointee.first_line = callee.firstLine
    function.pointee.kind = UInt8(callee.kind.rawValue)
    function.pointee.visibility = UInt8(callee.visibility.rawValue)
    function.pointee.watched = callee.watched ? 1 : 0
    function.pointee.is_async = callee.isAsync ? 1 : 0
    function.pointee.far_calls = callee.farCalls
    function.pointee.far_returns = callee.farReturns
    function.pointee.far_yields = callee.farYields
    function.pointee.next = region.header.pointee.first_function
    region.header.pointee.first_function = cell
    functionOfIdentity[identity] = cell
    return cell
  }

  /// Forgets a key wherever the event path might still find it. O(nodes of its function).
  mutating func retire(_ key: sp_key) {
    guard let function = functionOfKey.removeValue(forKey: key) else { return }
    var index = region.record(function, as: sp_function.self).pointee.first_node
    while index != 0 {
      let node = region.record(index, as: sp_node.self)
      forget(key, in: node.pointee.parent, of: node.pointee.thread)
      index = node.pointee.next_of_function
    }
  }

  /// SAFETY: writes what belongs to another thread, which the bridge keeps out of events meanwhile (events.h).
  private func forget(_ key: sp_key, in parent: UInt32, of thread: UInt32) {
    guard parent != 0 else { return }
    let caller = region.record(parent, as: sp_node.self)
    if caller.pointee.last_key == key {
      caller.pointee.last_key = 0
      caller.pointee.last_child = 0
    }
    if let recorder = recorders[thread] { forgetCached(recorder, key, parent) }
  }

  // ---- stacks

  /// Room for so many open calls, not cleared; nil when there is no memory.
  mutating func takeStack(_ capacity: Int) -> UInt32? {
    freeStacks[capacity]?.popLast() ?? region.take(capacity / openCallsPerCell)
  }

  mutating func giveBack(stack: UInt32, capacity: Int) {
    freeStacks[capacity, default: []].append(stack)
  }

  // ---- contexts

  /// A new node in its function's list; nil when there are `limit` nodes already or there is no memory.
  mutating func addNode(
    _ recorder: RecorderPointer, _ parent: UInt32, _ function: UInt32, limit: Int
  ) -> NodePointer? {
    guard nodeCount < limit, let index = takeNodeCell(recorder) else { return nil }
    let node = region.record(index, as: sp_node.self)
    let record = region.record(function, as: sp_function.self)
    node.pointee.parent = parent
    node.pointee.function = function
    node.pointee.thread = recorder.pointee.thread_cell
    node.pointee.next_of_function = record.pointee.first_node
    record.pointee.first_node = index
    nodeCount += 1
    return node
  }

  /// WHY pages: the nodes of a thread lie together, and threads do not share cache lines of tree.
  private mutating func takeNodeCell(_ recorder: RecorderPointer) -> UInt32? {
    if !freeCells.isEmpty { return takeCell() }
    if recorder.pointee.next_cell == recorder.pointee.end_cell {
      guard let page = region.take(Self.nodesPerPage) else { return nil }
      recorder.pointee.next_cell = page
      recorder.pointee.end_cell = page + UInt32(Self.nodesPerPage)
    }
    defer { recorder.pointee.next_cell += 1 }
    return recorder.pointee.next_cell
  }

  private static var nodesPerPage: Int { 32 }

  /// The record in which a thread's folded calls of a function are counted; nil when there is no memory for a new one.
  mutating func foldedRecord(_ recorder: RecorderPointer, _ function: UInt32) -> UInt32? {
    let key = FoldedKey(thread: recorder.pointee.thread_cell, function: function)
    if let known = foldedRecords[key] { return known }
    guard let cell = region.take(2) else { return nil }
    let record = region.record(cell, as: sp_folded.self)
    record.pointee.function = function
    record.pointee.next = recorder.pointee.thread.pointee.first_folded
    recorder.pointee.thread.pointee.first_folded = cell
    foldedRecords[key] = cell
    return cell
  }
}
