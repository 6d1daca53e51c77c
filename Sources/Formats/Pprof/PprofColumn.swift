import Profiles

/// The values of our samples, in the order of the file.
/// WHY wall last: viewers show the last one when nothing else is asked for.
enum PprofColumn: CaseIterable {
  case calls, resumptions, suspended, cpu, wall

  var type: String {
    switch self {
    case .calls: "calls"
    case .resumptions: "resumptions"
    case .suspended: "suspended"
    case .cpu: "cpu"
    case .wall: "wall"
    }
  }

  var unit: String {
    switch self {
    case .calls, .resumptions: "count"
    case .suspended, .cpu, .wall: "nanoseconds"
    }
  }

  var measure: Profile.Measures {
    switch self {
    case .calls: .calls
    case .resumptions: .resumptions
    case .suspended: .suspended
    case .cpu: .cpu
    case .wall: .wall
    }
  }

  /// The columns of a profile: what it does not measure is left out.
  static func all(of measures: Profile.Measures) -> [PprofColumn] {
    allCases.filter { measures.contains($0.measure) }
  }

  @inline(__always)
  func value(of node: Profile.Node) -> UInt64 {
    switch self {
    case .calls: node.calls
    case .resumptions: node.resumptions
    // Other tools know 63 bits.
    case .suspended: min(node.times.suspendedNs, UInt64(Int64.max))
    case .cpu: node.times.selfCpuNs
    case .wall: node.times.selfWallNs
    }
  }

  /// Without callees.
  func value(of tally: CallTally) -> UInt64 {
    switch self {
    case .calls: tally.calls
    case .resumptions: tally.resumptions
    case .suspended: min(tally.times.suspendedNs, UInt64(Int64.max))
    case .cpu: tally.times.selfCpuNs
    case .wall: tally.times.selfWallNs
    }
  }
}
