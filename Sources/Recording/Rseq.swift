import CRecording
import Glibc

/// Tells without a system call whether a thread has been switched out: Linux clears a thread's `rseq_cs`
/// whenever it preempts, migrates or signals the thread outside of the critical section that the descriptor
/// there names (Linux, `kernel/rseq.c`). Ours names a section that nobody ever runs.
///
/// As long as it stands there, the thread's CPU time and wall time have advanced alike.
struct Rseq: Sendable {
  /// What a thread's slot holds while armed: the address of the descriptor. 0 is never armed.
  let descriptor: UInt64
  /// Distance of `struct rseq` from the thread pointer.
  let offset: Int64
  /// Why it is, or is not, used: for people.
  let reason: String

  var works: Bool { descriptor != 0 }

  static let shared = Rseq()

  private init() {
    // WHY dlsym: glibc older than 2.35 has no such symbol, and the library must still load there.
    guard let offset = dlsym(nil, "__rseq_offset")?.load(as: Int.self),
      let size = dlsym(nil, "__rseq_size")?.load(as: UInt32.self)
    else {
      self.init(reason: "the C library registers no rseq, as glibc 2.35 and later do")
      return
    }
    guard size > 0 else {
      self.init(
        reason: Self.wasRuledOut
          ? "GLIBC_TUNABLES rules rseq out" : "the kernel refuses rseq, as in a sandbox")
      return
    }
    let candidate = Rseq(
      descriptor: Self.makeDescriptor(), offset: Int64(offset),
      reason: "while a thread has not been switched out, its CPU time advances as wall time does")
    self = candidate.seesSwitches() ? candidate : Rseq(reason: "rseq is there but failed its self-test")
  }

  private static var wasRuledOut: Bool {
    getenv("GLIBC_TUNABLES").map { strstr($0, "glibc.pthread.rseq=0") != nil } ?? false
  }

  private init(reason: String) {
    self.init(descriptor: 0, offset: 0, reason: reason)
  }

  private init(descriptor: UInt64, offset: Int64, reason: String) {
    self.descriptor = descriptor
    self.offset = offset
    self.reason = reason
  }

  /// Nil where the kernel knows none: of this process, or of this thread, as where a library has registered another one.
  func slotOfCallingThread() -> UnsafeMutablePointer<UInt64>? {
    works && sp_rseq_registered(offset) != 0 ? sp_rseq_slot(offset) : nil
  }

  /// Lays out a `struct rseq_cs` (Linux, `include/uapi/linux/rseq.h`): version and flags 0, start of the
  /// section, its length, abort address. Behind it stand a byte that is the "section" and the word that an
  /// abort would jump to, with the signature before it, or the kernel kills the process at its next switch.
  private static func makeDescriptor() -> UInt64 {
    let words = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    words.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
    let base = UInt64(UInt(bitPattern: words))
    words.storeBytes(of: base + 40, toByteOffset: 8, as: UInt64.self)
    words.storeBytes(of: 1, toByteOffset: 16, as: UInt64.self)
    words.storeBytes(of: base + 56, toByteOffset: 24, as: UInt64.self)
    words.storeBytes(of: UInt32(SP_RSEQ_SIGNATURE), toByteOffset: 52, as: UInt32.self)
    // SAFETY: never freed: threads keep this address in their slot until they are next switched out.
    return base
  }

  /// Arms the calling thread and sleeps: if that has switched it out, the kernel must have cleared the slot.
  ///
  /// WHY count the switches: a hypervisor that takes the processor for longer than the sleep lasts lets the timer fire
  /// before the thread has gone to sleep, and then nobody switches it.
  private func seesSwitches() -> Bool {
    guard let slot = slotOfCallingThread() else { return false }
    var seen = 0
    for _ in 0..<20 where seen < 3 {
      let before = sp_thread_switches()
      sp_store_volatile(slot, descriptor)
      var pause = timespec(tv_sec: 0, tv_nsec: 50_000)
      nanosleep(&pause, nil)
      let stillArmed = sp_load_volatile(slot) == descriptor
      if stillArmed { sp_store_volatile(slot, 0) }
      guard sp_thread_switches() != before else { continue }
      if stillArmed { return false }
      seen += 1
    }
    return seen > 0
  }
}
