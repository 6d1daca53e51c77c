import CSwiftProf
import Profiles

/// What an `sp_diff *` points to: the comparison and its rows in C layout, made when first asked for.
final class DiffHandle: Sendable {
  let diff: ProfileDiff
  let functions: RowArray<ProfileDiff.Function, sp_diff_function_row>
  let edges: RowArray<ProfileDiff.Edge, sp_diff_edge_row>

  init(_ diff: ProfileDiff) {
    self.diff = diff
    functions = RowArray(diff.functions) { sp_diff_function_row($0, texts: $1) }
    edges = RowArray(diff.edges) { edge, _ in sp_diff_edge_row(edge) }
  }

  /// The pointer to hand to C, which owns the object until `free`.
  func retainedPointer() -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(self).toOpaque())
  }

  static func at(_ pointer: OpaquePointer) -> DiffHandle {
    // SAFETY: an sp_diff is only ever made by `retainedPointer`; C holds it until sp_diff_free.
    Unmanaged<DiffHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  static func free(_ pointer: OpaquePointer) {
    // SAFETY: as in `at`; this is the release that balances `retainedPointer`.
    Unmanaged<DiffHandle>.fromOpaque(UnsafeRawPointer(pointer)).release()
  }
}
