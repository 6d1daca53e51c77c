/// Tables by column: an array of values for each, as long as the others.
extension JsonWriter {
  /// One column, on a line of its own: for each item what `write` writes, which must be one value.
  @inline(__always)
  mutating func column<Items: Sequence>(
    _ name: StaticString, of items: Items, _ write: (inout JsonWriter, Items.Element) -> Void
  ) {
    lineBreak()
    self.name(name)
    array { json in
      for item in items { write(&json, item) }
    }
  }

  /// A column that holds the same in each row.
  mutating func column(_ name: StaticString, count: Int, _ literal: StaticString) {
    var value: [UInt8] = []
    value.append(literal)
    column(name, of: 0..<count) { json, _ in json.value(encoded: value) }
  }

  /// Columns with nothing in them.
  mutating func emptyColumns(_ names: StaticString...) {
    for name in names { column(name, count: 0, "null") }
  }

  mutating func valueOrNull(_ number: Int?) {
    if let number { value(number) } else { null() }
  }
}
