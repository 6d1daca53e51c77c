/// Reads a message of Protocol Buffers that anyone may have made, field by field. Nothing is copied.
///
/// Source: https://protobuf.dev/programming-guides/encoding/. Groups, which no file of today has, are refused.
///
///     var reader = ProtobufReader(bytes)
///     while let field = try reader.next() {
///       switch (field.number, field.value) {
///       case (1, .varint(let id)): ...
///       case (2, .bytes(let name)): ...
///       default: break
///       }
///     }
struct ProtobufReader {
  /// Why bytes are no message.
  enum Damage: Error, Equatable {
    /// They end too early.
    case truncated
    /// They cannot be a message.
    case malformed
  }

  enum Value {
    /// Also of `int64` and `bool`.
    case varint(UInt64)
    /// `string`, `bytes`, a message, a packed field.
    case bytes(UnsafeRawBufferPointer)
    /// `fixed64`, `fixed32`, `double`, `float`.
    case fixed(UInt64)
  }

  struct Field {
    let number: UInt32
    let value: Value
  }

  private var cursor: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// - Parameter bytes: must stay where they are for as long as the reader and what it returns are used.
  init(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: bytes are bytes; without any, the pointer is compared and never read, and 1 is not 0.
    let start = bytes.bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    (cursor, end) = (start, start + bytes.count)
  }

  var isAtEnd: Bool { cursor == end }
  var bytesLeft: Int { end - cursor }

  /// The next field; nil at the end.
  @inline(__always)
  mutating func next() throws(Damage) -> Field? {
    if isAtEnd { return nil }
    let tag = try Self.Tag(varint())
    let value: Value =
      switch tag.wire {
      case .varint: try .varint(varint())
      case .bytes: try .bytes(bytes(varint()))
      case .fixed64: try .fixed(little(8))
      case .fixed32: try .fixed(little(4))
      }
    return Field(number: tag.number, value: value)
  }

  /// The next number of a packed field.
  @inline(__always)
  mutating func varint() throws(Damage) -> UInt64 {
    if cursor == end { throw .truncated }
    let first = cursor.pointee
    cursor += 1
    return first < 0x80 ? UInt64(first) : try longVarint(UInt64(first & 0x7f))
  }

  private mutating func longVarint(_ lowest: UInt64) throws(Damage) -> UInt64 {
    var value = lowest
    for shift in stride(from: 7 as UInt64, to: 70, by: 7) {
      if cursor == end { throw .truncated }
      let byte = cursor.pointee
      cursor += 1
      // The tenth byte holds the last bit of 64; what it has more is dropped, as other readers do.
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw .malformed
  }

  private mutating func bytes(_ count: UInt64) throws(Damage) -> UnsafeRawBufferPointer {
    if count > UInt64(end - cursor) { throw .truncated }
    defer { cursor += Int(count) }
    return UnsafeRawBufferPointer(start: cursor, count: Int(count))
  }

  private mutating func little(_ count: UInt64) throws(Damage) -> UInt64 {
    let bytes = try bytes(count)
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension ProtobufReader {
  /// What stands before a field's value.
  struct Tag {
    enum Wire: UInt8 {
      case varint = 0
      case fixed64 = 1
      case bytes = 2
      case fixed32 = 5
    }

    let number: UInt32
    let wire: Wire

    @inline(__always)
    init(_ varint: UInt64) throws(Damage) {
      guard let wire = Wire(rawValue: UInt8(varint & 7)), varint >= 8, varint >> 3 < 1 << 29 else {
        throw .malformed
      }
      (number, self.wire) = (UInt32(varint >> 3), wire)
    }
  }

  /// The text of a field; what is no UTF-8 in it is repaired.
  static func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
}
