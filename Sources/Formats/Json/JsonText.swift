/// Strings as JSON writes them.
enum JsonText {
  /// In quotes, UTF-8, with `"`, `\` and control characters escaped (RFC 8259, 7).
  static func quoted(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 2)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append("\\\"")
      case UInt8(ascii: "\\"): bytes.append("\\\\")
      case UInt8(ascii: "\n"): bytes.append("\\n")
      case UInt8(ascii: "\r"): bytes.append("\\r")
      case UInt8(ascii: "\t"): bytes.append("\\t")
      case 0..<0x20:
        bytes.append("\\u00")
        bytes.append(hexDigit(byte >> 4))
        bytes.append(hexDigit(byte & 15))
      default: bytes.append(byte)
      }
    }
    // WHY: Perfetto takes a quote behind two backslashes for one that is escaped.
    if bytes.last == UInt8(ascii: "\\") {
      bytes.removeLast(2)
      bytes.append("\\u005c")
    }
    bytes.append(UInt8(ascii: "\""))
    return bytes
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
