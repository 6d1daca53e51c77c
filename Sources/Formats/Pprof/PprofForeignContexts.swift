import Profiles

/// Puts the stacks of another tool's file together to a tree.
struct PprofForeignContexts {
  private(set) var threads: [ContextTree.Thread] = []
  private(set) var trie = PprofTrie()

  private var threadNumbers: [PprofThreadLabels: Int] = [:]
  private let tables: PprofTables
  private let symbols: PprofSymbols
  private let budget: ReadBudget
  private var entriesLeft: Int

  init(
    _ stream: ProtobufStream, _ tables: PprofTables, _ symbols: PprofSymbols, _ values: PprofValues,
    _ limits: ReadLimits, _ budget: ReadBudget
  ) throws(FormatError) {
    (self.tables, self.symbols, self.budget) = (tables, symbols, budget)
    entriesLeft = limits.stackEntries
    var sample = PprofSample(values, tables)
    while let field = try stream.next({ $0 == UInt32(PprofField.Profile.sample) }) {
      guard case .bytes(let bytes) = field.value else { continue }
      try sample.read(bytes, wholeStack: true)
      try add(sample)
    }
    if threads.isEmpty { threads = [ContextTree.Thread(name: "")] }
  }

  private mutating func add(_ sample: PprofSample) throws(FormatError) {
    let thread = try threadNumber(sample.thread)
    var at: Int32 = -1
    for location in sample.stack.reversed() {
      guard let frames = symbols.frames(atLocation: location) else {
        throw .damaged("a sample names a place that is not there")
      }
      entriesLeft -= frames.count
      if entriesLeft < 0 { throw .tooLarge }
      for function in frames {
        let new = trie.nodes.count
        at = trie.child(of: at, function: function, thread: Int32(thread))
        if trie.nodes.count > new { try budget.take(PprofTrie.bytesPerNode) }
        if trie.nodes.count > 1 << 30 { throw .tooLarge }
      }
    }
    if at >= 0 {
      trie.add(sample.node, to: at)
    } else {
      threads[thread].add(sample.node)
    }
  }

  private mutating func threadNumber(_ labels: PprofThreadLabels) throws(FormatError) -> Int {
    if let number = threadNumbers[labels] { return number }
    try budget.take(512)
    var thread = try ContextTree.Thread(name: tables.text(labels.name))
    let text = try tables.text(labels.idText)
    let id = UInt64(text) ?? labels.id
    if thread.name.isEmpty && id == 0 { thread.name = text }
    // Longer numbers are Python's.
    if id <= UInt64(UInt32.max) { thread.osID = UInt32(id) } else { thread.pythonIdent = id }
    threadNumbers[labels] = threads.count
    threads.append(thread)
    return threads.count - 1
  }
}

extension ContextTree.Thread {
  /// Time outside of any function.
  fileprivate mutating func add(_ sample: ContextTree.Node) {
    selfWallNs = selfWallNs.addingReportingOverflow(sample.selfWallNs).partialValue
    selfCpuNs = selfCpuNs.addingReportingOverflow(sample.selfCpuNs).partialValue
  }
}
