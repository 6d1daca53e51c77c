/// Bytes as text: RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text's characters, `=` at the end where it needs them, no line breaks.
  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let count = (bytes.count + 2) / 3 * 4
    return [UInt8](unsafeUninitializedCapacity: count) { text, used in
      // SAFETY: every group of at most three bytes sets its four characters, `count` in all.
      for (group, start) in stride(from: 0, to: bytes.count, by: 3).enumerated() {
        let known = min(3, bytes.count - start)
        var bits = UInt32(bytes[start]) << 16
        if known > 1 { bits |= UInt32(bytes[start + 1]) << 8 }
        if known > 2 { bits |= UInt32(bytes[start + 2]) }
        for place in 0..<4 {
          let digit = alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]
          text[4 * group + place] = place <= known ? digit : UInt8(ascii: "=")
        }
      }
      used = count
    }
  }
}
