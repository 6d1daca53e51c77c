// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Profiles

// Facts of profiles for C: sp_facts of CSwiftProf.h.

@c @implementation
public func sp_profile_described(_ profile: OpaquePointer!, _ facts: UnsafePointer<sp_facts>!)
  -> OpaquePointer!
{
  var described = ProfileHandle.at(profile).profile
  described.facts = Profile.Facts(facts.pointee)
  return ProfileHandle(described).retainedPointer()
}

@c @implementation
public func sp_profile_facts_get(_ profile: OpaquePointer!, _ facts: UnsafeMutablePointer<sp_facts>!) {
  facts.pointee = ProfileHandle.at(profile).facts.row
}

/// The facts of a profile in C layout, valid as long as this object.
///
/// SAFETY (@unchecked Sendable): nothing changes after `init`.
final class FactsRow: @unchecked Sendable {
  private(set) var row = sp_facts()
  private let texts = TextArena()
  private let missing: UnsafeMutableBufferPointer<sp_missing_target>

  init(_ facts: Profile.Facts) {
    missing = .allocate(capacity: facts.missingTargets.count)
    _ = missing.initialize(
      from: facts.missingTargets.map {
        sp_missing_target(name: texts.add($0.name), reason: texts.add($0.reason))
      })
    row = sp_facts(
      command: texts.add(facts.command), python_version: texts.add(facts.pythonVersion),
      backend: texts.add(facts.backend), script_folder: texts.add(facts.scriptFolder),
      missing_targets: UnsafePointer(missing.baseAddress), missing_target_count: missing.count)
  }

  deinit { missing.deallocate() }
}

extension Profile.Facts {
  fileprivate init(_ facts: sp_facts) {
    self.init()
    command = String(facts.command)
    pythonVersion = String(facts.python_version)
    backend = String(facts.backend)
    scriptFolder = String(facts.script_folder)
    // SAFETY: the header promises as many targets as it says, for the time of the call.
    let missing = UnsafeBufferPointer(start: facts.missing_targets, count: facts.missing_target_count)
    missingTargets = missing.map { MissingTarget(name: String($0.name), reason: String($0.reason)) }
  }
}
