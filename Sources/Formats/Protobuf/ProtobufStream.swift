/// The fields of one large message, compressed by gzip or not, with only one field in memory at a time.
final class ProtobufStream {
  private let file: GzipReader?
  /// What has been inflated and not been read yet, and room for more; empty when the file is not compressed.
  private var window = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  /// What comes next stands from here to `end`. SAFETY: both in the window, or in the file's own bytes.
  private var cursor: UnsafePointer<UInt8>
  private var end: UnsafePointer<UInt8>
  private var mayInflate: Int
  private let budget: ReadBudget

  private static let windowBytes = 1 << 17

  /// - Parameter bytes: must stay where they are for as long as the stream lives.
  init(_ bytes: UnsafeRawBufferPointer, _ limits: ReadLimits, _ budget: ReadBudget) throws(FormatError) {
    self.budget = budget
    mayInflate = limits.inflatedBytes
    // Without any bytes the pointers are compared and never read, and 1 is not 0.
    cursor = bytes.bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    if Inflate.isGzip(bytes) {
      do { file = try GzipReader(bytes) } catch { throw FormatError(error) }
      end = cursor
    } else {
      file = nil
      end = cursor + bytes.count
    }
  }

  deinit { window.deallocate() }

  private var count: Int { end - cursor }

  /// The next field whose number is wanted; nil at the end. Its bytes stay until the next call.
  @inline(__always)
  func next(_ wanted: (UInt32) -> Bool) throws(FormatError) -> ProtobufReader.Field? {
    while try holds(1) {
      let tag: ProtobufReader.Tag
      do { tag = try ProtobufReader.Tag(varint()) } catch { throw .notProtobuf }
      switch tag.wire {
      case .varint:
        let value = try varint()
        if wanted(tag.number) { return ProtobufReader.Field(number: tag.number, value: .varint(value)) }
      case .bytes:
        let length = try varint()
        if length > UInt64(Int.max) { throw .notProtobuf }
        if wanted(tag.number) {
          return try ProtobufReader.Field(number: tag.number, value: .bytes(bytes(Int(length))))
        }
        try skip(Int(length))
      // No message that is read here has such fields.
      case .fixed64: try skip(8)
      case .fixed32: try skip(4)
      }
    }
    return nil
  }

  @inline(__always)
  private func varint() throws(FormatError) -> UInt64 {
    if cursor < end && cursor.pointee < 0x80 {
      defer { cursor += 1 }
      return UInt64(cursor.pointee)
    }
    return try longVarint()
  }

  private func longVarint() throws(FormatError) -> UInt64 {
    // The longest has ten bytes; the last one of the file may be shorter.
    _ = try holds(10)
    var reader = ProtobufReader(UnsafeRawBufferPointer(start: cursor, count: count))
    do throws(ProtobufReader.Damage) {
      let value = try reader.varint()
      cursor = end - reader.bytesLeft
      return value
    } catch {
      throw error == .truncated ? .truncatedProfile : .notProtobuf
    }
  }

  @inline(__always)
  private func bytes(_ length: Int) throws(FormatError) -> UnsafeRawBufferPointer {
    guard try holds(length) else { throw .truncatedProfile }
    defer { cursor += length }
    return UnsafeRawBufferPointer(start: cursor, count: length)
  }

  @inline(__always)
  private func skip(_ length: Int) throws(FormatError) {
    var left = length
    while left > count {
      left -= count
      cursor = end
      guard try fill() else { throw .truncatedProfile }
    }
    cursor += left
  }

  /// Whether so many bytes follow; then they stand at the cursor.
  @inline(__always)
  private func holds(_ length: Int) throws(FormatError) -> Bool {
    while count < length {
      guard try fill() else { return false }
    }
    return true
  }

  /// Inflates more behind what is there; false at the end.
  private func fill() throws(FormatError) -> Bool {
    guard let file else { return false }
    let kept = count
    if kept == window.count { try grow() }
    guard let start = window.baseAddress else { return false }
    if start != UnsafeRawPointer(cursor) { start.copyMemory(from: cursor, byteCount: kept) }
    do throws(Inflate.Failure) {
      let more = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: window[kept...]))
      // SAFETY: the window is bytes, of which so many have been written.
      cursor = UnsafePointer(start.assumingMemoryBound(to: UInt8.self))
      end = cursor + kept + more
      mayInflate -= more
      if mayInflate < 0 { throw .tooLarge }
      return more > 0
    } catch {
      throw FormatError(error)
    }
  }

  /// WHY by doubling and not to what a field claims: it may claim anything.
  private func grow() throws(FormatError) {
    let size = max(Self.windowBytes, window.count * 2)
    try budget.take(size)
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    let kept = count
    larger.copyMemory(from: UnsafeRawBufferPointer(start: cursor, count: kept))
    window.deallocate()
    window = larger
    // SAFETY: as above.
    cursor = UnsafePointer(larger.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self))
    end = cursor + kept
  }
}

extension FormatError {
  static let notProtobuf = FormatError.damaged("what it holds is no pprof profile")
  static let truncatedProfile = FormatError.truncated("the profile")

  init(_ failure: Inflate.Failure) {
    switch failure {
    case .damaged: self = .damaged("it cannot be decompressed")
    case .truncated: self = .truncated("its compressed data")
    case .tooLarge: self = .tooLarge
    case .memory: self = FormatError("there is not enough memory to decompress the file")
    }
  }

  /// What is wrong within a field that is there as a whole.
  init(_ damage: ProtobufReader.Damage) { self = .damaged("a part of it makes no sense") }
}
