// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Profiles

// Profiles for C: section "profile" of CSwiftProf.h.

@c @implementation
public func sp_profile_create(
  _ snapshot: OpaquePointer!, _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  ProfileHandle(Profile(SnapshotHandle.take(snapshot).snapshot)).retainedPointer()
}

@c @implementation
public func sp_profile_of_session(
  _ snapshot: OpaquePointer!, _ session: UInt64, _ durationNs: UInt64,
  _ error: UnsafeMutablePointer<sp_error>!
) -> OpaquePointer! {
  var tree = ContextTree(SnapshotHandle.at(snapshot).snapshot, session: session)
  tree.header.durationNs = durationNs
  return ProfileHandle(Profile(tree)).retainedPointer()
}

@c @implementation
public func sp_snapshot_free(_ snapshot: OpaquePointer!) {
  guard let snapshot else { return }
  _ = SnapshotHandle.take(snapshot)
}

@c @implementation
public func sp_profile_free(_ profile: OpaquePointer!) {
  guard let profile else { return }
  ProfileHandle.free(profile)
}

@c @implementation
public func sp_profile_header_get(
  _ profile: OpaquePointer!, _ header: UnsafeMutablePointer<sp_profile_header>!
) {
  let profile = ProfileHandle.at(profile).profile
  header.pointee = sp_profile_header(
    profile.header, profile.measures, tasksLeftOut: profile.tasksLeftOut)
}

@c @implementation
public func sp_profile_clock_notes(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_text>! {
  ProfileHandle.at(profile).clockNotes.rows(count: count)
}

@c @implementation
public func sp_profile_functions(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_function_row>! {
  ProfileHandle.at(profile).functions.rows(count: count)
}

@c @implementation
public func sp_profile_edges(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_edge_row>! {
  ProfileHandle.at(profile).edges.rows(count: count)
}

@c @implementation
public func sp_profile_threads(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_thread_row>! {
  ProfileHandle.at(profile).threads.rows(count: count)
}

@c @implementation
public func sp_profile_nodes(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_node_row>! {
  ProfileHandle.at(profile).nodes.rows(count: count)
}

@c @implementation
public func sp_profile_labels(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_label_row>! {
  ProfileHandle.at(profile).labels.rows(count: count)
}

@c @implementation
public func sp_profile_tasks(
  _ profile: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_task_row>! {
  ProfileHandle.at(profile).tasks.rows(count: count)
}
