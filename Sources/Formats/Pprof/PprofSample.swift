import Profiles

/// One sample after the other, each in the same memory.
struct PprofSample {
  /// Location ids, innermost first.
  private(set) var stack: [UInt64] = []
  private(set) var node = ContextTree.Node(parent: -1, function: 0, thread: 0)
  private(set) var thread = PprofThreadLabels()
  /// Our own fields; nil: not there.
  private(set) var parent: UInt64?
  private(set) var threadIndex: UInt64?
  private(set) var ownLabel: UInt64 = 0
  private(set) var overhead = PprofOverhead()

  private var values: [UInt64] = []
  private let meanings: [PprofValues.Meaning?]
  private let labelRoles: [UInt64: PprofThreadLabels.Role]

  init(_ values: PprofValues, _ tables: PprofTables) {
    meanings = values.meanings
    labelRoles = PprofThreadLabels.roles(in: tables.strings)
  }

  /// Reads the next sample.
  ///
  /// - Parameter wholeStack: false: only the innermost location is wanted.
  mutating func read(_ bytes: UnsafeRawBufferPointer, wholeStack: Bool) throws(FormatError) {
    reset()
    do throws(ProtobufReader.Damage) {
      try readFields(bytes, wholeStack: wholeStack)
    } catch {
      throw FormatError(error)
    }
    try applyValues()
  }

  private mutating func reset() {
    stack.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    node = ContextTree.Node(parent: -1, function: 0, thread: 0)
    thread = PprofThreadLabels()
    (parent, threadIndex, ownLabel, overhead) = (nil, nil, 0, PprofOverhead())
  }

  private mutating func readFields(
    _ bytes: UnsafeRawBufferPointer, wholeStack: Bool
  ) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Sample.location, .bytes(let bytes)):
        var ids = ProtobufReader(bytes)
        while !ids.isAtEnd && (wholeStack || stack.isEmpty) { try stack.append(ids.varint()) }
      case (PprofField.Sample.location, .varint(let id)): stack.append(id)
      case (PprofField.Sample.value, .bytes(let bytes)):
        var numbers = ProtobufReader(bytes)
        while !numbers.isAtEnd && values.count <= meanings.count { try values.append(numbers.varint()) }
      case (PprofField.Sample.value, .varint(let value)):
        if values.count <= meanings.count { values.append(value) }
      case (PprofField.Sample.label, .bytes(let bytes)): try readLabel(bytes)
      case (PprofField.Sample.parent, .varint(let value)): parent = value
      case (PprofField.Sample.thread, .varint(let value)): threadIndex = value
      case (PprofField.Sample.ownLabel, .varint(let value)): ownLabel = value
      case (PprofField.Sample.overhead, .bytes(let bytes)): overhead = try PprofOverhead(bytes)
      default: break
      }
    }
  }

  private mutating func readLabel(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var (key, string, number) = (UInt64(0), UInt64(0), UInt64(0))
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Label.key, .varint(let value)): key = value
      case (PprofField.Label.string, .varint(let value)): string = value
      case (PprofField.Label.number, .varint(let value)): number = value
      default: break
      }
    }
    switch labelRoles[key] {
    case .name: thread.name = string
    case .id: (thread.id, thread.idText) = (number, string)
    case .open: node.open = UInt32(clamping: number)
    case nil: break
    }
  }

  private mutating func applyValues() throws(FormatError) {
    if values.count != meanings.count { throw .damaged("a sample has not one value for each type") }
    for (value, meaning) in zip(values, meanings) {
      guard let meaning else { continue }
      if value > UInt64(Int64.max) {
        throw FormatError("the file holds negative values, as differences of profiles do: it cannot be read")
      }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: meaning.scale)
      if overflow { throw .damaged("its times are longer than can be") }
      switch meaning.column {
      case .calls: node.calls = scaled
      case .resumptions: node.resumptions = scaled
      case .suspended: node.suspendedNs = scaled
      case .cpu: node.selfCpuNs = scaled
      case .wall: node.selfWallNs = scaled
      }
    }
  }
}

/// Which thread a sample is of, by the labels that tools use for it.
struct PprofThreadLabels: Hashable {
  enum Role {
    case name, id, open
  }

  /// Number of a string; 0: not told.
  var name: UInt64 = 0
  var id: UInt64 = 0
  /// Number of a string, of tools that write ids as text.
  var idText: UInt64 = 0

  /// By the number of the label's key.
  static func roles(in strings: [String]) -> [UInt64: Role] {
    var roles: [UInt64: Role] = [:]
    for (index, text) in strings.enumerated() {
      switch text {
      case "thread", "thread name", "thread_name", "thread.name", "threadname": roles[UInt64(index)] = .name
      case "thread id", "thread_id", "thread.id", "threadid", "tid": roles[UInt64(index)] = .id
      case "open": roles[UInt64(index)] = .open
      default: break
      }
    }
    return roles
  }
}
