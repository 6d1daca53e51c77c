import CRecording
import Glibc

/// How many open calls a cell of a thread's stack holds.
let openCallsPerCell = Int(SP_CELL_BYTES) / MemoryLayout<sp_open_call>.stride

/// One recording, from start to stop: the region, the functions known, a recorder per thread.
///
/// Not thread-safe: every method is called with the GIL held. Only a `RegionImage` may be taken elsewhere.
public final class Recording {
  let region: Region
  let options: Options
  let clock: ColdClock
  let start: ClockSample
  var functionOfKey: [sp_key: UInt32] = [:]
  var functionOfIdentity: [FunctionIdentity: UInt32] = [:]
  var foldedRecords: [FoldedKey: UInt32] = [:]
  /// Recorders of threads that still run, by the cell of their thread.
  var recorders: [UInt32: UnsafeMutablePointer<sp_recorder>] = [:]
  var freeStacks: [UInt32] = []
  var nodeCount = 0
  /// Function and node that stand for the roots of threads and for what was folded.
  var threadFunction: UInt32 = 0
  var foldedFunction: UInt32 = 0

  public struct Options: Sendable {
    /// Contexts that get a node of their own. 4 million nodes are 256 MiB.
    public var maxNodes = 4_000_000
    /// What a call and its return add to the program, as measured by the bridge; 0: unknown.
    public var eventPairCostNs = 0.0
    public init() {}
  }

  /// Fails when the system gives no memory at all.
  public convenience init?(_ options: Options = Options()) {
    self.init(options, clock: .hardware)
  }

  init?(_ options: Options, clock: ColdClock) {
    // Nodes, and half as much for functions, texts, stacks and what was folded.
    guard let region = Region(cells: options.maxNodes + options.maxNodes / 2 + 1 << 16) else { return nil }
    self.region = region
    self.options = options
    self.clock = clock
    start = clock.sample()
    fillHeader()
    guard let thread = addFunction(.threadRoot), let folded = addFunction(.folded) else { return nil }
    threadFunction = thread
    foldedFunction = folded
  }

  deinit {
    for recorder in recorders.values { free(recorder) }
  }

  private func fillHeader() {
    let header = region.header
    header.pointee.magic = SP_MAGIC
    header.pointee.layout_version = SP_LAYOUT_VERSION
    header.pointee.process_id = UInt32(bitPattern: getpid())
    header.pointee.start_tick = start.tick
    header.pointee.start_monotonic_ns = start.monotonicNs
    header.pointee.start_unix_ns = nanoseconds(of: CLOCK_REALTIME) ?? 0
    header.pointee.ticks_per_ns = clock.ticksPerNs
  }

  func cell<Record>(of record: UnsafeMutablePointer<Record>) -> UInt32 {
    UInt32((UnsafeMutableRawPointer(record) - region.base) / Int(SP_CELL_BYTES))
  }
}
