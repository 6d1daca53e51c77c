import CRecording
import Glibc

/// A word that never holds what an armed slot holds: every event of a thread that is not bound yet, or that
/// has no rseq, takes the long way.
/// SAFETY: allocated once, never written, never freed.
nonisolated(unsafe) let neverArmed: UnsafeMutablePointer<UInt64> = {
  let word = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
  word.initialize(to: 0)
  return word
}()

extension Recording {
  /// Makes a recorder for a thread, which need not be the calling one; nil when there is no memory. Nobody else knows
  /// of the recorder before it is complete.
  ///
  /// - Parameters:
  ///   - osID: the kernel's id of the thread; 0: the thread's first event will tell.
  ///   - startedBefore: false for threads that start while the recording runs.
  ///   - host: who can tell what a key means.
  public func addThread(
    osID: UInt32, pythonIdent: UInt64, name: UnsafeRawBufferPointer, startedBefore: Bool, host: sp_host
  ) -> UnsafeMutablePointer<sp_recorder>? {
    guard let recorder = allocateRecorder() else { return nil }
    setHost(recorder, host)
    let thread = recorder.pointee.thread
    let tick = clock.tick()
    thread.pointee.os_id = osID
    thread.pointee.started_before = startedBefore ? 1 : 0
    thread.pointee.start_tick = tick
    thread.pointee.last_tick = tick
    thread.pointee.sync_tick = tick
    // WHY: the CPU clock of a thread that is just being started begins at zero.
    let cpuNs = osID != 0 ? clock.threadCpuNs(osID) : startedBefore ? nil : 0
    recorder.pointee.cpu_synced = cpuNs == nil ? 0 : 1
    thread.pointee.sync_cpu_ns = cpuNs ?? 0
    identify(recorder, pythonIdent, name: name)
    publish(recorder)
    return recorder
  }

  /// Who is asked, and what every event gives back.
  func setHost(_ recorder: RecorderPointer, _ host: sp_host) {
    recorder.pointee.host = host
    // SAFETY: see `Answer`; both are one machine word, and 0 is null in either.
    recorder.pointee.answer = unsafeBitCast(host.answer, to: Answer.self)
  }

  /// Gives a thread the ident and the name that it has by now. An empty name changes nothing. Any thread may call it
  /// while the recorder is there.
  public func identify(
    _ recorder: UnsafeMutablePointer<sp_recorder>, _ pythonIdent: UInt64, name: UnsafeRawBufferPointer
  ) {
    withLock { shared in
      recorder.pointee.thread.pointee.python_ident = pythonIdent
      guard !name.isEmpty, !hasName(recorder, name), let cell = shared.store([name]) else { return }
      recorder.pointee.thread.pointee.name = cell
      recorder.pointee.thread.pointee.name_bytes = UInt32(name.count)
    }
  }

  private func hasName(_ recorder: RecorderPointer, _ name: UnsafeRawBufferPointer) -> Bool {
    let thread = recorder.pointee.thread
    return Int(thread.pointee.name_bytes) == name.count
      && memcmp(region.record(thread.pointee.name, as: UInt8.self), name.baseAddress!, name.count) == 0
  }

  /// The thread ended, or lost its hook: closes what it had open. The recorder is freed.
  ///
  /// WHY all of it under the lock: a snapshot taken meanwhile sees the thread either running or ended.
  public func endThread(_ recorder: UnsafeMutablePointer<sp_recorder>) {
    withLock { shared in
      chargeUpToNow(recorder)
      let thread = recorder.pointee.thread
      closeAll(recorder)
      endGreenlets(recorder, &shared)
      thread.pointee.end_tick = thread.pointee.last_tick
      shared.giveBack(stack: thread.pointee.stack, capacity: Int(thread.pointee.stack_capacity))
      shared.recorders.removeValue(forKey: recorder.pointee.thread_cell)
    }
    free(recorder)
  }

  /// In the child of a fork: the calling thread has a new id and a CPU clock that starts from zero, the other
  /// threads are gone.
  public func noteFork() {
    withLock { shared in
      for recorder in shared.recorders.values {
        recorder.pointee.bound = 0
        recorder.pointee.cpu_synced = 0
        recorder.pointee.thread.pointee.os_id = 0
        recorder.pointee.thread.pointee.resync_tick = 0
      }
    }
  }

  func free(_ recorder: UnsafeMutablePointer<sp_recorder>) {
    freeGreenlets(recorder)
    Glibc.free(recorder.pointee.contexts)
    Glibc.free(recorder.pointee.cache)
    if recorder.pointee.suspended.mask > 0 { recorder.pointee.suspended.release() }
    if recorder.pointee.made.mask > 0 { recorder.pointee.made.release() }
    Glibc.free(recorder.pointee.on_stack.steps)
    Glibc.free(recorder)
  }

  private static var firstStackCapacity: Int { 64 }
  private static var threadCells: Int { 3 }

  private func allocateRecorder() -> RecorderPointer? {
    guard let recorder = zeroed(sp_recorder.self, count: 1) else { return nil }
    recorder.pointee.recording = Unmanaged.passUnretained(self).toOpaque()
    recorder.pointee.nodes = region.base.assumingMemoryBound(to: sp_node.self)
    recorder.pointee.rseq_slot = neverArmed
    recorder.pointee.armed = clock.armed
    recorder.pointee.ticks_per_ns = region.header.pointee.ticks_per_ns
    // The CPU clock is read again after a millisecond at the latest: what a hypervisor takes goes unseen else.
    recorder.pointee.resync_interval_ticks = UInt64(1_000_000 * recorder.pointee.ticks_per_ns)
    guard allocateTables(recorder), allocateThread(recorder), allocateRoot(recorder) else {
      free(recorder)
      return nil
    }
    return recorder
  }

  private func allocateTables(_ recorder: RecorderPointer) -> Bool {
    guard let contexts = zeroed(UInt32.self, count: 128) else { return false }
    recorder.pointee.contexts = contexts
    recorder.pointee.contexts_mask = 127
    guard let cache = zeroed(sp_callee_way.self, count: 128) else { return false }
    recorder.pointee.cache = cache
    recorder.pointee.cache_mask = 31
    guard let suspended = sp_frame_table(capacity: 16) else { return false }
    recorder.pointee.suspended = suspended
    guard let made = sp_frame_table(capacity: 16) else { return false }
    recorder.pointee.made = made
    return true
  }

  private func allocateThread(_ recorder: RecorderPointer) -> Bool {
    withLock { shared in
      guard let cell = shared.region.take(Self.threadCells),
        let stack = shared.takeStack(Self.firstStackCapacity)
      else { return false }
      recorder.pointee.thread_cell = cell
      recorder.pointee.thread = region.record(cell, as: sp_thread.self)
      recorder.pointee.stack = region.record(stack, as: sp_open_call.self)
      recorder.pointee.thread.pointee.stack = stack
      recorder.pointee.thread.pointee.stack_capacity = UInt32(Self.firstStackCapacity)
      return true
    }
  }

  /// The root of the thread's tree, the node "(folded)" of last resort below it, and its record.
  private func allocateRoot(_ recorder: RecorderPointer) -> Bool {
    guard let root = newContext(recorder, 0, threadFunction) else { return false }
    let thread = recorder.pointee.thread
    thread.pointee.root = cell(of: root)
    recorder.pointee.stack[0] = sp_open_call(key: 0, node: cell(of: root), special: 0)
    thread.pointee.depth = 1
    recorder.pointee.current = root
    let folded = foldedFunction
    return newContext(recorder, thread.pointee.root, folded) != nil
      && withLock { $0.foldedRecord(recorder, folded) } != nil
  }

  private func publish(_ recorder: RecorderPointer) {
    withLock { shared in
      recorder.pointee.thread.pointee.next = region.header.pointee.first_thread
      region.header.pointee.first_thread = recorder.pointee.thread_cell
      shared.recorders[recorder.pointee.thread_cell] = recorder
    }
  }
}

extension Recording {
  /// Enters a frame that was on the thread's stack before its recorder was there, outermost first. It counts as
  /// a call; its time begins with the recorder's.
  public func enterOpen(_ recorder: UnsafeMutablePointer<sp_recorder>, _ key: sp_key) {
    _ = enterUncached(recorder, key, nil, resumed: false)
  }
}
