import Glibc

/// A mutex that the child of a fork finds free, and what it guards whole: a fork waits until nobody holds one.
///
/// WHY: of the threads of a process only the one that forks lives on in the child. A mutex that another one held would
/// stay locked there for ever, and what it guards half changed. The handlers run for every `fork` of the process, also
/// for those that Python does not know of; a program that starts others by `vfork` or `posix_spawn` does not run them.
///
/// Cost: two atomic instructions where nobody else wants it. Not recursive: whoever holds one must not fork, take
/// another one, or call out of this module.
final class ForkSafeMutex: @unchecked Sendable {
  // SAFETY (@unchecked Sendable): the pointer never changes, what it points to is made for threads.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    ForkHandlers.shared.add(mutex)
  }

  deinit {
    ForkHandlers.shared.remove(mutex)
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  @inline(__always)
  func withLock<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}

extension Recording {
  /// Sees to it that locks survive a fork. WHY early: handlers of the child run in the order in which they were
  /// registered, and those of our users need the locks free.
  public static func prepareForForks() { _ = ForkHandlers.shared }
}

/// All mutexes there are, and what happens to them around a fork (POSIX, `pthread_atfork`).
///
/// Order: `own` first, then the others. Nobody who holds one of the others takes `own`, so that no two wait for each
/// other.
private final class ForkHandlers: @unchecked Sendable {
  // SAFETY (@unchecked Sendable): `mutexes` is read and changed under `own` only.
  static let shared = ForkHandlers()
  private let own: UnsafeMutablePointer<pthread_mutex_t>
  private var mutexes: [UnsafeMutablePointer<pthread_mutex_t>] = []

  private init() {
    own = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(own, nil)
    pthread_atfork(
      { ForkHandlers.shared.lockAll() }, { ForkHandlers.shared.unlockAll() },
      { ForkHandlers.shared.unlockAll() })
  }

  func add(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
    pthread_mutex_lock(own)
    mutexes.append(mutex)
    pthread_mutex_unlock(own)
  }

  func remove(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
    pthread_mutex_lock(own)
    mutexes.removeAll { $0 == mutex }
    pthread_mutex_unlock(own)
  }

  private func lockAll() {
    pthread_mutex_lock(own)
    for mutex in mutexes { pthread_mutex_lock(mutex) }
  }

  /// In the parent, and in the child by the thread that has locked them.
  private func unlockAll() {
    for mutex in mutexes { pthread_mutex_unlock(mutex) }
    pthread_mutex_unlock(own)
  }
}
