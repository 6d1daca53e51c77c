import CRecording
import Glibc

/// A recording's region at one moment: taken while events are kept out, decoded while they come again.
///
/// A snapshot of a running recording is a copy. The last one, when no event will come any more, is the region
/// itself: stopping needs no memory that might not be there.
public final class RegionImage: @unchecked Sendable {
  // SAFETY: @unchecked because of the raw memory, which nobody writes after init.
  private let bytes: UnsafeMutableRawPointer
  private let region: Region?
  let options: Recording.Options
  let clocks: ClockReview
  let source: ClockSource
  /// Of a recording with a timer of the program's own.
  let isTimer: Bool
  let runningThreads: Set<UInt32>

  /// Charges every running thread up to now and takes the region, while no thread of the recording is in an event.
  /// Nil when there is no memory to copy it or to decode it; the recording then goes on as if nothing had been asked.
  ///
  /// - Parameter last: no event comes any more, so that there is no need to copy.
  /// - Complexity: O(bytes recorded), or O(threads) for the last one. What threads share stays locked meanwhile.
  public init?(of recording: Recording, last: Bool = false) {
    guard let taken = recording.withLock({ Self.take($0, recording, last: last) }) else { return nil }
    bytes = taken.bytes
    runningThreads = taken.runningThreads
    region = last ? recording.region : nil
    options = recording.options
    source = recording.clock.source
    isTimer = recording.clock.isTimer
    clocks = ClockReview(from: recording.start, to: recording.clock.moment(), recording.clock)
  }

  private static func take(_ shared: SharedState, _ recording: Recording, last: Bool)
    -> (bytes: UnsafeMutableRawPointer, runningThreads: Set<UInt32>)?
  {
    let region = shared.region
    let count = Int(region.header.pointee.used_cells) * Int(SP_CELL_BYTES)
    guard canGet(decodingBytes + count * decodingGrowth + (last ? 0 : count)) else { return nil }
    let copy = last ? nil : zeroed(UInt8.self, count: count)
    if !last, copy == nil { return nil }
    for recorder in shared.recorders.values { chargeUpToNow(recorder) }
    if let copy { memcpy(copy, region.base, count) }
    return (copy.map { UnsafeMutableRawPointer($0) } ?? region.base, Set(shared.recorders.keys))
  }

  deinit {
    if region == nil { free(bytes) }
  }

  /// What decoding and deriving a profile take: measured twice the bytes recorded on a tree of a million nodes,
  /// and a sixth of it on a small one with 90,000 edges. Twice that, to be safe.
  private static let decodingGrowth = 4
  private static let decodingBytes = 48 << 20

  /// WHY ask first: Swift ends the process when an array finds no memory. WHY mmap: an optimiser that sees memory
  /// taken and given back takes none.
  private static func canGet(_ bytes: Int) -> Bool {
    let map = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let map, map != Region.failedMap else { return false }
    munmap(map, bytes)
    return true
  }

  var header: sp_header { bytes.load(as: sp_header.self) }

  func record<Record>(_ cell: UInt32, as type: Record.Type) -> UnsafePointer<Record> {
    UnsafePointer((bytes + Int(cell) * Int(SP_CELL_BYTES)).assumingMemoryBound(to: type))
  }

  func text(_ cell: UInt32, from: UInt32 = 0, count: UInt32) -> String {
    let start = bytes + Int(cell) * Int(SP_CELL_BYTES) + Int(from)
    return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(count)), as: UTF8.self)
  }
}
