/// Text as UTF-8 bytes at the end of a file that is being made, without a `String` in between.
extension [UInt8] {
  /// A literal of the format itself.
  @inline(__always)
  mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { append(contentsOf: $0) }
  }

  mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// `1234`.
  mutating func append(decimal value: UInt64) { append(decimal: value, digits: 1) }

  mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(value.magnitude))
  }

  /// A whole number of units as an exact decimal fraction: 1234567, three decimals: `1234.567`.
  mutating func append(_ value: UInt64, decimals: Int) {
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    append(decimal: value / scale)
    if decimals == 0 { return }
    append(UInt8(ascii: "."))
    append(decimal: value % scale, digits: decimals)
  }

  /// With zeros in front, up to so many digits.
  private mutating func append(decimal value: UInt64, digits: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { room in
      var start = 20
      var rest = value
      repeat {
        start -= 1
        room.initializeElement(at: start, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0 || 20 - start < digits
      append(contentsOf: UnsafeBufferPointer(rebasing: room[start...]))
    }
  }
}
