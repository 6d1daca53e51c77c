import Profiles

extension Profile.Clock {
  /// As the columns of the tables name the times.
  var selfTitle: String {
    switch self {
    case .wall: "tsub"
    case .cpu: "cpuself"
    case .wait: "waitself"
    }
  }

  var totalTitle: String {
    switch self {
    case .wall: "ttot"
    case .cpu: "cpu"
    case .wait: "wait"
    }
  }

  func selfNs(of runs: ProfileDiff.Runs) -> RunRange { runs.range { selfNs(of: $0.times) } }
  func totalNs(of runs: ProfileDiff.Runs) -> RunRange { runs.range { totalNs(of: $0.times) } }

  /// Whether the times of this clock have changed.
  func changed(_ function: ProfileDiff.Function) -> Bool {
    switch self {
    case .wall: function.wallChanged
    case .cpu: function.cpuChanged
    case .wait: function.timesChanged
    }
  }
}

extension Profile.Measures {
  /// What a column of the tables shows; it is left out of profiles that lack that.
  init(ofColumn title: String) {
    switch title {
    case "ncall": self = .calls
    case "tsub", "ttot", "tover", "wall", "share": self = .wall
    case "twait", "suspended": self = .suspended
    case "tspan": self = [.wall, .suspended]
    case "tavg": self = [.calls, .wall]
    case "cpu", "cpuself": self = .cpu
    case "wait": self = [.wall, .cpu]
    default: self = []
    }
  }
}
