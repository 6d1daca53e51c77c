import Profiles

/// The values of our samples, in the order of the file.
/// WHY wall last: viewers show the last one when nothing else is asked for.
enum PprofColumn: CaseIterable {
  case calls, resumptions, cpu, wall

  var type: String {
    switch self {
    case .calls: "calls"
    case .resumptions: "resumptions"
    case .cpu: "cpu"
    case .wall: "wall"
    }
  }

  var unit: String {
    switch self {
    case .calls, .resumptions: "count"
    case .cpu, .wall: "nanoseconds"
    }
  }

  var measure: Profile.Measures {
    switch self {
    case .calls: .calls
    case .resumptions: .resumptions
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
    case .cpu: node.times.selfCpuNs
    case .wall: node.times.selfWallNs
    }
  }

  /// Without callees.
  func value(of tally: CallTally) -> UInt64 {
    switch self {
    case .calls: tally.calls
    case .resumptions: tally.resumptions
    case .cpu: tally.times.selfCpuNs
    case .wall: tally.times.selfWallNs
    }
  }
}
