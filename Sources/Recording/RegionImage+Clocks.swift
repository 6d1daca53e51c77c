import CRecording

extension Decoder {
  /// What is to be said of the clocks: of the process, of the recording as a whole, of its threads.
  func clockTroubles() -> [ClockTrouble] {
    let ofThreads = troublesOfThreads()
    let wasSetBack = ofThreads.contains { if case .setBack = $0 { true } else { false } }
    // What the threads have seen tells more.
    let ofRecording = image.clocks.troubles.filter { if case .setBack = $0 { !wasSetBack } else { true } }
    if image.isTimer { return [.ownTimer] }
    return image.source.troubles + ofRecording + ofThreads
  }

  private func troublesOfThreads() -> [ClockTrouble] {
    var troubles: [ClockTrouble] = []
    var (setBack, steps, mostBehind, withoutRseq) = (UInt64(0), UInt64(0), UInt32(0), UInt64(0))
    for cell in list(from: image.header.first_thread, \sp_thread.next) {
      let thread = image.record(cell, as: sp_thread.self).pointee
      setBack = max(setBack, thread.set_back_ticks)
      steps += UInt64(thread.steps_back)
      mostBehind = max(mostBehind, thread.most_behind_ticks)
      withoutRseq += UInt64(thread.lacks_rseq)
    }
    if setBack > 0 { troubles.append(.setBack(ns: ns(setBack))) }
    // WHY not fewer: a reading is not kept in order with what stands around it, so it may be some ticks early.
    if ns(UInt64(mostBehind)) >= 1_000 {
      troubles.append(.outOfStep(steps: steps, ns: ns(UInt64(mostBehind))))
    }
    if image.source.usesRseq, withoutRseq > 0 { troubles.append(.threadsWithoutRseq(count: withoutRseq)) }
    return troubles
  }
}

extension ClockSource {
  /// What is to be said of every recording that uses it.
  var troubles: [ClockTrouble] {
    var troubles: [ClockTrouble] = []
    if !usesTSC { troubles.append(.fellBack(reason: wallReason)) }
    if readingNs > ClockFacts.slowNs { troubles.append(.slowReading(ns: UInt64(readingNs))) }
    if !usesRseq { troubles.append(.cpuBySystemCall(ns: UInt64(cpuReadingNs), reason: cpuReason)) }
    return troubles
  }
}
