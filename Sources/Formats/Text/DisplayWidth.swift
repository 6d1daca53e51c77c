/// How many columns of a terminal text takes.
///
/// Source: Unicode Standard Annex 11 (wide and full-width characters take two columns, its file
/// EastAsianWidth.txt) and Markus Kuhn's `wcwidth` (combining and format characters take none).
enum DisplayWidth {
  static func of(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    if text.unicodeScalars.allSatisfy(isPlain) { return text.unicodeScalars.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// A character is as wide as its widest scalar: accents and emoji sequences add nothing.
  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    let widest = scalars.reduce(0) { max($0, of($1)) }
    let isEmojiSequence = scalars.contains { $0.value == 0xfe0f } || isFlag(scalars)
    return isEmojiSequence ? 2 : widest
  }

  /// The longest beginning of at most `columns` columns.
  static func prefix(_ text: String, _ columns: Int) -> Substring {
    var used = 0
    return text.prefix { character in
      used += of(character)
      return used <= columns
    }
  }

  /// The longest end of at most `columns` columns.
  static func suffix(_ text: String, _ columns: Int) -> Substring {
    var used = 0
    let count = text.reversed().prefix { character in
      used += of(character)
      return used <= columns
    }.count
    return text.suffix(count)
  }

  /// One column by itself, whatever stands beside it. WHY: breaking text into characters takes long.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x300 || (0x2500...0x257f).contains(scalar.value) || scalar.value == 0x2026
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if isMedialHangul(scalar.value) { return 0 }
    return isWide(scalar) ? 2 : 1
  }

  /// Vowels and finals that stand on the syllable's first letter.
  private static func isMedialHangul(_ value: UInt32) -> Bool {
    (0x1160...0x11ff).contains(value) || (0xd7b0...0xd7ff).contains(value)
  }

  private static func isFlag(_ scalars: Character.UnicodeScalarView) -> Bool {
    scalars.count == 2 && scalars.allSatisfy { (0x1f1e6...0x1f1ff).contains($0.value) }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if (0x1f1e6...0x1f1ff).contains(scalar.value) { return false }
    if scalar.properties.isEmojiPresentation { return true }
    return wideRanges.contains { $0.contains(scalar.value) }
  }

  /// Classes W and F of EastAsianWidth.txt but for single emoji, gaps between scripts closed.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0xa4cf,
    0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f,
    0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18dff, 0x1aff0...0x1b2ff, 0x1f200...0x1f265,
    0x20000...0x3fffd,
  ]
}
