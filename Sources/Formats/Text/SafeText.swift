/// Makes names harmless for a terminal and for formats made of lines.
enum SafeText {
  /// Control characters, line separators and marks that turn the direction of writing, as Python escapes them:
  /// `\n`, `\x1b`, `\u202e`. All other text is left alone.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) { safe += escape(scalar) } else { safe.unicodeScalars.append(scalar) }
    }
    return safe
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1f, 0x7f...0x9f: true
    case 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let hex = String(scalar.value, radix: 16)
      let (mark, digits) = scalar.value < 0x100 ? ("\\x", 2) : ("\\u", 4)
      return mark + String(repeating: "0", count: digits - hex.count) + hex
    }
  }
}
