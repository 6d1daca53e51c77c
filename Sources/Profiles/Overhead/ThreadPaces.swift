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
    for thread in threads where thread.knowsPace {
      let weight = Double(max(thread.resyncs, 1))
      sum += thread.pace * weight
      weights += weight
    }
    let mean = weights > 0 ? sum / weights : 1
    self.mean = mean
    of = threads.map { $0.knowsPace ? $0.pace : mean }
  }
}

extension Snapshot.Thread {
  /// 1 stands for "never probed": a measured pace is a quotient that hits it once in a blue moon.
  fileprivate var knowsPace: Bool { pace != 1 && pace > 0 && pace.isFinite }
}
