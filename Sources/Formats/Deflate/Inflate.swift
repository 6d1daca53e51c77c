/// Decompression by zlib of files that anyone may have made.
enum Inflate {
  enum Failure: Error, Equatable {
    /// No gzip, or damaged.
    case damaged
    /// The data ends before its end.
    case truncated
    /// More than the limit comes out.
    case tooLarge
    /// The system gives no memory.
    case memory
  }

  /// Whether the bytes begin as a gzip file does.
  static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  /// The contents of a gzip file; files put one behind the other (RFC 1952, 2.2) are one.
  ///
  /// - Parameter limit: bytes that may come out; a file that would give more is refused.
  static func gunzip(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(Failure) -> [UInt8] {
    let file = try GzipReader(bytes)
    var output: [UInt8] = []
    var count = 1
    while count > 0 {
      var failure: Failure?
      Deflate.appendOutput(to: &output) { room in
        do throws(Failure) {
          count = try file.read(into: UnsafeMutableRawBufferPointer(room))
          return count
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if output.count > limit { throw .tooLarge }
    }
    return output
  }
}
