// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Formats
import Profiles

// Filters for C: sp_filter of CSwiftProf.h.

@c @implementation
public func sp_profile_filtered(
  _ profile: OpaquePointer!, _ filter: UnsafePointer<sp_filter>!, _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  do {
    let profile = ProfileHandle.at(profile).profile
    let filtered = try ProfileFilter(filter.pointee, of: profile).applied(to: profile)
    return ProfileHandle(filtered).retainedPointer()
  } catch let refusal as FilterError {
    error.set(SP_ERROR_BAD_OPTION, refusal.message)
  } catch let refusal as FormatError {
    error.set(SP_ERROR_BAD_OPTION, refusal.message)
  } catch {
    preconditionFailure("filters throw nothing else")
  }
  return nil
}

@c @implementation
public func sp_profile_raw(
  _ profile: OpaquePointer!, _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  ProfileHandle(ProfileHandle.at(profile).profile.raw).retainedPointer()
}

extension ProfileFilter {
  fileprivate init(_ filter: sp_filter, of profile: Profile) throws(FormatError) {
    self.init()
    threads = strings(filter.threads)
    contexts = strings(filter.contexts)
    ignore = strings(filter.ignore).map(FunctionPattern.init)
    focus = strings(filter.focus).map(FunctionPattern.init)
    include = strings(filter.include).map(FunctionPattern.init)
    exclude = strings(filter.exclude).map(FunctionPattern.init)
    foldsLibrary = filter.fold_library
    depth = filter.depth < 0 ? nil : Int(filter.depth)
    minPercent = filter.min_percent
    clock = try Profile.Clock(named: filter.clock) ?? profile.mainClock
  }
}

private func strings(_ texts: sp_texts) -> [String] {
  // SAFETY: the header promises `count` texts, for the time of the call.
  UnsafeBufferPointer(start: texts.texts, count: texts.count).map { String($0) }
}
