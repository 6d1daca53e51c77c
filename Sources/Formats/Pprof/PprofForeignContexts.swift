import Profiles

/// Puts the stacks of another tool's file together to a tree.
struct PprofForeignContexts {
  private(set) var threads: [ContextTree.Thread] = []
  private(set) var trie = PprofTrie()

  private var path = PprofPath()
  private var lastLabels: PprofThreadLabels?
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
    var samplesLeft = limits.samples
    while let field = try stream.next({ $0 == UInt32(PprofField.Profile.sample) }) {
      guard case .bytes(let bytes) = field.value else { continue }
      samplesLeft -= 1
      if samplesLeft < 0 { throw .tooLarge }
      try sample.read(bytes, wholeStack: true)
      try add(sample)
    }
    if threads.isEmpty { threads = [ContextTree.Thread(name: "")] }
  }

  private mutating func add(_ sample: PprofSample) throws(FormatError) {
    let thread = try threadNumber(sample.thread)
    entriesLeft -= sample.stack.count
    if entriesLeft < 0 { throw .tooLarge }
    var shared = path.shared(with: sample.stack, thread: thread)
    while shared < sample.stack.count {
      let location = sample.stack[sample.stack.count - 1 - shared]
      try path.append(location, context: enter(location, from: path.last, thread: Int32(thread)))
      shared += 1
    }
    if path.last >= 0 {
      trie.add(sample.node, to: path.last)
    } else {
      threads[thread].add(sample.node)
    }
  }

  /// The context of a location's functions below another.
  private mutating func enter(_ location: UInt64, from parent: Int32, thread: Int32) throws(FormatError)
    -> Int32
  {
    guard let frames = symbols.frames(atLocation: location) else {
      throw .damaged("a sample names a place that is not there")
    }
    entriesLeft -= frames.count
    if entriesLeft < 0 { throw .tooLarge }
    var at = parent
    for function in frames {
      let count = trie.nodes.count
      at = trie.child(of: at, function: function, thread: thread)
      if trie.nodes.count > count { try budget.take(PprofTrie.bytesPerNode) }
      if trie.nodes.count > 1 << 30 { throw .tooLarge }
    }
    return at
  }

  private mutating func threadNumber(_ labels: PprofThreadLabels) throws(FormatError) -> Int {
    if labels == lastLabels { return path.thread }
    lastLabels = labels
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

/// The stack of the last sample, outermost location first. WHY: the next one mostly begins with the same.
private struct PprofPath {
  private(set) var thread = -1
  private var locations: [UInt64] = []
  private var contexts: [Int32] = []

  /// The innermost context; -1: none.
  var last: Int32 { contexts.last ?? -1 }

  /// Leaves as much as a stack, which is given innermost first, has in common, and tells how much that is.
  mutating func shared(with stack: [UInt64], thread: Int) -> Int {
    var count = 0
    if thread == self.thread {
      let most = min(stack.count, locations.count)
      while count < most && stack[stack.count - 1 - count] == locations[count] { count += 1 }
    }
    self.thread = thread
    locations.removeLast(locations.count - count)
    contexts.removeLast(contexts.count - count)
    return count
  }

  mutating func append(_ location: UInt64, context: Int32) {
    locations.append(location)
    contexts.append(context)
  }
}
