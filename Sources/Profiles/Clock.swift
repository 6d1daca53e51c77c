extension Profile {
  /// What a time is of.
  public enum Clock: String, Sendable, CaseIterable {
    case wall, cpu
    /// Off the processor: wall less CPU.
    case wait

    /// What has to be measured for it.
    public var measures: Measures {
      switch self {
      case .wall: .wall
      case .cpu: .cpu
      case .wait: [.wall, .cpu]
      }
    }

    /// Time of this clock without callees.
    public func selfNs(of times: Times) -> UInt64 { of(wallNs: times.selfWallNs, cpuNs: times.selfCpuNs) }

    /// Time of this clock with callees.
    public func totalNs(of times: Times) -> UInt64 { of(wallNs: times.totalWallNs, cpuNs: times.totalCpuNs) }

    /// Time of this clock, of times of the two that are measured.
    public func of(wallNs: UInt64, cpuNs: UInt64) -> UInt64 {
      switch self {
      case .wall: wallNs
      case .cpu: cpuNs
      case .wait: wallNs < cpuNs ? 0 : wallNs - cpuNs
      }
    }
  }

  /// The clock that counts when none is asked for: wall, or CPU where that alone was measured.
  public var mainClock: Clock { measures.contains(.cpu) && !measures.contains(.wall) ? .cpu : .wall }
}
