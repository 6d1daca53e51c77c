import Profiles

/// What swiftprof itself took of the time, and what it could not take out, for people.
struct OverheadText {
  private let header: Profile.Header
  /// CPU time of all threads as it was recorded, swiftprof's own included: of the same time as the duration.
  let recordedCpuNs: UInt64

  /// Less than this is taken for noise of the measurement.
  private static let leastSlowdown = 1.05

  init(_ profile: Profile) {
    header = profile.header
    recordedCpuNs = profile.threads.reduce(0) { $0 + $1.cpuNs + $1.overheadCpuNs }
  }

  /// Costs were measured when it was recorded.
  var isKnown: Bool { header.eventPairCostNs > 0 }

  /// `about 1.18 s of that swiftprof itself: taken out`.
  var summary: String { "about \(time) of that swiftprof itself: \(fate)" }

  /// `about 1.18 s of that is swiftprof itself: taken out (78.7 ns per call)`.
  var sentence: String {
    guard isKnown else { return "unknown" }
    let cost = header.isRaw ? "" : "; \(NumberText.time(header.eventPairCostNs)) per call"
    return "about \(time) of that is swiftprof itself: \(fate)\(cost)"
  }

  /// nil where calls alone cost time.
  var slowdown: String? {
    guard header.slowdown > Self.leastSlowdown else { return nil }
    let factor = NumberText.fixed(header.slowdown, decimals: 1)
    return "Python code without calls ran about \(factor) times as long while it was recorded "
      + "(this Python, this backend): not taken out"
  }

  private var time: String { NumberText.time(Double(header.overheadNs)) }
  private var fate: String { header.isRaw ? "not taken out (raw)" : "taken out" }
}
