import CSwiftProf
import Profiles
import Synchronization

/// What an `sp_profile *` points to: the profile and its rows in C layout.
///
/// Each array of rows is made when first asked for, so that writing a file costs no memory for rows; any thread
/// may ask. The rows live as long as the handle.
final class ProfileHandle: Sendable {
  let profile: Profile
  let functions: RowArray<Profile.Function, sp_function_row>
  let edges: RowArray<Profile.Edge, sp_edge_row>
  let threads: RowArray<Profile.Thread, sp_thread_row>
  let nodes: RowArray<Profile.Node, sp_node_row>
  let labels: RowArray<Profile.Label, sp_label_row>
  let tasks: RowArray<ContextTree.Task, sp_task_row>
  let clockNotes: RowArray<String, sp_text>
  let facts: FactsRow

  init(_ profile: Profile) {
    self.profile = profile
    functions = RowArray(profile.functions) { sp_function_row($0, texts: $1) }
    edges = RowArray(profile.edges) { edge, _ in sp_edge_row(edge) }
    threads = RowArray(profile.threads) { sp_thread_row($0, texts: $1) }
    nodes = RowArray(profile.nodes) { node, _ in sp_node_row(node) }
    labels = RowArray(profile.labels) { sp_label_row($0, texts: $1) }
    tasks = RowArray(profile.tasks) { sp_task_row($0, texts: $1) }
    clockNotes = RowArray(profile.header.clockNotes) { $1.add($0) }
    facts = FactsRow(profile.facts)
  }

  /// The pointer to hand to C, which owns the object until `free`.
  func retainedPointer() -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(self).toOpaque())
  }

  static func at(_ pointer: OpaquePointer) -> ProfileHandle {
    // SAFETY: an sp_profile is only ever made by `retainedPointer`; C holds it until sp_profile_free.
    Unmanaged<ProfileHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  static func free(_ pointer: OpaquePointer) {
    // SAFETY: as in `at`; this is the release that balances `retainedPointer`.
    Unmanaged<ProfileHandle>.fromOpaque(UnsafeRawPointer(pointer)).release()
  }
}

/// Values as an array of C rows, made when first asked for.
///
/// SAFETY (@unchecked Sendable): `made` and `texts` change under `lock` only, and once; rows never change.
final class RowArray<Value: Sendable, Row: BitwiseCopyable>: @unchecked Sendable {
  private let values: [Value]
  private let makeRow: @Sendable (Value, TextArena) -> Row
  private let lock = Mutex(())
  private let texts = TextArena()
  private var made: UnsafeMutableBufferPointer<Row>?

  init(_ values: [Value], makeRow: @escaping @Sendable (Value, TextArena) -> Row) {
    self.values = values
    self.makeRow = makeRow
  }

  deinit { made?.deallocate() }

  /// The rows, valid as long as this object, and their number.
  func rows(count: UnsafeMutablePointer<Int>?) -> UnsafePointer<Row>? {
    count?.pointee = values.count
    lock.withLock { _ in
      guard made == nil else { return }
      let rows = UnsafeMutableBufferPointer<Row>.allocate(capacity: values.count)
      _ = rows.initialize(from: values.lazy.map { self.makeRow($0, self.texts) })
      made = rows
    }
    return UnsafePointer(made?.baseAddress)
  }
}
