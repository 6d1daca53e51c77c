// HOT. Frames that are not running, by address: open addressing with linear probing (Knuth, The Art of Computer
// Programming 6.4, algorithms L and R), at most three quarters full.
import CRecording
import Glibc

typealias IdleFramePointer = UnsafeMutablePointer<sp_idle_frame>

/// Where a frame's entry is looked for first. Objects lie 16 bytes apart, so the upper half of the product is taken.
@inline(__always)
private func home(_ frame: UInt64, _ mask: UInt32) -> UInt32 {
  UInt32(truncatingIfNeeded: (frame &* 0x9E37_79B9_7F4A_7C15) &>> 32) & mask
}

/// The entry of a frame, or else the free one where it would go.
@inline(__always)
func entry(of frame: UInt64, in table: sp_frame_table) -> IdleFramePointer {
  var at = home(frame, table.mask)
  while true {
    let entry = table.entries + Int(at)
    if entry.pointee.frame == frame || entry.pointee.frame == 0 { return entry }
    at = (at &+ 1) & table.mask
  }
}

/// Takes an entry away; the caller counts it off (`sp_frame_table.take` does). Entries behind it move up, so that no look-up finds a gap too early.
@inline(__always)
func remove(_ entry: IdleFramePointer, from table: sp_frame_table) {
  var hole = UInt32(truncatingIfNeeded: entry - table.entries)
  var next = (hole &+ 1) & table.mask
  while case let frame = table.entries[Int(next)].frame, frame != 0 {
    let displacement = (next &- home(frame, table.mask)) & table.mask
    if displacement >= (next &- hole) & table.mask {
      table.entries[Int(hole)] = table.entries[Int(next)]
      hole = next
    }
    next = (next &+ 1) & table.mask
  }
  table.entries[Int(hole)].frame = 0
}

extension sp_frame_table {
  /// An empty table; nil when there is no memory.
  init?(capacity: Int) {
    guard let entries = Self.memory(capacity) else { return nil }
    self.init(entries: entries, mask: UInt32(capacity - 1), count: 0, limit: UInt32(capacity / 4 * 3))
  }

  /// WHY mapped when it is large: of memory that grows by doubling the allocator keeps all that came before.
  private static func memory(_ capacity: Int) -> IdleFramePointer? {
    guard bytes(capacity) >= leastMappedBytes else { return zeroed(sp_idle_frame.self, count: capacity) }
    let map = mmap(nil, bytes(capacity), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return map == Region.failedMap ? nil : map?.assumingMemoryBound(to: sp_idle_frame.self)
  }

  private static func bytes(_ capacity: Int) -> Int { capacity * MemoryLayout<sp_idle_frame>.stride }
  private static var leastMappedBytes: Int { 1 << 16 }

  /// Gives the memory back; the table must not be used again.
  func release() {
    let capacity = Int(mask) + 1
    if Self.bytes(capacity) >= Self.leastMappedBytes {
      munmap(entries, Self.bytes(capacity))
    } else {
      free(entries)
    }
  }

  /// Makes room for one more. False when there is no memory.
  mutating func reserve() -> Bool {
    if count < limit { return true }
    guard var grown = sp_frame_table(capacity: (Int(mask) + 1) * 2) else { return false }
    for old in occupied {
      entry(of: old.pointee.frame, in: grown).pointee = old.pointee
    }
    grown.count = count
    release()
    self = grown
    return true
  }

  /// Takes a frame's entry out; nil when there is none.
  mutating func take(_ frame: UInt64) -> sp_idle_frame? {
    let entry = entry(of: frame, in: self)
    guard entry.pointee.frame != 0 else { return nil }
    let taken = entry.pointee
    remove(entry, from: self)
    count -= 1
    return taken
  }

  /// Gives the memory of a table back that was large and is empty. WHY: ten thousand tasks are made at once, and then
  /// begin one after the other.
  mutating func giveBackIfEmpty() {
    guard count == 0, mask >= 1024, let small = sp_frame_table(capacity: 16) else { return }
    release()
    self = small
  }

  /// The entries that there are.
  var occupied: [IdleFramePointer] {
    (0...Int(mask)).lazy.map { entries + $0 }.filter { $0.pointee.frame != 0 }
  }
}
