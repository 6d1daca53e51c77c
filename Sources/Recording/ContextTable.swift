// Two tables of a recorder. The context table is complete: (parent, function) -> node, open addressing with
// linear probing, at most half full. The callee cache in front of it may forget: (parent, key) -> node.
import CRecording
import Glibc

private func slot(_ recorder: RecorderPointer, _ parent: UInt32, _ function: UInt32) -> UInt32 {
  let mixed = (UInt64(parent) &<< 32 | UInt64(function)) &* 0x9E37_79B9_7F4A_7C15
  return UInt32(truncatingIfNeeded: mixed &>> 32) & recorder.pointee.contexts_mask
}

func findContext(_ recorder: RecorderPointer, _ parent: UInt32, _ function: UInt32) -> NodePointer? {
  var at = slot(recorder, parent, function)
  while case let index = recorder.pointee.contexts[Int(at)], index != 0 {
    let node = recorder.pointee.nodes + Int(index)
    if node.pointee.parent == parent, node.pointee.function == function { return node }
    at = (at &+ 1) & recorder.pointee.contexts_mask
  }
  return nil
}

/// Makes room for one more context. False when there is no memory.
func reserveContext(_ recorder: RecorderPointer) -> Bool {
  let size = Int(recorder.pointee.contexts_mask) + 1
  guard (Int(recorder.pointee.context_count) + 1) * 2 > size else { return true }
  guard let grown = zeroed(UInt32.self, count: size * 2) else { return false }
  let old = recorder.pointee.contexts
  recorder.pointee.contexts = grown
  recorder.pointee.contexts_mask = UInt32(size * 2 - 1)
  for index in UnsafeBufferPointer(start: old, count: size) where index != 0 {
    place(recorder, index)
  }
  free(old)
  return true
}

/// Enters a node for which `reserveContext` has made room.
func insertContext(_ recorder: RecorderPointer, _ node: NodePointer) {
  place(recorder, UInt32(truncatingIfNeeded: node - recorder.pointee.nodes))
  recorder.pointee.context_count += 1
}

private func place(_ recorder: RecorderPointer, _ index: UInt32) {
  let node = recorder.pointee.nodes + Int(index)
  var at = slot(recorder, node.pointee.parent, node.pointee.function)
  while recorder.pointee.contexts[Int(at)] != 0 { at = (at &+ 1) & recorder.pointee.contexts_mask }
  recorder.pointee.contexts[Int(at)] = index
}

// ---- callee cache

/// Enters a callee into the cache, in front of its bucket, and as its caller's last. The bucket's oldest drops out. Gives
/// the callee's index.
func remember(
  _ recorder: RecorderPointer, _ caller: NodePointer, _ key: sp_key, _ callee: NodePointer
) -> UInt32 {
  let parent = UInt32(truncatingIfNeeded: caller - recorder.pointee.nodes)
  let node = UInt32(truncatingIfNeeded: callee - recorder.pointee.nodes)
  let bucket = recorder.pointee.cache + Int(calleeBucket(recorder, parent, key))
  for way in stride(from: 3, to: 0, by: -1) { bucket[way] = bucket[way - 1] }
  bucket[0] = sp_callee_way(key: key, parent: parent, node: node)
  caller.pointee.last_key = key
  caller.pointee.last_child = node
  return node
}

func forgetCached(_ recorder: RecorderPointer, _ key: sp_key, _ parent: UInt32) {
  let bucket = recorder.pointee.cache + Int(calleeBucket(recorder, parent, key))
  for way in 0..<4 where bucket[way].key == key && bucket[way].parent == parent {
    bucket[way] = sp_callee_way()
  }
}

/// Keeps the cache at two entries or more per context, up to 64 MiB; it fills again as calls come.
///
/// WHY two: with one, so many buckets overflow that a thousand callees in turn cost 30 ns a call more.
func growCache(_ recorder: RecorderPointer) {
  let entries = (recorder.pointee.cache_mask + 1) * 4
  guard UInt64(recorder.pointee.context_count) * 2 > entries, entries < 1 << 22,
    let grown = zeroed(sp_callee_way.self, count: Int(entries) * 2)
  else { return }
  free(recorder.pointee.cache)
  recorder.pointee.cache = grown
  recorder.pointee.cache_mask = entries / 2 - 1
}

/// Zeroed memory aligned to cache lines, to be freed with `free`; nil when there is none.
func zeroed<Element>(_: Element.Type, count: Int) -> UnsafeMutablePointer<Element>? {
  let bytes = count * MemoryLayout<Element>.stride
  var memory: UnsafeMutableRawPointer?
  guard posix_memalign(&memory, Int(SP_CELL_BYTES), bytes) == 0, let memory else { return nil }
  memset(memory, 0, bytes)
  return memory.assumingMemoryBound(to: Element.self)
}
