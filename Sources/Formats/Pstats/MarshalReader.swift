/// Reads Python's marshal data that anyone may have made: what the dictionaries of pstats files consist of.
///
/// Source: CPython `Python/marshal.c` (`r_object`), versions 0 to 5, which differ only in values that these
/// files do not hold. Objects that stand in a file once and are named later by number are `Known`.
struct MarshalReader {
  /// Why bytes cannot be read.
  enum Damage: Error {
    case truncated
    /// Something that no file of a profiler holds, or no marshal data.
    case unexpected
  }

  enum Number: Equatable {
    case integer(UInt64)
    case float(Double)
  }

  /// What a number in a file may name again.
  enum Known {
    /// A dictionary, or a tuple that has not ended yet.
    case other
    case number(Number)
    /// Of the reader's user: a text or a tuple that it has put away under this number.
    case text(Int)
    case tuple(Int)
  }

  /// What a value begins with.
  struct Tag {
    let type: Unicode.Scalar
    /// Its number, when it may be named again.
    let place: Int?
  }

  private var rest: UnsafeRawBufferPointer
  private var known: [Known] = []
  private let budget: ReadBudget

  init(_ bytes: UnsafeRawBufferPointer, _ budget: ReadBudget) { (rest, self.budget) = (bytes, budget) }

  private static let flagReference: UInt8 = 0x80

  /// Reads the beginning of a value.
  mutating func tag() throws -> Tag {
    let byte = try little(UInt8.self)
    let type = Unicode.Scalar(byte & ~Self.flagReference)
    guard byte & Self.flagReference != 0, type != "r" else { return Tag(type: type, place: nil) }
    try budget.take(MemoryLayout<Known>.stride * 2)
    known.append(.other)
    return Tag(type: type, place: known.count - 1)
  }

  /// Whether a dictionary ends here; then the end is read.
  mutating func endsDictionary() throws -> Bool {
    guard let byte = rest.first else { throw Damage.truncated }
    if byte != UInt8(ascii: "0") { return false }
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
    return true
  }

  /// Tells what the value at this place is.
  mutating func know(_ value: Known, at place: Int?) {
    if let place { known[place] = value }
  }

  /// What the number that follows a tag of type "r" names.
  mutating func reference() throws -> Known {
    let number = try little(UInt32.self)
    if number >= UInt32(clamping: known.count) { throw Damage.unexpected }
    return known[Int(number)]
  }

  /// The items of a tuple.
  mutating func tupleCount(_ tag: Tag) throws -> Int {
    switch tag.type {
    case ")": try Int(little(UInt8.self))
    case "(": try Int(little(UInt32.self))
    default: throw Damage.unexpected
    }
  }

  /// A whole number that is not negative, or a float.
  mutating func number() throws -> Number { try number(tag()) }

  /// The same, of which the tag has been read.
  mutating func number(_ tag: Tag) throws -> Number {
    let value: Number
    switch tag.type {
    case "i": value = try .integer(Self.natural(Int64(Int32(bitPattern: little(UInt32.self)))))
    case "I": value = try .integer(Self.natural(Int64(bitPattern: little(UInt64.self))))
    case "l": value = try .integer(long())
    case "g": value = try .float(Double(bitPattern: little(UInt64.self)))
    case "f": value = try .float(floatText())
    case "r":
      guard case .number(let number) = try reference() else { throw Damage.unexpected }
      return number
    default: throw Damage.unexpected
    }
    know(.number(value), at: tag.place)
    return value
  }

  private static func natural(_ number: Int64) throws -> UInt64 {
    if number < 0 { throw Damage.unexpected }
    return UInt64(number)
  }

  /// Digits of 15 bits, lowest first.
  private mutating func long() throws -> UInt64 {
    let count = try Int32(bitPattern: little(UInt32.self))
    if !(0...5).contains(count) { throw Damage.unexpected }
    var value: UInt64 = 0
    for index in 0..<UInt64(count) {
      let digit = try UInt64(little(UInt16.self))
      if digit > 0x7fff || index == 4 && digit > 0xf { throw Damage.unexpected }
      value |= digit << (15 * index)
    }
    return value
  }

  /// As marshal's versions 0 and 1 write floats.
  private mutating func floatText() throws -> Double {
    let text = try String(decoding: bytes(Int(little(UInt8.self))), as: UTF8.self)
    guard let value = Double(text) else { throw Damage.unexpected }
    return value
  }

  /// The bytes of a text whose tag has been read, UTF-8 but for lone surrogates.
  mutating func text(_ tag: Tag) throws -> UnsafeRawBufferPointer {
    switch tag.type {
    case "z", "Z": try bytes(Int(little(UInt8.self)))
    case "a", "A", "t", "u": try bytes(Int(little(UInt32.self)))
    default: throw Damage.unexpected
    }
  }

  private mutating func bytes(_ count: Int) throws -> UnsafeRawBufferPointer {
    if count > rest.count { throw Damage.truncated }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
    return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
  }

  private mutating func little<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) throws -> Number {
    try bytes(MemoryLayout<Number>.size).reversed().reduce(0) {
      Number(truncatingIfNeeded: UInt64($0) << 8) | Number($1)
    }
  }
}
