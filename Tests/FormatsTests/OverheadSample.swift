import Profiles

@testable import Recording

/// The made-up program as a recording that knows what events cost, so that overhead was taken out of it.
enum OverheadSample {
  static let profile: Profile = {
    var snapshot = SampleProfile.snapshot
    var costs = EventCosts()
    costs.call = .init(insideNs: 10, outsideNs: 16.4)
    costs.method = .init(insideNs: 4, outsideNs: 9)
    costs.resumption = .init(insideNs: 3, outsideNs: 2)
    costs.slowdown = 1.875
    snapshot.header.costs = costs
    var profile = Profile(snapshot)
    profile.facts.command = "python main.py"
    profile.facts.pythonVersion = "CPython 3.11.7"
    profile.facts.backend = "setprofile"
    return profile
  }()
}
