import CZlib

/// Compresses a file piece by piece, so that its contents never stand in memory whole.
///
///     let file = GzipWriter(level: 1)
///     file.append(header)
///     file.append(rows)
///     let bytes = file.finish()
final class GzipWriter {
  private let stream: UnsafeMutablePointer<z_stream>
  private var output: [UInt8] = []

  /// - Parameter level: 1 (fast) to 9 (small), as zlib.h has them.
  init(level: Int32) {
    // WHY not a stored property: zlib finds it again by its address.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let ready = deflateInit2_(
      stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(ready == Z_OK, "zlib refuses a level or has no memory")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  func append(_ bytes: [UInt8]) {
    // WHY pieces: zlib counts in 32 bits.
    for start in stride(from: 0, to: bytes.count, by: 1 << 26) {
      step(bytes[start..<min(start + 1 << 26, bytes.count)], Z_NO_FLUSH)
    }
  }

  /// The whole file. Nothing may be appended after it.
  func finish() -> [UInt8] {
    step([], Z_FINISH)
    return output
  }

  private func step(_ piece: ArraySlice<UInt8>, _ flush: Int32) {
    // SAFETY: zlib reads `avail_in` bytes at `next_in` and never writes there; both hold for this closure only.
    piece.withUnsafeBufferPointer { input in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.pointee.avail_in = uInt(input.count)
      repeat {
        Deflate.appendOutput(to: &output) { room in
          stream.pointee.next_out = room.baseAddress
          stream.pointee.avail_out = uInt(room.count)
          _ = deflate(stream, flush)
          return room.count - Int(stream.pointee.avail_out)
        }
      } while stream.pointee.avail_out == 0
    }
  }
}
