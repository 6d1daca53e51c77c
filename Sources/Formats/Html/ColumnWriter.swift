import Profiles

/// Numbers and texts as bytes, in the way that the page's `unpack.js` reads them.
///
/// A number is a varint: seven bits a byte, lowest first, the eighth says that more follow. Like numbers stand
/// behind each other, since zlib finds more to say about a column than about a row.
struct ColumnWriter {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(_ number: Int) { write(UInt64(number)) }

  /// Small ones of either sign are short: 0, −1, 1, −2, … as 0, 1, 2, 3, …
  mutating func write(signed number: Int64) {
    write(UInt64(bitPattern: number << 1 ^ number >> 63))
  }

  /// Its bytes behind their number.
  mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes += text.utf8
  }

  mutating func write(column: [UInt64]) {
    for number in column { write(number) }
  }

  /// What each number is above the one in `base`: CPU times are mostly the wall times.
  mutating func write(column: [UInt64], below base: [UInt64]) {
    for (number, whole) in zip(column, base) { write(signed: Int64(bitPattern: whole &- number)) }
  }
}

/// Texts that stand many times, each written once.
struct TextTable {
  private var numbers: [ExactText: Int] = [:]
  private var texts: [String] = []

  mutating func number(of text: String) -> Int {
    let number = numbers[ExactText(text), default: texts.count]
    if number == texts.count {
      numbers[ExactText(text)] = number
      texts.append(text)
    }
    return number
  }

  func write(to columns: inout ColumnWriter) {
    columns.write(texts.count)
    for text in texts { columns.write(text.utf8.count) }
    for text in texts { columns.write(bytes: text) }
  }
}

extension ColumnWriter {
  fileprivate mutating func write(bytes text: String) { bytes += text.utf8 }
}
