import Profiles

/// What `PprofRecording` wrote, as it stands in a file.
struct PprofOwnTables {
  struct Recording {
    var version: UInt64 = 0
    var contexts: UInt64 = 0
    var hasContexts = false
    var header = Profile.Header()
    var facts = Profile.Facts()
    var tasksLeftOut: UInt64 = 0
  }

  /// A tally with the function ids that it is of.
  struct Flat {
    var function: UInt64 = 0
    var thread: UInt64 = 0
    var tally = CallTally()
    var standsInTree = false
    var caller: UInt64 = 0
  }

  private(set) var threads: [ContextTree.Thread] = []
  private(set) var flat: [Flat] = []
  private(set) var flatEdges: [Flat] = []
  private(set) var labels: [PprofOwnLabel] = []
  private(set) var tasks: [PprofTask] = []
  private(set) var paths: [PprofPathNames] = []

  mutating func addThread(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    try threads.append(ContextTree.Thread(bytes))
  }

  mutating func addFlat(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    try flat.append(Flat(bytes))
  }

  mutating func addFlatEdge(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    try flatEdges.append(Flat(bytes))
  }

  mutating func addLabel(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    try labels.append(PprofOwnLabel(bytes))
  }

  mutating func addTask(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    try tasks.append(PprofTask(bytes))
  }

  mutating func addPath(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    try paths.append(PprofPathNames(bytes))
  }
}

extension PprofOwnTables.Recording {
  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    typealias Field = PprofField.Recording
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (Field.version, .varint(let value)): version = value
      case (Field.contexts, .varint(let value)): contexts = value
      case (Field.hasContexts, .varint(let value)): hasContexts = value != 0
      case (Field.processID, .varint(let value)): header.processID = UInt32(truncatingIfNeeded: value)
      case (Field.events, .varint(let value)): header.events = value
      case (Field.eventPairCostBits, .varint(let value)): header.eventPairCostNs = Self.number(ofBits: value)
      case (Field.overheadNs, .varint(let value)): header.overheadNs = value
      case (Field.foldedCalls, .varint(let value)): header.foldedCalls = value
      case (Field.unmatchedReturns, .varint(let value)): header.unmatchedReturns = value
      case (Field.cpuResyncs, .varint(let value)): header.cpuResyncs = value
      case (Field.usesTSC, .varint(let value)): header.usesTSC = value != 0
      case (Field.usesRseq, .varint(let value)): header.usesRseq = value != 0
      case (Field.runs, .varint(let value)): header.runs = value
      case (Field.clockNote, .bytes(let bytes)) where header.clockNotes.count < Profile.Header.mostClockNotes:
        header.clockNotes.append(ProtobufReader.text(bytes))
      case (Field.command, .bytes(let bytes)): facts.command = ProtobufReader.text(bytes)
      case (Field.pythonVersion, .bytes(let bytes)): facts.pythonVersion = ProtobufReader.text(bytes)
      case (Field.backend, .bytes(let bytes)): facts.backend = ProtobufReader.text(bytes)
      case (Field.scriptFolder, .bytes(let bytes)): facts.scriptFolder = ProtobufReader.text(bytes)
      case (Field.tasksLeftOut, .varint(let value)): tasksLeftOut = value
      case (Field.isRaw, .varint(let value)): header.isRaw = value != 0
      case (Field.slowdownBits, .varint(let value)): header.slowdown = Self.number(ofBits: value)
      case (Field.missingTarget, .bytes(let bytes)): try facts.missingTargets.append(.init(bytes))
      default: break
      }
    }
  }

  /// 0 for what is no number of ours: a file may claim any, and larger ones are no whole number any more.
  private static func number(ofBits bits: UInt64) -> Double {
    let number = Double(bitPattern: bits)
    return number >= 0 && number < 1e12 ? number : 0
  }
}

extension Profile.Facts.MissingTarget {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    self.init(name: "", reason: "")
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.MissingTarget.name, .bytes(let bytes)): name = ProtobufReader.text(bytes)
      case (PprofField.MissingTarget.reason, .bytes(let bytes)): reason = ProtobufReader.text(bytes)
      default: break
      }
    }
  }
}

extension ContextTree.Thread {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    typealias Field = PprofField.Thread
    self.init(name: "")
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (Field.name, .bytes(let bytes)): name = ProtobufReader.text(bytes)
      case (Field.osID, .varint(let value)): osID = UInt32(truncatingIfNeeded: value)
      case (Field.pythonIdent, .varint(let value)): pythonIdent = value
      case (Field.startedBefore, .varint(let value)): startedBefore = value != 0
      case (Field.ended, .varint(let value)): ended = value != 0
      case (Field.startNs, .varint(let value)): startNs = value
      case (Field.durationNs, .varint(let value)): durationNs = value
      case (Field.selfWallNs, .varint(let value)): selfWallNs = value
      case (Field.selfCpuNs, .varint(let value)): selfCpuNs = value
      case (Field.selfOverheadWallNs, .varint(let value)): overheadWallNs = value
      case (Field.selfOverheadCpuNs, .varint(let value)): overheadCpuNs = value
      default: break
      }
    }
  }
}

extension PprofOwnTables.Flat {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var numbers: [UInt64] = []
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Flat.function, .varint(let value)): function = value
      case (PprofField.Flat.thread, .varint(let value)): thread = value
      case (PprofField.Flat.standsInTree, .varint(let value)): standsInTree = value != 0
      case (PprofField.Flat.caller, .varint(let value)): caller = value
      case (PprofField.Flat.tally, .bytes(let bytes)):
        var values = ProtobufReader(bytes)
        while !values.isAtEnd && numbers.count < PprofTally.count { try numbers.append(values.varint()) }
      default: break
      }
    }
    tally = PprofTally.tally(of: numbers)
  }
}
