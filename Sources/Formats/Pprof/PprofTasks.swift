import Profiles

/// Writes labels and tasks, their texts as numbers of strings, and each path of a longest step once.
struct PprofTasks {
  private var pathNumbers: [[UInt64]: UInt64] = [:]

  static func write(_ label: Profile.Label, to writer: inout ProtobufWriter, _ strings: inout PprofStrings) {
    let (context, tag) = (strings.number(of: label.context), strings.number(of: label.tag))
    writer.message(PprofField.Profile.ownLabel) {
      $0.write(PprofField.OwnLabel.context, context)
      $0.write(PprofField.OwnLabel.tag, tag)
    }
  }

  mutating func write(
    _ task: ContextTree.Task, to writer: inout ProtobufWriter, _ strings: inout PprofStrings
  ) {
    typealias Field = PprofField.Task
    let path = number(of: task.longestPath, to: &writer, &strings)
    let name = strings.number(of: task.name)
    let function = strings.number(of: task.function)
    let (creator, creatorTask) = (strings.number(of: task.creator), strings.number(of: task.creatorTask))
    writer.message(PprofField.Profile.task) {
      $0.write(Field.kind, UInt64(task.kind.rawValue))
      $0.write(Field.name, name)
      $0.write(Field.thread, UInt64(task.thread))
      $0.write(Field.function, function)
      $0.write(Field.creator, creator)
      $0.write(Field.creatorTask, creatorTask)
      $0.write(Field.label, UInt64(task.label + 1))
      $0.write(Field.ended, task.ended)
      $0.write(Field.steps, task.steps)
      $0.write(Field.wallNs, task.wallNs)
      $0.write(Field.cpuNs, task.cpuNs)
      $0.write(Field.suspendedNs, task.suspendedNs)
      $0.write(Field.longestStepNs, task.longestStepNs)
      $0.write(Field.longestPath, path)
      $0.write(Field.overheadWallNs, task.overheadWallNs)
      $0.write(Field.overheadCpuNs, task.overheadCpuNs)
      $0.write(Field.longestStepOverheadNs, task.longestStepOverheadNs)
    }
  }

  /// Of a path, which is written first when it is new; 0: an empty one.
  private mutating func number(
    of path: [String], to writer: inout ProtobufWriter, _ strings: inout PprofStrings
  ) -> UInt64 {
    if path.isEmpty { return 0 }
    let names = path.map { strings.number(of: $0) }
    if let known = pathNumbers[names] { return known }
    let number = UInt64(pathNumbers.count) + 1
    pathNumbers[names] = number
    writer.message(PprofField.Profile.path) { $0.write(PprofField.Path.names, packed: names) }
    return number
  }
}
