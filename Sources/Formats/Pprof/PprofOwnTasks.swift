import Profiles
import Recording

/// A label of the user's own as it stands in a file.
struct PprofOwnLabel {
  private var context: UInt64 = 0
  private var tag: UInt64 = 0

  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.OwnLabel.context, .varint(let value)): context = value
      case (PprofField.OwnLabel.tag, .varint(let value)): tag = value
      default: break
      }
    }
  }

  func label(_ tables: PprofTables) throws(FormatError) -> ContextTree.Label {
    try ContextTree.Label(context: tables.text(context), tag: tables.text(tag))
  }
}

/// The path of a longest step as it stands in a file: numbers of strings.
struct PprofPathNames {
  private var numbers: [UInt64] = []

  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (UInt64(field.number), field.value) {
      case (PprofField.Path.names, .varint(let number)): numbers.append(number)
      case (PprofField.Path.names, .bytes(let bytes)):
        var packed = ProtobufReader(bytes)
        while !packed.isAtEnd { try numbers.append(packed.varint()) }
      default: break
      }
    }
  }

  func names(_ tables: PprofTables) throws(FormatError) -> [String] {
    var names: [String] = []
    names.reserveCapacity(numbers.count)
    for number in numbers { try names.append(tables.text(number)) }
    return names
  }
}

/// A task as it stands in a file.
struct PprofTask {
  private var kind: UInt64 = 0
  private var name: UInt64 = 0
  private var thread: UInt64 = 0
  private var function: UInt64 = 0
  private var creator: UInt64 = 0
  private var creatorTask: UInt64 = 0
  private var label: UInt64 = 0
  private var path: UInt64 = 0
  /// Its numbers.
  private var values = ContextTree.Task(kind: .coroutine, name: "", thread: 0)

  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    typealias Field = PprofField.Task
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      guard case .varint(let value) = field.value else { continue }
      switch UInt64(field.number) {
      case Field.kind: kind = value
      case Field.name: name = value
      case Field.thread: thread = value
      case Field.function: function = value
      case Field.creator: creator = value
      case Field.creatorTask: creatorTask = value
      case Field.label: label = value
      case Field.ended: values.ended = value != 0
      case Field.steps: values.steps = value
      case Field.wallNs: values.wallNs = value
      case Field.cpuNs: values.cpuNs = value
      case Field.suspendedNs: values.suspendedNs = value
      case Field.longestStepNs: values.longestStepNs = value
      case Field.longestPath: path = value
      case Field.overheadWallNs: values.overheadWallNs = value
      case Field.overheadCpuNs: values.overheadCpuNs = value
      case Field.longestStepOverheadNs: values.longestStepOverheadNs = value
      default: break
      }
    }
  }

  /// The task; nil where it names what there is not. `paths`: of the file.
  func task(
    _ tables: PprofTables, _ paths: [[String]], threads: Int, labels: Int
  ) throws(FormatError) -> ContextTree.Task? {
    guard thread < UInt64(threads), label <= UInt64(labels), path <= UInt64(paths.count) else { return nil }
    var task = values
    // A kind of a later version is shown as the first.
    task.kind = Snapshot.Task.Kind(rawValue: UInt8(clamping: kind)) ?? .coroutine
    task.thread = Int(thread)
    task.label = Int32(label) - 1
    task.name = try tables.text(name)
    task.function = try tables.text(function)
    task.creator = try tables.text(creator)
    task.creatorTask = try tables.text(creatorTask)
    if path > 0 { task.longestPath = paths[Int(path) - 1] }
    return task
  }
}
