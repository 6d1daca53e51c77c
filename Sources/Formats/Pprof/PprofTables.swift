import Profiles

/// Everything in a file but its samples, as it stands there: names are numbers of strings, which may come last.
struct PprofTables {
  struct SampleType {
    var type: UInt64 = 0
    var unit: UInt64 = 0
  }

  struct Function {
    var id: UInt64 = 0
    var name: UInt64 = 0
    var file: UInt64 = 0
    var startLine: Int64 = 0
    var own: OwnNames?
  }

  /// Our own fields of a function.
  struct OwnNames {
    var kind: UInt64 = 0
    var name: UInt64 = 0
    var qualifiedName: UInt64 = 0
    var module: UInt64 = 0
  }

  struct Location {
    var id: UInt64 = 0
    var address: UInt64 = 0
    /// Into `lines`.
    var firstLine = 0
    var lineCount = 0
  }

  struct Line {
    var function: UInt64 = 0
    var line: Int64 = 0
  }

  var sampleTypes: [SampleType] = []
  var strings: [String] = []
  var functions: [Function] = []
  var locations: [Location] = []
  var lines: [Line] = []
  var startUnixNs: UInt64 = 0
  var durationNs: UInt64 = 0
  var periodType: SampleType?
  var period: UInt64 = 0
  var defaultSampleType: UInt64 = 0
  var comments: [UInt64] = []
  var recording: PprofOwnTables.Recording?
  var own = PprofOwnTables()

  /// Reads all of them.
  init(_ stream: ProtobufStream, _ budget: ReadBudget) throws(FormatError) {
    let wanted: (UInt32) -> Bool = { $0 != UInt32(PprofField.Profile.sample) }
    while let field = try stream.next(wanted) {
      do throws(ProtobufReader.Damage) {
        try add(field)
      } catch {
        throw FormatError(error)
      }
      try budget.take(Self.cost(of: field))
    }
    if strings.isEmpty { strings = [""] }
  }

  /// Memory that a field comes to take at most, arrays that grow and what is made of it included.
  private static func cost(of field: ProtobufReader.Field) -> Int {
    guard case .bytes(let bytes) = field.value else { return 0 }
    return switch UInt64(field.number) {
    case PprofField.Profile.string: 48 + 2 * bytes.count
    case PprofField.Profile.function: 448
    case PprofField.Profile.location: 192 + 24 * bytes.count
    case PprofField.Profile.sampleType: 96
    case PprofField.Profile.thread: 320 + 2 * bytes.count
    case PprofField.Profile.flat, PprofField.Profile.flatEdge: 448
    case PprofField.Profile.ownLabel: 160
    case PprofField.Profile.task:
      2 * MemoryLayout<ContextTree.Task>.stride + 2 * MemoryLayout<PprofTask>.stride
    case PprofField.Profile.path: 160 + 40 * bytes.count
    case PprofField.Profile.recording: 512 + 32 * bytes.count
    default: 0
    }
  }

  private mutating func add(_ field: ProtobufReader.Field) throws(ProtobufReader.Damage) {
    switch (UInt64(field.number), field.value) {
    case (PprofField.Profile.string, .bytes(let bytes)): strings.append(ProtobufReader.text(bytes))
    case (PprofField.Profile.function, .bytes(let bytes)): try functions.append(Function(bytes))
    case (PprofField.Profile.location, .bytes(let bytes)): try addLocation(bytes)
    case (PprofField.Profile.sampleType, .bytes(let bytes)): try sampleTypes.append(SampleType(bytes))
    case (PprofField.Profile.periodType, .bytes(let bytes)): periodType = try SampleType(bytes)
    case (PprofField.Profile.period, .varint(let value)): period = value
    case (PprofField.Profile.timeNanos, .varint(let value)): startUnixNs = value
    case (PprofField.Profile.durationNanos, .varint(let value)): durationNs = value
    case (PprofField.Profile.defaultSampleType, .varint(let value)): defaultSampleType = value
    case (PprofField.Profile.comment, .varint(let value)): addComment(value)
    case (PprofField.Profile.comment, .bytes(let bytes)):
      var numbers = ProtobufReader(bytes)
      while !numbers.isAtEnd { try addComment(numbers.varint()) }
    case (PprofField.Profile.recording, .bytes(let bytes)): recording = try .init(bytes)
    case (PprofField.Profile.thread, .bytes(let bytes)): try own.addThread(bytes)
    case (PprofField.Profile.flat, .bytes(let bytes)): try own.addFlat(bytes)
    case (PprofField.Profile.flatEdge, .bytes(let bytes)): try own.addFlatEdge(bytes)
    case (PprofField.Profile.ownLabel, .bytes(let bytes)): try own.addLabel(bytes)
    case (PprofField.Profile.task, .bytes(let bytes)): try own.addTask(bytes)
    case (PprofField.Profile.path, .bytes(let bytes)): try own.addPath(bytes)
    default: break
    }
  }

  /// Only the first are shown.
  private mutating func addComment(_ string: UInt64) {
    if comments.count < 16 { comments.append(string) }
  }

  private mutating func addLocation(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var location = Location()
    location.firstLine = lines.count
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Location.id, .varint(let value)): location.id = value
      case (PprofField.Location.address, .varint(let value)): location.address = value
      case (PprofField.Location.line, .bytes(let bytes)): try lines.append(Line(bytes))
      default: break
      }
    }
    location.lineCount = lines.count - location.firstLine
    locations.append(location)
  }

  /// The text of a string's number.
  func text(_ number: UInt64) throws(FormatError) -> String {
    if number >= UInt64(strings.count) { throw .damaged("it names a text that is not there") }
    return strings[Int(number)]
  }
}

extension PprofTables.SampleType {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.ValueType.type, .varint(let value)): type = value
      case (PprofField.ValueType.unit, .varint(let value)): unit = value
      default: break
      }
    }
  }
}

extension PprofTables.Line {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Line.function, .varint(let value)): function = value
      case (PprofField.Line.line, .varint(let value)): line = Int64(bitPattern: value)
      default: break
      }
    }
  }
}

extension PprofTables.Function {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    var names = PprofTables.OwnNames()
    var hasKind = false
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Function.id, .varint(let value)): id = value
      case (PprofField.Function.name, .varint(let value)): name = value
      case (PprofField.Function.file, .varint(let value)): file = value
      case (PprofField.Function.startLine, .varint(let value)): startLine = Int64(bitPattern: value)
      case (PprofField.Function.kind, .varint(let value)): (names.kind, hasKind) = (value, true)
      case (PprofField.Function.shortName, .varint(let value)): names.name = value
      case (PprofField.Function.qualifiedName, .varint(let value)): names.qualifiedName = value
      case (PprofField.Function.module, .varint(let value)): names.module = value
      default: break
      }
    }
    own = hasKind ? names : nil
  }
}
