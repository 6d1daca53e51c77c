/// Reads what `MarshalWriter` may write, by the rules of `r_object` in CPython's `Python/marshal.c`.
struct MarshalReader {
  indirect enum Value: Hashable {
    case int(UInt64)
    case float(Double)
    case text(String)
    case tuple([Value])
    case dictionary([Value: Value])
  }

  private var rest: ArraySlice<UInt8>
  private var references: [Value?] = []

  /// The value, and nothing may stand behind it.
  static func read(_ bytes: [UInt8]) -> Value? {
    var reader = MarshalReader(rest: bytes[...])
    let value = reader.value()
    return reader.rest.isEmpty ? value : nil
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  private mutating func value() -> Value? {
    let byte = rest.removeFirst()
    let place = byte & 0x80 == 0 ? nil : references.count
    if place != nil { references.append(nil) }
    let value: Value? =
      switch Character(Unicode.Scalar(byte & 0x7f)) {
      case "i": .int(UInt64(little(UInt32.self)))
      case "l": .int(long())
      case "g": .float(Double(bitPattern: little(UInt64.self)))
      case "z": .text(text(Int(rest.removeFirst())))
      case "a", "u": .text(text(Int(little(UInt32.self))))
      case ")": tuple(Int(rest.removeFirst()))
      case "r": references[Int(little(UInt32.self))]
      case "{": dictionary()
      default: nil
      }
    if let place { references[place] = value }
    return value
  }

  private mutating func tuple(_ count: Int) -> Value? {
    var items: [Value] = []
    for _ in 0..<count {
      guard let item = value() else { return nil }
      items.append(item)
    }
    return .tuple(items)
  }

  private mutating func dictionary() -> Value? {
    var pairs: [Value: Value] = [:]
    while rest.first != UInt8(ascii: "0") {
      guard let key = value(), let item = value() else { return nil }
      guard pairs.updateValue(item, forKey: key) == nil else { return nil }
    }
    rest.removeFirst()
    return .dictionary(pairs)
  }

  private mutating func long() -> UInt64 {
    let digits = (0..<little(UInt32.self)).map { _ in UInt64(little(UInt16.self)) }
    return digits.reversed().reduce(0) { $0 << 15 | $1 }
  }

  private mutating func text(_ count: Int) -> String {
    defer { rest.removeFirst(count) }
    return String(decoding: rest.prefix(count), as: UTF8.self)
  }

  private mutating func little<Number: FixedWidthInteger>(_: Number.Type) -> Number {
    let size = Number.bitWidth / 8
    defer { rest.removeFirst(size) }
    return rest.prefix(size).reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
