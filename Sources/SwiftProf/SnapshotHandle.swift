import Recording

/// What an `sp_snapshot *` points to: a retained object, taken over by `sp_profile_create`.
final class SnapshotHandle {
  private let image: RegionImage

  init(_ image: RegionImage) { self.image = image }

  /// Worked out when asked for, so that taking a snapshot is no more than a copy.
  var snapshot: Snapshot { image.decode() }

  /// The pointer to hand to C, which now owns the object.
  func retainedPointer() -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(self).toOpaque())
  }

  /// Takes the object back from C; the pointer must not be used again.
  static func take(_ pointer: OpaquePointer) -> SnapshotHandle {
    // SAFETY: an sp_snapshot is only ever made by `retainedPointer` and taken once.
    Unmanaged<SnapshotHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeRetainedValue()
  }
}
