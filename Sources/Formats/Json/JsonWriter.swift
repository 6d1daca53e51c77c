/// Writes JSON from left to right; sees to the commas.
///
///     var json = JsonWriter()
///     json.object {
///       $0.member("name", "main")
///       $0.member("line") { $0.array { $0.value(7) } }
///     }
///     json.bytes  // {"name":"main","line":[7]}
struct JsonWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// - Parameter capacity: bytes to make room for at once.
  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  @inline(__always)
  mutating func object(_ members: (inout JsonWriter) -> Void) {
    open(UInt8(ascii: "{"))
    members(&self)
    close(UInt8(ascii: "}"))
  }

  @inline(__always)
  mutating func array(_ items: (inout JsonWriter) -> Void) {
    open(UInt8(ascii: "["))
    items(&self)
    close(UInt8(ascii: "]"))
  }

  /// A new line of the file before the next value or member, which JSON ignores: people and `diff` like lines.
  mutating func lineBreak() {
    comma()
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  // MARK: values

  @inline(__always)
  mutating func value(_ number: UInt64) {
    comma()
    bytes.append(decimal: number)
    needsComma = true
  }

  @inline(__always)
  mutating func value(_ number: Int) {
    comma()
    bytes.append(decimal: number)
    needsComma = true
  }

  /// A whole number of small units as an exact fraction of a larger one: ns with 3 decimals are µs.
  @inline(__always)
  mutating func value(_ number: UInt64, decimals: Int) {
    comma()
    bytes.append(number, decimals: decimals)
    needsComma = true
  }

  mutating func value(_ text: String) { value(encoded: JsonText.quoted(text)) }

  mutating func value(_ truth: Bool) {
    comma()
    bytes.append(truth ? "true" : "false")
    needsComma = true
  }

  mutating func null() {
    comma()
    bytes.append("null")
    needsComma = true
  }

  /// A value that is JSON already.
  @inline(__always)
  mutating func value(encoded json: [UInt8]) {
    comma()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  // MARK: members

  /// The name of a member; its value comes next. The name is written as it is: nothing in it to escape.
  @inline(__always)
  mutating func name(_ name: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(name)
    bytes.append("\":")
    needsComma = false
  }

  mutating func member(_ name: StaticString, _ value: (inout JsonWriter) -> Void) {
    self.name(name)
    value(&self)
  }

  mutating func member(_ name: StaticString, _ text: String) { member(name) { $0.value(text) } }
  mutating func member(_ name: StaticString, _ number: UInt64) { member(name) { $0.value(number) } }
  mutating func member(_ name: StaticString, _ number: Int) { member(name) { $0.value(number) } }
  mutating func member(_ name: StaticString, _ truth: Bool) { member(name) { $0.value(truth) } }

  // MARK: parts

  @inline(__always)
  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  @inline(__always)
  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  @inline(__always)
  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }
}
