/// Rows of comma-separated values.
///
/// Source: RFC 4180: lines end in CR LF; a field with a comma, a quote or a line end stands in quotes, quotes in it
/// doubled.
struct CsvWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// A row: for each item what `write` writes, which must be one field.
  mutating func row<Item>(_ items: [Item], _ write: (inout CsvWriter, Item) -> Void) {
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, item)
    }
    bytes.append("\r\n")
  }

  mutating func number(_ value: UInt64) { bytes.append(decimal: value) }

  mutating func text(_ text: String) {
    guard text.utf8.contains(where: Self.needsQuotes) else { return bytes.append(text: text) }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// WHY blanks too: some readers strip them.
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: " "), 0..<0x20: true
    default: false
    }
  }
}
