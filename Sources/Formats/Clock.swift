import Profiles

extension Profile {
  /// The clocks whose times are known, for formats that have room for several; the first is the main one.
  var clocks: [Clock] {
    [(Measures.wall, Clock.wall), (.cpu, .cpu)].compactMap { measures.contains($0) ? $1 : nil }
  }
}

extension Profile.Clock {
  /// All that was recorded of a thread.
  func totalNs(of thread: Profile.Thread) -> UInt64 { of(wallNs: thread.wallNs, cpuNs: thread.cpuNs) }

  /// Time of a thread outside of any function.
  func selfNs(of thread: Profile.Thread) -> UInt64 {
    of(wallNs: thread.selfWallNs, cpuNs: thread.selfCpuNs)
  }
}
