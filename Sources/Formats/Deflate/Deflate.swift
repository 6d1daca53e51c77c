import CZlib

/// Compression by zlib, in the two wrappers that files need.
enum Deflate {
  /// What stands around the compressed data.
  enum Wrapper {
    /// RFC 1952, for files by themselves.
    case gzip
    /// RFC 1950, what browsers' `DecompressionStream("deflate")` reads.
    case zlib

    /// The `windowBits` of zlib.h that ask for it.
    fileprivate var windowBits: Int32 { self == .gzip ? MAX_WBITS + 16 : MAX_WBITS }
  }

  /// The bytes, compressed.
  ///
  /// - Parameter level: 1 (fast) to 9 (small), as zlib.h has them.
  /// - Complexity: O(n); some 15 ns a byte at level 6, 4 ns at level 1.
  static func compress(_ bytes: [UInt8], _ wrapper: Wrapper, level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    let ready = deflateInit2_(
      &stream, level, Z_DEFLATED, wrapper.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(ready == Z_OK, "zlib refuses a level or has no memory")
    defer { deflateEnd(&stream) }
    var output: [UInt8] = []
    var last = false
    for start in stride(from: 0, through: bytes.count, by: pieceBytes) where !last {
      let end = min(start + pieceBytes, bytes.count)
      last = end == bytes.count
      step(&stream, bytes[start..<end], last: last, into: &output)
    }
    return output
  }

  /// WHY pieces: zlib counts in 32 bits.
  private static let pieceBytes = 1 << 26
  private static let outputBytes = 1 << 16

  private static func step(
    _ stream: inout z_stream, _ piece: ArraySlice<UInt8>, last: Bool, into output: inout [UInt8]
  ) {
    // SAFETY: zlib reads `avail_in` bytes at `next_in` and never writes there; both hold for this closure only.
    piece.withUnsafeBufferPointer { input in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = uInt(input.count)
      repeat {
        appendOutput(to: &output) { room in
          stream.next_out = room.baseAddress
          stream.avail_out = uInt(room.count)
          _ = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH)
          return room.count - Int(stream.avail_out)
        }
      } while stream.avail_out == 0
    }
  }

  /// Appends what `write` puts into the room it is given, of which it tells how much it used.
  static func appendOutput(
    to output: inout [UInt8], _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: outputBytes) { room in
      let used = write(room)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<used]))
    }
  }
}
