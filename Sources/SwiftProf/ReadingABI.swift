// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Formats
import Profiles
import Synchronization

// Reading and adding up for C: sp_profile_read and sp_merger of CSwiftProf.h.
//
// SAFETY: `bytes` points to `count` bytes for the time of a call, as the header promises.

@c @implementation
public func sp_profile_read(
  _ bytes: UnsafePointer<UInt8>!, _ count: Int, _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  guard let tree = read(bytes, count, error) else { return nil }
  return ProfileHandle(Profile(tree)).retainedPointer()
}

@c @implementation
public func sp_merger_create() -> OpaquePointer! {
  OpaquePointer(Unmanaged.passRetained(MergerHandle()).toOpaque())
}

@c @implementation
public func sp_merger_free(_ merger: OpaquePointer!) {
  guard let merger else { return }
  Unmanaged<MergerHandle>.fromOpaque(UnsafeRawPointer(merger)).release()
}

@c @implementation
public func sp_merger_add(_ merger: OpaquePointer!, _ profile: OpaquePointer!) {
  let tree = ProfileHandle.at(profile).profile.contextTree
  handle(merger).merger.withLock { $0.add(tree) }
}

@c @implementation
public func sp_merger_add_file(
  _ merger: OpaquePointer!, _ bytes: UnsafePointer<UInt8>!, _ count: Int,
  _ error: UnsafeMutablePointer<sp_error>!
) -> Bool {
  guard let tree = read(bytes, count, error) else { return false }
  handle(merger).merger.withLock { $0.add(tree) }
  return true
}

@c @implementation
public func sp_merger_profile(_ merger: OpaquePointer!, _ error: UnsafeMutablePointer<sp_error>!)
  -> OpaquePointer!
{
  let tree = handle(merger).merger.withLock { $0.tree }
  guard tree.isSound else {
    error.set(SP_ERROR_BAD_INPUT, "the sum of these profiles is larger than the numbers of a profile can be")
    return nil
  }
  return ProfileHandle(Profile(tree)).retainedPointer()
}

/// What an `sp_merger *` points to.
private final class MergerHandle: Sendable {
  let merger = Mutex(TreeMerger())
}

private func handle(_ merger: OpaquePointer) -> MergerHandle {
  // SAFETY: an sp_merger is only ever made by sp_merger_create; C holds it until sp_merger_free.
  Unmanaged<MergerHandle>.fromOpaque(UnsafeRawPointer(merger)).takeUnretainedValue()
}

private func read(
  _ bytes: UnsafePointer<UInt8>?, _ count: Int, _ error: UnsafeMutablePointer<sp_error>
) -> ContextTree? {
  do throws(FormatError) {
    return try Formats.read(UnsafeRawBufferPointer(start: bytes, count: count))
  } catch let refusal {
    error.set(SP_ERROR_BAD_INPUT, refusal.message)
    return nil
  }
}
