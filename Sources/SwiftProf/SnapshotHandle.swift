import Recording
import Synchronization

/// What an `sp_snapshot *` points to: a retained object, taken over by `sp_profile_create` and `sp_snapshot_free`.
///
/// Any thread may ask for the snapshot, several at once.
final class SnapshotHandle: Sendable {
  /// The image until it is decoded, then the snapshot.
  private enum State {
    case image(RegionImage)
    case snapshot(Snapshot)
  }

  private let state: Mutex<State>

  init(_ image: sending RegionImage) { state = Mutex(.image(image)) }

  init(_ snapshot: Snapshot) { state = Mutex(.snapshot(snapshot)) }

  /// Worked out when asked for, so that taking a snapshot is no more than a copy; once, for all sessions.
  var snapshot: Snapshot {
    state.withLock { state in
      switch state {
      case .snapshot(let snapshot): return snapshot
      case .image(let image):
        let snapshot = image.decode()
        state = .snapshot(snapshot)
        return snapshot
      }
    }
  }

  /// The pointer to hand to C, which now owns the object.
  func retainedPointer() -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(self).toOpaque())
  }

  static func at(_ pointer: OpaquePointer) -> SnapshotHandle {
    // SAFETY: an sp_snapshot is only ever made by `retainedPointer`; C holds it until it is taken.
    Unmanaged<SnapshotHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  /// Takes the object back from C; the pointer must not be used again.
  static func take(_ pointer: OpaquePointer) -> SnapshotHandle {
    // SAFETY: an sp_snapshot is only ever made by `retainedPointer` and taken once.
    Unmanaged<SnapshotHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeRetainedValue()
  }
}
