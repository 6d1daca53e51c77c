/// The fields of one large message, compressed by gzip or not, with only one field in memory at a time.
final class ProtobufStream {
  private let file: GzipReader?
  /// What has been inflated and not been read yet, and room for more; empty when the file is not compressed.
  private var window = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var cursor: UnsafeRawBufferPointer
  private var mayInflate: Int
  private let budget: ReadBudget

  private static let windowBytes = 1 << 17

  /// - Parameter bytes: must stay where they are for as long as the stream lives.
  init(_ bytes: UnsafeRawBufferPointer, _ limits: ReadLimits, _ budget: ReadBudget) throws(FormatError) {
    self.budget = budget
    mayInflate = limits.inflatedBytes
    if Inflate.isGzip(bytes) {
      do { file = try GzipReader(bytes) } catch { throw FormatError(error) }
      cursor = UnsafeRawBufferPointer(start: nil, count: 0)
    } else {
      file = nil
      cursor = bytes
    }
  }

  deinit { window.deallocate() }

  /// The next field whose number is wanted; nil at the end. Its bytes stay until the next call.
  func next(_ wanted: (UInt32) -> Bool) throws(FormatError) -> ProtobufReader.Field? {
    while try holds(1) {
      let tag: ProtobufReader.Tag
      do { tag = try ProtobufReader.Tag(varint()) } catch { throw .notProtobuf }
      let isWanted = wanted(tag.number)
      let value: ProtobufReader.Value
      switch tag.wire {
      case .varint: value = try .varint(varint())
      case .fixed64, .fixed32:
        // No message that is read here has such fields.
        try skip(tag.wire == .fixed64 ? 8 : 4)
        continue
      case .bytes:
        let count = try varint()
        if count > UInt64(Int.max) { throw .notProtobuf }
        if !isWanted {
          try skip(Int(count))
          continue
        }
        value = try .bytes(bytes(Int(count)))
      }
      if isWanted { return ProtobufReader.Field(number: tag.number, value: value) }
    }
    return nil
  }

  private func varint() throws(FormatError) -> UInt64 {
    // The longest has ten bytes; the last one of the file may be shorter.
    _ = try holds(10)
    var reader = ProtobufReader(cursor)
    do throws(ProtobufReader.Damage) {
      let value = try reader.varint()
      drop(cursor.count - reader.bytesLeft)
      return value
    } catch {
      throw error == .truncated ? .truncatedProfile : .notProtobuf
    }
  }

  private func bytes(_ count: Int) throws(FormatError) -> UnsafeRawBufferPointer {
    guard try holds(count) else { throw .truncatedProfile }
    let bytes = UnsafeRawBufferPointer(rebasing: cursor.prefix(count))
    drop(count)
    return bytes
  }

  private func skip(_ count: Int) throws(FormatError) {
    var left = count
    while left > cursor.count {
      left -= cursor.count
      drop(cursor.count)
      guard try fill() else { throw .truncatedProfile }
    }
    drop(left)
  }

  @inline(__always)
  private func drop(_ count: Int) { cursor = UnsafeRawBufferPointer(rebasing: cursor.dropFirst(count)) }

  /// Whether so many bytes follow; then they stand at the cursor.
  @inline(__always)
  private func holds(_ count: Int) throws(FormatError) -> Bool {
    while cursor.count < count {
      guard try fill() else { return false }
    }
    return true
  }

  /// Inflates more behind what is there; false at the end.
  private func fill() throws(FormatError) -> Bool {
    guard let file else { return false }
    let kept = cursor.count
    if kept == window.count {
      try grow()
    } else if kept > 0, let start = window.baseAddress, let rest = cursor.baseAddress {
      start.copyMemory(from: rest, byteCount: kept)
    }
    do throws(Inflate.Failure) {
      let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: window[kept...]))
      cursor = UnsafeRawBufferPointer(rebasing: window[..<(kept + count)])
      mayInflate -= count
      if mayInflate < 0 { throw .tooLarge }
      return count > 0
    } catch {
      throw FormatError(error)
    }
  }

  /// WHY by doubling and not to what a field claims: it may claim anything.
  private func grow() throws(FormatError) {
    let count = max(Self.windowBytes, window.count * 2)
    try budget.take(count)
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    larger.copyMemory(from: cursor)
    window.deallocate()
    window = larger
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
