import CRecording
import Glibc

/// How many open calls a cell of a thread's stack holds.
let openCallsPerCell = Int(SP_CELL_BYTES) / MemoryLayout<sp_open_call>.stride

/// One recording, from start to stop: the region, the functions known, a recorder per thread.
///
/// Threads: a recorder, the context table and the nodes made through it are its own thread's. What threads share is
/// `SharedState`, behind one lock, which nobody takes for a call or return that is known. CRecording/events.h says what
/// may run at the same time as what.
///
/// SAFETY (@unchecked Sendable): what `shared` points to is used under `lock` only; everything else never changes after `init`.
public final class Recording: @unchecked Sendable {
  let region: Region
  let options: Options
  let clock: ColdClock
  let start: ClockMoment
  /// Functions that stand for the roots of threads and for what was folded.
  let threadFunction: UInt32
  let foldedFunction: UInt32
  private let lock = ForkSafeMutex()
  /// WHY a pointer: a variable of a class is checked for exclusive access at run time, which the lock makes sure of.
  private let shared: UnsafeMutablePointer<SharedState>

  public struct Options: Sendable {
    /// Contexts that get a node of their own. 4 million nodes are 256 MiB.
    public var maxNodes = 4_000_000
    /// What events add to the program, as measured by the bridge; all 0: unknown.
    public var costs = EventCosts()
    /// No two recorders are ever in events at the same time.
    public var exclusive = false
    /// Time is what the program's own timer says (`sp_recorder.timer_tick`); events come by the `*_timer` entry points.
    public var ownTimer = false
    public init() {}
  }

  /// Fails when the system gives no memory at all.
  public convenience init?(_ options: Options = Options()) {
    self.init(options, clock: options.ownTimer ? .timer : .hardware)
  }

  init?(_ options: Options, clock: ColdClock) {
    // Nodes, and half as much for functions, texts, stacks and what was folded.
    guard let region = Region(cells: options.maxNodes + options.maxNodes / 2 + 1 << 16) else { return nil }
    self.region = region
    self.options = options
    self.clock = clock
    start = clock.moment()
    Self.fillHeader(region, start.sample, clock)
    var shared = SharedState(region)
    guard let thread = shared.addFunction(.threadRoot, Callee.threadRoot.identity),
      let folded = shared.addFunction(.folded, Callee.folded.identity)
    else { return nil }
    threadFunction = thread
    foldedFunction = folded
    self.shared = UnsafeMutablePointer<SharedState>.allocate(capacity: 1)
    self.shared.initialize(to: shared)
  }

  deinit {
    for recorder in shared.pointee.recorders.values { free(recorder) }
    shared.deinitialize(count: 1)
    shared.deallocate()
  }

  /// Runs `body` with what the threads share. Seldom, shortly, and never from within another `withLock`; `body` never
  /// calls the host.
  func withLock<Result>(_ body: (inout SharedState) -> Result) -> Result {
    lock.withLock { body(&shared.pointee) }
  }

  private static func fillHeader(_ region: Region, _ start: ClockSample, _ clock: ColdClock) {
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
