import Profiles

extension FormatOptions.Clock {
  /// Time of this clock without callees.
  func selfNs(of times: Profile.Times) -> UInt64 {
    switch self {
    case .wall: times.selfWallNs
    case .cpu: times.selfCpuNs
    case .wait: times.selfWaitNs
    }
  }

  /// Time of this clock with callees.
  func totalNs(of times: Profile.Times) -> UInt64 {
    switch self {
    case .wall: times.totalWallNs
    case .cpu: times.totalCpuNs
    case .wait: times.waitNs
    }
  }
}
