/// Writes Python values as `marshal.dumps(value, 4)` does: the types that a pstats file needs.
///
/// Source: CPython `Python/marshal.c` (`w_object`), "Data management" in `Doc/library/marshal.rst`.
struct MarshalWriter {
  private(set) var bytes: [UInt8] = []
  private var referenceCount: UInt32 = 0

  private static let flagReference: UInt8 = 0x80

  /// A dictionary; then come keys and values in turn, then `endDictionary`.
  mutating func beginDictionary() { tag("{") }
  mutating func endDictionary() { tag("0") }

  /// A tuple; then come its items.
  mutating func beginTuple(_ count: UInt8) {
    tag(")")
    bytes.append(count)
  }

  /// A tuple that later places can repeat with `repeatReference` of the number returned.
  mutating func beginSharedTuple(_ count: UInt8) -> UInt32 {
    bytes.append(UInt8(ascii: ")") | Self.flagReference)
    bytes.append(count)
    referenceCount += 1
    return referenceCount - 1
  }

  mutating func repeatReference(_ number: UInt32) {
    tag("r")
    little(number)
  }

  /// Short ASCII, ASCII or UTF-8, whichever marshal would choose.
  mutating func write(_ text: String) {
    let utf8 = Array(text.utf8)
    if utf8.allSatisfy({ $0 < 0x80 }) {
      if utf8.count < 256 {
        tag("z")
        bytes.append(UInt8(utf8.count))
      } else {
        tag("a")
        little(UInt32(utf8.count))
      }
    } else {
      tag("u")
      little(UInt32(utf8.count))
    }
    bytes += utf8
  }

  mutating func write(_ number: Double) {
    tag("g")
    little(number.bitPattern)
  }

  /// 32-bit where it fits, else a long of 15-bit digits.
  mutating func write(_ number: UInt64) {
    if number <= UInt64(Int32.max) {
      tag("i")
      little(UInt32(number))
      return
    }
    var digits: [UInt16] = []
    var rest = number
    while rest > 0 {
      digits.append(UInt16(rest & 0x7fff))
      rest >>= 15
    }
    tag("l")
    little(UInt32(digits.count))
    for digit in digits { little(digit) }
  }

  private mutating func tag(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  private mutating func little(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
