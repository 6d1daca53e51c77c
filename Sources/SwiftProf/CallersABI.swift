// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Formats
import Profiles

// Who calls whom, for C: section "who calls whom" of CSwiftProf.h.

@c @implementation
public func sp_profile_write_callers(
  _ profile: OpaquePointer!, _ options: UnsafePointer<sp_format_options>!, _ pattern: sp_text,
  _ callees: Bool, _ buffer: UnsafeMutablePointer<sp_buffer>!, _ error: UnsafeMutablePointer<sp_error>!
) -> Bool {
  do throws(FormatError) {
    let profile = ProfileHandle.at(profile).profile
    let text = CallersText(profile, try FormatOptions(options.pointee, of: profile))
    let bytes = try text.bytes(callees ? .callees : .callers, of: FunctionPattern(String(pattern)))
    buffer.pointee = sp_buffer(copying: bytes)
    return true
  } catch let refusal {
    error?.set(SP_ERROR_BAD_OPTION, refusal.message)
    return false
  }
}
