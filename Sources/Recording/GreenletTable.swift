// The greenlets that a thread's recorder knows: a hash table by id, chained, and those that have ended and lend their
// stack to the next. Only the recorder's own thread comes here, or whoever ends it.
import CRecording
import Glibc

typealias GreenletPointer = UnsafeMutablePointer<sp_greenlet>

/// The greenlet of this id; nil when it is not known. O(1).
func findGreenlet(_ recorder: RecorderPointer, _ id: UInt64) -> GreenletPointer? {
  guard let buckets = recorder.pointee.greenlets else { return nil }
  var greenlet = buckets[bucket(recorder, id)]
  while let found = greenlet, found.pointee.id != id { greenlet = found.pointee.next }
  return greenlet
}

/// A greenlet that is not known yet, in the table, with a stack if it is to have one; nil when there is no memory.
/// O(1) amortised.
func addGreenlet(_ recorder: RecorderPointer, _ id: UInt64, withStack: Bool) -> GreenletPointer? {
  guard reserveBuckets(recorder), let greenlet = takeGreenlet(recorder, withStack: withStack) else {
    return nil
  }
  greenlet.pointee.id = id
  insert(recorder, greenlet)
  recorder.pointee.greenlet_count += 1
  return greenlet
}

/// Its id may come back as another's from now on. Its stack, which is put away, serves the next greenlet.
func forgetGreenlet(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
  unlink(recorder, greenlet)
  recorder.pointee.greenlet_count -= 1
  greenlet.pointee.next = recorder.pointee.free_greenlets
  recorder.pointee.free_greenlets = greenlet
}

/// Every greenlet but the one that runs, those that have ended too.
func forEachParkedGreenlet(_ recorder: RecorderPointer, _ body: (GreenletPointer) -> Void) {
  func walk(_ first: GreenletPointer?) {
    var greenlet = first
    while let each = greenlet {
      greenlet = each.pointee.next
      if each != recorder.pointee.running { body(each) }
    }
  }
  walk(recorder.pointee.free_greenlets)
  guard let buckets = recorder.pointee.greenlets else { return }
  for index in 0...Int(recorder.pointee.greenlets_mask) { walk(buckets[index]) }
}

/// Frees the table; the recorder is not used any more.
func freeGreenlets(_ recorder: RecorderPointer) {
  forEachParkedGreenlet(recorder) { greenlet in
    free(greenlet.pointee.on_stack.steps)
    free(greenlet)
  }
  free(recorder.pointee.running)
  free(recorder.pointee.greenlets)
}

/// WHY the shift: the ids are addresses, and objects are aligned to 16 bytes.
private func bucket(_ recorder: RecorderPointer, _ id: UInt64) -> Int {
  Int(
    truncatingIfNeeded: ((id &>> 4) &* 0x9E37_79B9_7F4A_7C15) &>> 32 & UInt64(recorder.pointee.greenlets_mask)
  )
}

private func insert(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
  let head = recorder.pointee.greenlets! + bucket(recorder, greenlet.pointee.id)
  greenlet.pointee.next = head.pointee
  head.pointee = greenlet
}

private func unlink(_ recorder: RecorderPointer, _ greenlet: GreenletPointer) {
  let head = recorder.pointee.greenlets! + bucket(recorder, greenlet.pointee.id)
  guard head.pointee != greenlet else {
    head.pointee = greenlet.pointee.next
    return
  }
  var before = head.pointee!
  while before.pointee.next != greenlet { before = before.pointee.next! }
  before.pointee.next = greenlet.pointee.next
}

/// Room for one more, at most one per bucket on average. False when there is no memory.
private func reserveBuckets(_ recorder: RecorderPointer) -> Bool {
  let size = recorder.pointee.greenlets == nil ? 0 : Int(recorder.pointee.greenlets_mask) + 1
  guard recorder.pointee.greenlet_count >= size else { return true }
  let grownSize = max(16, size * 2)
  guard let grown = zeroed(GreenletPointer?.self, count: grownSize) else { return size > 0 }
  let old = UnsafeBufferPointer(start: recorder.pointee.greenlets, count: size)
  recorder.pointee.greenlets = grown
  recorder.pointee.greenlets_mask = UInt32(grownSize - 1)
  for first in old {
    var greenlet = first
    while let each = greenlet {
      greenlet = each.pointee.next
      insert(recorder, each)
    }
  }
  free(UnsafeMutablePointer(mutating: old.baseAddress))
  return true
}

private func takeGreenlet(_ recorder: RecorderPointer, withStack: Bool) -> GreenletPointer? {
  if withStack, let greenlet = recorder.pointee.free_greenlets {
    recorder.pointee.free_greenlets = greenlet.pointee.next
    return greenlet
  }
  guard let greenlet = zeroed(sp_greenlet.self, count: 1) else { return nil }
  guard owner(of: recorder).giveStack(greenlet, of: recorder, withStack: withStack) else {
    free(greenlet)
    return nil
  }
  return greenlet
}
