import CRecording
import Glibc

/// The memory of one recording: reserved in one piece, made usable as it fills, so that it grows in place and
/// a cell's index never changes its meaning.
///
/// Any thread may read and write records that are its own. Cells are taken by one thread at a time: under the recording's
/// lock (`SharedState`).
final class Region {
  let base: UnsafeMutableRawPointer
  let reservedCells: Int
  private var usableCells = 0
  private static let cellBytes = Int(SP_CELL_BYTES)
  /// WHY not 2^32: an open call has two bits to say more than a cell (OpenCall.swift).
  private static let mostCells = 1 << 30
  private static let growthCells = 1 << 14  // 1 MiB

  /// What mmap gives when it fails (mmap(2)). WHY not Glibc's MAP_FAILED: using it links in all of Swift's Glibc
  /// overlay, whose hypotf makes the wheel one for glibc 2.35, which Red Hat Enterprise Linux 9 does not have.
  static var failedMap: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: -1) }

  var header: UnsafeMutablePointer<sp_header> { base.assumingMemoryBound(to: sp_header.self) }

  /// Reserves address space, not memory. Where that much cannot be had, half of it is tried, and so on;
  /// nil if not even 1 MiB is there.
  init?(cells wanted: Int) {
    var cells = min(wanted, Self.fairShareOfCells)
    while cells >= Self.growthCells {
      let map = mmap(
        nil, cells * Self.cellBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      if let map, map != Self.failedMap {
        base = map
        reservedCells = cells
        guard makeUsable(upTo: 1) else {
          munmap(map, cells * Self.cellBytes)
          return nil
        }
        header.pointee.used_cells = 1
        return
      }
      cells /= 2
    }
    return nil
  }

  /// WHY: where address space is limited (ulimit -v), the program that is profiled needs it too.
  private static var fairShareOfCells: Int {
    var limit = rlimit()
    // RLIM_INFINITY is the largest number there is: a fair share of it is no limit.
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return Int.max }
    return Int(limit.rlim_cur / 4) / cellBytes
  }

  deinit {
    munmap(base, reservedCells * Self.cellBytes)
  }

  /// Takes zeroed cells; nil when the reservation is spent or the system gives no more memory. O(1).
  func take(_ count: Int) -> UInt32? {
    let first = Int(header.pointee.used_cells)
    guard first + count <= reservedCells, first + count <= Self.mostCells,
      makeUsable(upTo: first + count)
    else { return nil }
    header.pointee.used_cells = UInt32(first + count)
    return UInt32(first)
  }

  private func makeUsable(upTo cells: Int) -> Bool {
    if cells <= usableCells { return true }
    let grown = min(reservedCells, (cells / Self.growthCells + 1) * Self.growthCells)
    let start = base + usableCells * Self.cellBytes
    guard mprotect(start, (grown - usableCells) * Self.cellBytes, PROT_READ | PROT_WRITE) == 0 else {
      return false
    }
    usableCells = grown
    return true
  }

  /// The record at a cell. SAFETY: the caller knows what it put there; cells are only ever taken once.
  func record<Record>(_ cell: UInt32, as type: Record.Type) -> UnsafeMutablePointer<Record> {
    (base + Int(cell) * Self.cellBytes).assumingMemoryBound(to: type)
  }

  func cells(ofBytes bytes: Int) -> Int { (bytes + Self.cellBytes - 1) / Self.cellBytes }
}
