import Recording

/// How fast the machine was for each thread (`Snapshot.Thread.pace`); for those that were too short to find out, as
/// fast as for the others.
struct ThreadPaces {
  /// By thread.
  let of: [Double]
  /// Of all threads that know, those that ran longer counting for more; 1 where none does.
  let mean: Double

  /// WHY weighted by `resyncs`: a thread's pace is probed where its CPU clock is read, about so many times.
  init(_ threads: [Snapshot.Thread]) {
    var (sum, weights) = (0.0, 0.0)
    for thread in threads {
      guard let pace = thread.knownPace else { continue }
      let weight = Double(max(thread.resyncs, 1))
      sum += pace * weight
      weights += weight
    }
    let mean = weights > 0 ? sum / weights : 1
    self.mean = mean
    of = threads.map { $0.knownPace ?? mean }
  }
}

extension Snapshot.Thread {
  /// nil also for what is no pace.
  fileprivate var knownPace: Double? { pace.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
}
