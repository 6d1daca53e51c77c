import Profiles

/// Writes a file: tables first, samples last, compressed on the way.
struct PprofFile {
  private let profile: Profile
  private let columns: [PprofColumn]
  private var strings = PprofStrings()
  private var writer = ProtobufWriter()
  private let output = GzipWriter(level: Self.compressionLevel)

  /// WHY 4: see docs/pprof.md for what was measured.
  private static let compressionLevel: Int32 = 4
  /// What is compressed at once.
  private static let pieceBytes = 1 << 17

  init(_ profile: Profile) {
    self.profile = profile
    columns = PprofColumn.all(of: profile.measures)
  }

  func bytes() -> [UInt8] {
    var file = self
    file.writeHeader()
    file.writeFunctions()
    file.writeExtension()
    var labels = PprofLabels(profile, &file.strings)
    file.writeStrings()
    file.writeContexts(&labels)
    file.writeFlat(&labels)
    file.flush()
    return file.output.finish()
  }

  /// Location ids are function ids; the one behind the last function stands for frames left out.
  private var marker: UInt64 { UInt64(profile.functions.count) + 1 }

  private mutating func writeHeader() {
    for column in columns {
      let (type, unit) = (strings.number(of: column.type), strings.number(of: column.unit))
      writer.message(PprofField.Profile.sampleType) {
        $0.write(PprofField.ValueType.type, type)
        $0.write(PprofField.ValueType.unit, unit)
      }
    }
    writer.write(PprofField.Profile.timeNanos, profile.header.startUnixNs)
    writer.write(PprofField.Profile.durationNanos, profile.header.durationNs)
    writer.write(PprofField.Profile.comment, strings.number(of: PprofComment.text(for: profile)))
  }

  private mutating func writeFunctions() {
    for (index, function) in profile.functions.enumerated() {
      writeFunction(function.identity, shownAs: function.displayName, id: UInt64(index + 1))
    }
    let cut = ContextTree.Function.leftOut
    writeFunction(cut, shownAs: cut.name, id: marker)
    for id in 1...marker {
      let line = id == marker ? 0 : profile.functions[Int(id) - 1].firstLine
      writer.message(PprofField.Profile.location) { location in
        location.write(PprofField.Location.id, id)
        location.message(PprofField.Location.line) {
          $0.write(PprofField.Line.function, id)
          $0.write(PprofField.Line.line, Int64(line))
        }
      }
      flushWhenFull()
    }
  }

  /// WHY no system name: go tool pprof would take names of C functions for mangled ones.
  private mutating func writeFunction(_ function: ContextTree.Function, shownAs: String, id: UInt64) {
    let name = strings.number(of: shownAs)
    let file = strings.number(of: function.file)
    let short = strings.number(of: function.name)
    let qualified = strings.number(of: function.qualifiedName)
    let module = strings.number(of: function.module)
    writer.message(PprofField.Profile.function) {
      $0.write(PprofField.Function.id, id)
      $0.write(PprofField.Function.name, name)
      $0.write(PprofField.Function.file, file)
      $0.write(PprofField.Function.startLine, Int64(function.firstLine))
      $0.write(PprofField.Function.kind, PprofKind.number(of: function.kind))
      $0.write(PprofField.Function.shortName, short)
      $0.write(PprofField.Function.qualifiedName, qualified)
      $0.write(PprofField.Function.module, module)
    }
    flushWhenFull()
  }

  private mutating func writeExtension() {
    PprofRecording.write(profile, to: &writer)
    for thread in profile.threads { PprofRecording.write(thread, to: &writer) }
    for entry in profile.flat {
      PprofRecording.write(entry, to: &writer)
      flushWhenFull()
    }
    for edge in profile.flatEdges {
      PprofRecording.write(edge, to: &writer)
      flushWhenFull()
    }
    for label in profile.labels {
      PprofTasks.write(label, to: &writer, &strings)
      flushWhenFull()
    }
    var tasks = PprofTasks()
    for task in profile.tasks {
      tasks.write(task, to: &writer, &strings)
      flushWhenFull()
    }
  }

  private mutating func writeStrings() {
    for text in strings.texts {
      writer.write(PprofField.Profile.string, text)
      flushWhenFull()
    }
  }

  private mutating func writeContexts(_ labels: inout PprofLabels) {
    var stacks = PprofStacks(profile.nodes, marker: marker)
    for (index, node) in profile.nodes.enumerated() {
      stacks.step(to: index, location: UInt64(node.function) + 1)
      writer.message(PprofField.Profile.sample) { sample in
        stacks.write(to: &sample)
        sample.message(PprofField.Sample.value) { values in
          for column in columns { values.varint(column.value(of: node)) }
        }
        labels.write(thread: node.thread, open: UInt64(node.open), leftOut: stacks.framesLeftOut, to: &sample)
        if let label = node.label { labels.write(label: label, to: &sample) }
        sample.write(PprofField.Sample.parent, UInt64((node.parent ?? -1) + 1))
        sample.write(PprofField.Sample.thread, UInt64(node.thread))
        PprofOverhead(node).write(to: &sample)
      }
      flushWhenFull()
    }
  }

  /// Calls without contexts, as stacks of a callee and its caller.
  private mutating func writeFlat(_ labels: inout PprofLabels) {
    for entry in PprofFlatSamples(profile, columns).samples {
      writer.message(PprofField.Profile.sample) { sample in
        sample.write(PprofField.Sample.location, packed: entry.functions.map { UInt64($0) + 1 })
        sample.write(PprofField.Sample.value, packed: entry.values)
        labels.write(thread: entry.thread, open: 0, leftOut: 0, to: &sample)
      }
      flushWhenFull()
    }
  }

  @inline(__always)
  private mutating func flushWhenFull() {
    if writer.bytes.count >= Self.pieceBytes { flush() }
  }

  private mutating func flush() {
    output.append(writer.bytes)
    writer = ProtobufWriter(capacity: Self.pieceBytes + 1 << 12)
  }
}
