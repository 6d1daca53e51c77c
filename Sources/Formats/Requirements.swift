import Profiles

/// What a format cannot do without. A profile that was read from another tool's file may lack it, and then the
/// format refuses rather than write zeros that nobody measured.
extension Format {
  func requireContexts(of profile: Profile) throws(FormatError) {
    if profile.measures.contains(.contexts) { return }
    throw FormatError(
      "this profile has no calling contexts, of which the format \(name) is made: "
        + "take one of functions and edges, such as pstats, dot or csv")
  }

  /// The clock, if its times are known.
  func required(_ clock: Profile.Clock, of profile: Profile) throws(FormatError) -> Profile.Clock {
    if profile.measures.isSuperset(of: clock.measures) { return clock }
    let known = profile.clocks.map(\.rawValue).joined(separator: " or ")
    throw FormatError(
      "this profile has no \(clock.rawValue) times: "
        + (known.isEmpty ? "take a format that does without, such as json" : "ask for the clock \(known)"))
  }

  /// The main clock and, if it is known, the second.
  func clocks(of profile: Profile) throws(FormatError) -> (main: Profile.Clock, second: Profile.Clock?) {
    guard let main = profile.clocks.first else { return (try required(.wall, of: profile), nil) }
    return (main, profile.clocks.dropFirst().first)
  }
}
