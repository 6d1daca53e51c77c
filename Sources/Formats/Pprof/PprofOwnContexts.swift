import Profiles

/// Reads the contexts of our own files: each sample names its calling context, so that no stack is looked at.
struct PprofOwnContexts {
  private(set) var nodes: [ContextTree.Node] = []

  /// What a context takes in all, the profile that is worked out from it included: as measured, rounded up.
  private static let bytesPerContext = 232

  /// nil when our fields do not fit together, as after a change by a tool that does not know them.
  init?(
    _ stream: ProtobufStream, _ tables: PprofTables, _ symbols: PprofSymbols, _ values: PprofValues,
    _ limits: ReadLimits, _ budget: ReadBudget
  ) throws(FormatError) {
    guard let recording = tables.recording, recording.version == PprofField.version else { return nil }
    var sample = PprofSample(values, tables)
    var samplesLeft = limits.samples
    while let field = try stream.next({ $0 == UInt32(PprofField.Profile.sample) }) {
      guard case .bytes(let bytes) = field.value else { continue }
      samplesLeft -= 1
      if samplesLeft < 0 { throw .tooLarge }
      try sample.read(bytes, wholeStack: false)
      guard let parent = sample.parent else {
        // Calls without contexts; the recording tells them better.
        if tables.own.flat.isEmpty { return nil }
        continue
      }
      guard let node = Self.node(of: sample, parent: parent, nodes, symbols, tables) else { return nil }
      try budget.take(Self.bytesPerContext)
      nodes.append(node)
    }
    if UInt64(nodes.count) != recording.contexts { return nil }
  }

  @inline(__always)
  private static func node(
    of sample: PprofSample, parent: UInt64, _ nodes: [ContextTree.Node], _ symbols: PprofSymbols,
    _ tables: PprofTables
  ) -> ContextTree.Node? {
    guard let location = sample.stack.first, let function = symbols.frames(atLocation: location)?.last,
      let thread = sample.threadIndex, thread < UInt64(tables.own.threads.count),
      sample.ownLabel <= UInt64(tables.own.labels.count), parent <= UInt64(nodes.count),
      nodes.count < Int(Int32.max)
    else { return nil }
    var node = sample.node
    node.parent = Int32(parent) - 1
    node.function = function
    node.thread = Int32(thread)
    node.label = Int32(sample.ownLabel) - 1
    (node.overheadWallNs, node.overheadCpuNs) = (sample.overhead.wallNs, sample.overhead.cpuNs)
    if parent > 0 && nodes[Int(parent) - 1].thread != node.thread { return nil }
    return node
  }
}
