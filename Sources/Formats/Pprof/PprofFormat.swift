import Profiles

/// The native file: a standard pprof file, with what only swiftprof knows in fields that others pass over.
///
/// One sample for each calling context with its own stack and its self values, so that every reader of pprof
/// files gets the exact tree. Source: github.com/google/pprof `proto/profile.proto` and `doc/README.md`;
/// docs/pprof.md says what stands where.
///
/// - Complexity: writing O(entries of all stacks), some 10 ns each with compression; reading of our own files
///   O(bytes inflated).
struct PprofFormat: ReadableFormat {
  let name = "pprof"
  let fileEndings = [".pb.gz", ".pprof"]
  let summary = "swiftprof's own file, lossless; for go tool pprof, Pyroscope and others"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    PprofFile(profile).bytes()
  }

  func recognizes(_ bytes: UnsafeRawBufferPointer) -> Bool { PprofReader.canRead(bytes) }

  func tree(from bytes: UnsafeRawBufferPointer, limits: ReadLimits) throws(FormatError) -> ContextTree {
    try PprofReader.tree(from: bytes, limits)
  }
}
