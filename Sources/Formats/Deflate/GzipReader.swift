import CZlib

/// The contents of a gzip file piece by piece, so that they never stand in memory whole.
/// Files put one behind the other (RFC 1952, 2.2) are one.
final class GzipReader {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Compressed bytes that zlib has not been given yet.
  private var rest: UnsafeRawBufferPointer
  private var ended = false

  /// - Parameter bytes: the file; they must stay where they are for as long as the reader lives.
  init(_ bytes: UnsafeRawBufferPointer) throws(Inflate.Failure) {
    rest = bytes
    // WHY not a stored property: zlib finds it again by its address.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    if inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, size) != Z_OK { throw .memory }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Puts what comes next into `room`, which must not be empty, and tells how many bytes; 0: the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(Inflate.Failure) -> Int {
    while !ended {
      let (count, status) = step(into: room)
      switch status {
      case Z_STREAM_END: try endMember()
      case Z_OK: break
      case Z_BUF_ERROR: throw .truncated
      case Z_MEM_ERROR: throw .memory
      default: throw .damaged
      }
      if count > 0 { return count }
    }
    return 0
  }

  /// WHY: zeros or other things behind the last member are ignored, as gzip(1) does.
  private func endMember() throws(Inflate.Failure) {
    if Inflate.isGzip(rest) {
      if inflateReset(stream) != Z_OK { throw .damaged }
    } else {
      ended = true
    }
  }

  /// WHY limits: zlib counts in 32 bits.
  private func step(into room: UnsafeMutableRawBufferPointer) -> (count: Int, status: Int32) {
    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 26))
    let capacity = min(room.count, 1 << 26)
    // SAFETY: zlib reads `avail_in` bytes at `next_in` and writes `avail_out` bytes at `next_out`, during this
    // call only; both are the sizes of the buffers that it is given.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = uInt(piece.count)
    stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = uInt(capacity)
    let status = inflate(stream, Z_NO_FLUSH)
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count - Int(stream.pointee.avail_in)))
    return (capacity - Int(stream.pointee.avail_out), status)
  }
}
