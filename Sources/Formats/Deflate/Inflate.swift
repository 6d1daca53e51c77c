import CZlib

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
    var stream = z_stream()
    guard inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .memory }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var rest = bytes[...]
    while true {
      let status = step(&stream, &rest, into: &output)
      if output.count > limit { throw .tooLarge }
      switch status {
      case Z_STREAM_END where rest.isEmpty || !startsMember(rest): return output
      case Z_STREAM_END: inflateReset(&stream)
      case Z_OK where rest.isEmpty && stream.avail_out > 0: throw .truncated
      case Z_OK: continue
      case Z_BUF_ERROR: throw .truncated
      case Z_MEM_ERROR: throw .memory
      default: throw .damaged
      }
    }
  }

  /// WHY: zeros or other things behind the last member are ignored, as gzip(1) does.
  private static func startsMember(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
    isGzip(UnsafeRawBufferPointer(rebasing: rest))
  }

  private static func step(
    _ stream: inout z_stream, _ rest: inout Slice<UnsafeRawBufferPointer>, into output: inout [UInt8]
  ) -> Int32 {
    // WHY a limit: zlib counts in 32 bits.
    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 26))
    // SAFETY: zlib only reads `avail_in` bytes at `next_in`, during this call.
    stream.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = uInt(piece.count)
    var status = Z_OK
    Deflate.appendOutput(to: &output) { room in
      stream.next_out = room.baseAddress
      stream.avail_out = uInt(room.count)
      status = inflate(&stream, Z_NO_FLUSH)
      return room.count - Int(stream.avail_out)
    }
    rest = rest.dropFirst(piece.count - Int(stream.avail_in))
    return status
  }
}
