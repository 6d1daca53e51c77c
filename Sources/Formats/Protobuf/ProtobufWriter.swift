/// Writes messages of Protocol Buffers, field by field, in the order of the calls.
///
/// Source: https://protobuf.dev/programming-guides/encoding/. Field numbers are those of the message's `.proto`;
/// zero is written like any other value, since some readers tell it from "absent".
///
///     var writer = ProtobufWriter()
///     writer.message(1) { sample in
///       sample.write(2, UInt64(7))
///       sample.write(3, "main")
///     }
///     writer.bytes
///
/// - Complexity: O(bytes); a message of 128 bytes or more is moved once to make room for its length.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: bytes to make room for at once.
  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  private enum WireType: UInt64 {
    case varint = 0
    case lengthDelimited = 2
  }

  /// `uint64`, `uint32`, an enumeration.
  mutating func write(_ field: UInt64, _ value: UInt64) {
    tag(field, .varint)
    varint(value)
  }

  /// `int64`, `int32`: negative ones take ten bytes, as the format has them.
  mutating func write(_ field: UInt64, _ value: Int64) { write(field, UInt64(bitPattern: value)) }

  mutating func write(_ field: UInt64, _ value: Bool) { write(field, value ? 1 as UInt64 : 0) }

  /// `string`.
  mutating func write(_ field: UInt64, _ text: String) {
    tag(field, .lengthDelimited)
    varint(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// `bytes`, or a message or string that is there already.
  mutating func write(_ field: UInt64, _ content: some Collection<UInt8>) {
    tag(field, .lengthDelimited)
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// A packed repeated field of varints.
  mutating func write(_ field: UInt64, packed values: some Sequence<UInt64>) {
    message(field) { content in
      for value in values { content.varint(value) }
    }
  }

  /// A message within this one: what `write` writes.
  @inline(__always)
  mutating func message(_ field: UInt64, _ write: (inout ProtobufWriter) -> Void) {
    tag(field, .lengthDelimited)
    let start = bytes.count
    bytes.append(0)
    write(&self)
    setLength(at: start)
  }

  /// Seven bits a byte, lowest first, the high bit where more follow.
  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  private mutating func tag(_ field: UInt64, _ type: WireType) { varint(field << 3 | type.rawValue) }

  /// Puts the length of what follows the byte at `start` there, in as many bytes as it takes.
  private mutating func setLength(at start: Int) {
    let length = bytes.count - start - 1
    if length < 0x80 {
      bytes[start] = UInt8(length)
      return
    }
    var prefix = ProtobufWriter()
    prefix.varint(UInt64(length))
    bytes.replaceSubrange(start...start, with: prefix.bytes)
  }
}
