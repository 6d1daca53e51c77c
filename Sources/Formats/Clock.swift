import Profiles

extension Profile {
  /// The clocks whose times are known, for formats that have room for several; the first is the main one.
  var clocks: [Clock] {
    [(Measures.wall, Clock.wall), (.cpu, .cpu)].compactMap { measures.contains($0) ? $1 : nil }
  }

  /// Whether anything was taken out of any function's times: what tables for people show of it they show then only.
  var hasOverhead: Bool { functions.contains { mainClock.totalOverheadNs(of: $0.times) > 0 } }
}

extension Profile.Clock {
  /// All that was recorded of a thread.
  func totalNs(of thread: Profile.Thread) -> UInt64 { of(wallNs: thread.wallNs, cpuNs: thread.cpuNs) }

  /// What swiftprof itself took, without callees: not in `selfNs`.
  func selfOverheadNs(of times: Profile.Times) -> UInt64 {
    of(wallNs: times.selfOverheadWallNs, cpuNs: times.selfOverheadCpuNs)
  }

  func totalOverheadNs(of times: Profile.Times) -> UInt64 {
    of(wallNs: times.totalOverheadWallNs, cpuNs: times.totalOverheadCpuNs)
  }

  func overheadNs(of thread: Profile.Thread) -> UInt64 {
    of(wallNs: thread.overheadWallNs, cpuNs: thread.overheadCpuNs)
  }

  func selfOverheadNs(of thread: Profile.Thread) -> UInt64 {
    of(wallNs: thread.selfOverheadWallNs, cpuNs: thread.selfOverheadCpuNs)
  }

  /// Time of a thread outside of any function.
  func selfNs(of thread: Profile.Thread) -> UInt64 {
    of(wallNs: thread.selfWallNs, cpuNs: thread.selfCpuNs)
  }
}
