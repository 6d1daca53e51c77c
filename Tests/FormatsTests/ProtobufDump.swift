import Foundation

/// Reads any message of Protocol Buffers without knowing its fields, as indented text: `field: value`.
/// What looks like a text is one, else it is a message; so little is enough for the files of tests.
struct ProtobufDump {
  private var bytes: ArraySlice<UInt8>
  private(set) var lines: [String] = []

  struct Malformed: Error {}

  static func lines(_ bytes: [UInt8]) throws -> [String] {
    var dump = ProtobufDump(bytes: bytes[...])
    try dump.read(indent: "")
    return dump.lines
  }

  private mutating func read(indent: String) throws {
    while !bytes.isEmpty {
      let tag = try varint()
      switch tag & 7 {
      case 0: lines.append("\(indent)\(tag >> 3): \(try varint())")
      case 2:
        let count = Int(try varint())
        guard count <= bytes.count else { throw Malformed() }
        let content = bytes.prefix(count)
        bytes = bytes.dropFirst(count)
        if let text = Self.text(content) {
          lines.append("\(indent)\(tag >> 3): \(text.debugDescription)")
        } else {
          lines.append("\(indent)\(tag >> 3) {")
          var inner = ProtobufDump(bytes: content)
          try inner.read(indent: indent + "  ")
          lines += inner.lines + ["\(indent)}"]
        }
      default: throw Malformed()
      }
    }
  }

  private mutating func varint() throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { throw Malformed() }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw Malformed()
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let first = bytes.first, first >= 0x20, let text = String(validating: bytes, as: UTF8.self) else {
      return nil
    }
    return text.unicodeScalars.count > 1 ? text : nil
  }
}
