import CRecording
import Glibc
import Synchronization

@testable import Recording

/// The two clocks of one thread, as `ScriptedClock` is for all: time passes for each when its own script says so.
final class Lane: @unchecked Sendable {
  // SAFETY (@unchecked Sendable): changed by its thread, in steps of its gate; read by others while that is closed.
  private(set) var now: UInt64 = 1_000_000
  private(set) var cpuNs: UInt64 = 500_000
  let slot = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)

  init() { slot.initialize(to: 0) }

  deinit { slot.deallocate() }

  func run(_ ns: UInt64) {
    now += ns
    cpuNs += ns
  }

  func wait(_ ns: UInt64) {
    now += ns
    slot.pointee = 0
  }
}

/// The clock of threads that each have a lane.
enum LaneClock: TickClock {
  static func tick() -> UInt64 { own?.now ?? frozen.load(ordering: .relaxed) }
  static func threadCpuNs() -> UInt64 { own!.cpuNs }
  static func rseqSlot() -> UnsafeMutablePointer<UInt64>? { own!.slot }
  static func probeTicks() -> UInt64? { nil }

  /// What time it is for threads without a lane: who takes a snapshot sets it to the latest time of all lanes.
  static let frozen = Atomic<UInt64>(0)

  static func enter(_ lane: Lane) {
    pthread_setspecific(key, Unmanaged.passUnretained(lane).toOpaque())
    lock.withLock { lanes[sp_os_thread_id()] = lane }
  }

  static func exit() {
    pthread_setspecific(key, nil)
    lock.withLock { lanes[sp_os_thread_id()] = nil }
  }

  static var cold: ColdClock {
    ColdClock(
      ticksPerNs: 1, armed: ScriptedClock.armed, tick: { tick() },
      sample: { ClockSample(tick: tick(), monotonicNs: tick()) },
      threadCpuNs: { osID in lock.withLock { lanes[osID] }?.cpuNs }, source: .scripted,
      witness: { ClockWitness() }, speedNow: { 1 })
  }

  // WHY not Synchronization's Mutex: the thread sanitizer does not know it.
  private static let lock = ForkSafeMutex()
  private nonisolated(unsafe) static var lanes: [UInt32: Lane] = [:]
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  private static var own: Lane? {
    pthread_getspecific(key).map { Unmanaged<Lane>.fromOpaque($0).takeUnretainedValue() }
  }
}

/// Keeps events out for a while, as the bridge of an interpreter without a GIL has to.
final class Gate: Sendable {
  private let closed = Atomic<Bool>(false)

  /// One thread's word: whether it is inside.
  final class Word: Sendable {
    fileprivate let inside = Atomic<Bool>(false)
  }

  func step<Result>(_ word: Word, _ body: () -> Result) -> Result {
    while true {
      word.inside.store(true, ordering: .sequentiallyConsistent)
      guard closed.load(ordering: .sequentiallyConsistent) else { break }
      word.inside.store(false, ordering: .releasing)
      while closed.load(ordering: .acquiring) { sched_yield() }
    }
    defer { word.inside.store(false, ordering: .releasing) }
    return body()
  }

  func close(to words: [Word]) {
    closed.store(true, ordering: .sequentiallyConsistent)
    for word in words { while word.inside.load(ordering: .sequentiallyConsistent) { sched_yield() } }
  }

  func open() { closed.store(false, ordering: .releasing) }
}

/// A POSIX thread that runs `body`; `join` waits for it.
struct RunningThread {
  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Body(body)).toOpaque()
    let failed = pthread_create(
      &thread, nil,
      { box in
        Unmanaged<Body>.fromOpaque(box!).takeRetainedValue().run()
        return nil
      }, box)
    precondition(failed == 0)
  }

  func join() { pthread_join(thread, nil) }
}
