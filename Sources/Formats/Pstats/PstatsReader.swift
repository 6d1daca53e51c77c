import Profiles

/// Reads the dictionary of a pstats file, as `PstatsFormat` describes it.
///
/// Accepted as well: callers with a count alone, which Python's `profile` writes, and callers that have no entry.
struct PstatsReader {
  struct Entry {
    var tally = CallTally()
    var isKnown = false
  }

  struct Edge {
    let caller: Int
    let callee: Int
    let tally: CallTally
  }

  private(set) var keys: [PstatsKey] = []
  /// Of each key.
  private(set) var entries: [Entry] = []
  private(set) var edges: [Edge] = []

  private var reader: MarshalReader
  private let budget: ReadBudget
  private var texts: [String] = []
  private var numberOfKey: [PstatsKey: Int] = [:]

  init(_ bytes: UnsafeRawBufferPointer, _ limits: ReadLimits) throws(FormatError) {
    budget = ReadBudget(limits)
    reader = MarshalReader(bytes, budget)
    do {
      try readFile()
    } catch let refusal as FormatError {
      throw refusal
    } catch MarshalReader.Damage.truncated {
      throw .truncated("an entry")
    } catch {
      throw .damaged("it begins as a pstats file and goes on with what no profiler writes")
    }
  }

  private mutating func readFile() throws {
    if try reader.tag().type != "{" { throw MarshalReader.Damage.unexpected }
    while try !reader.endsDictionary() {
      guard let key = try readKey() else { throw FormatError.sampled }
      if entries[key].isKnown { throw FormatError.damaged("it holds a function twice") }
      try readEntry(of: key)
    }
  }

  private mutating func readEntry(of key: Int) throws {
    try expectTuple(5)
    let (primitive, calls) = try (count(), count())
    let tally = try Self.tally(calls: calls, primitive: primitive, reader.number(), reader.number())
    entries[key] = Entry(tally: tally, isKnown: true)
    if try reader.tag().type != "{" { throw MarshalReader.Damage.unexpected }
    while try !reader.endsDictionary() {
      guard let caller = try readKey() else { throw MarshalReader.Damage.unexpected }
      try budget.take(MemoryLayout<Edge>.stride * 2 + MemoryLayout<ContextTree.FlatEdge>.stride * 2)
      edges.append(Edge(caller: caller, callee: key, tally: try readCaller()))
    }
  }

  /// (calls, primitive calls, self, total), or calls alone.
  private mutating func readCaller() throws -> CallTally {
    let tag = try reader.tag()
    if !["(", ")"].contains(tag.type) {
      let calls = try count(tag)
      return try Self.tally(calls: calls, primitive: calls, .float(0), .float(0))
    }
    if try reader.tupleCount(tag) != 4 { throw MarshalReader.Damage.unexpected }
    let (calls, primitive) = try (count(), count())
    return try Self.tally(calls: calls, primitive: primitive, reader.number(), reader.number())
  }

  private mutating func expectTuple(_ count: Int) throws {
    let tag = try reader.tag()
    if try reader.tupleCount(tag) != count { throw MarshalReader.Damage.unexpected }
  }

  private mutating func count() throws -> UInt64 { try count(reader.tag()) }

  private mutating func count(_ tag: MarshalReader.Tag) throws -> UInt64 {
    guard case .integer(let count) = try reader.number(tag) else { throw MarshalReader.Damage.unexpected }
    return count
  }

  /// A tuple of file, line and name; nil: the tuple that says that the file holds samples.
  private mutating func readKey() throws -> Int? {
    let tag = try reader.tag()
    if tag.type == "r" {
      guard case .tuple(let key) = try reader.reference() else { throw MarshalReader.Damage.unexpected }
      return key
    }
    switch try reader.tupleCount(tag) {
    case 1:
      if try readText() == "__sampled__" { return nil }
      throw MarshalReader.Damage.unexpected
    case 3:
      let (file, line, name) = try (readText(), count(), readText())
      let key = try number(of: PstatsKey(file: file, line: Int32(clamping: line), name: name))
      reader.know(.tuple(key), at: tag.place)
      return key
    default: throw MarshalReader.Damage.unexpected
    }
  }

  private mutating func number(of key: PstatsKey) throws -> Int {
    if let number = numberOfKey[key] { return number }
    try budget.take(512)
    numberOfKey[key] = keys.count
    keys.append(key)
    entries.append(Entry())
    return keys.count - 1
  }

  private mutating func readText() throws -> String {
    let tag = try reader.tag()
    if tag.type == "r" {
      guard case .text(let number) = try reader.reference() else { throw MarshalReader.Damage.unexpected }
      return texts[number]
    }
    let bytes = try reader.text(tag)
    try budget.take(64 + 6 * bytes.count)
    let text = String(decoding: bytes, as: UTF8.self)
    if tag.place != nil {
      reader.know(.text(texts.count), at: tag.place)
      texts.append(text)
    }
    return text
  }

  private static func tally(
    calls: UInt64, primitive: UInt64, _ own: MarshalReader.Number, _ total: MarshalReader.Number
  ) throws -> CallTally {
    var tally = CallTally()
    tally.calls = calls
    (tally.primitiveCalls, tally.primitiveEntries) = (primitive, primitive)
    tally.times.selfWallNs = try nanoseconds(own)
    tally.times.totalWallNs = try nanoseconds(total)
    tally.firstWallNs = tally.times.totalWallNs
    return tally
  }

  /// WHY negative ones are 0: Python's `profile` takes its own cost off, and sometimes more than there was.
  private static func nanoseconds(_ seconds: MarshalReader.Number) throws -> UInt64 {
    let value =
      switch seconds {
      case .integer(let value): Double(value)
      case .float(let value): value
      }
    guard value < 0x1p31 else { throw FormatError.damaged("it holds times that cannot be") }
    return value <= 0 ? 0 : UInt64(value * 1e9 + 0.5)
  }
}

extension FormatError {
  fileprivate static let sampled = FormatError(
    "the file holds samples of Python's sampling profiler, not calls: there is nothing to compare them with; "
      + "profile with cProfile or swiftprof")
}
