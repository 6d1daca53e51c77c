import Profiles

/// Reads pprof files, ours and those of other tools, in two passes: tables, which may come last, then samples.
enum PprofReader {
  static func tree(
    from bytes: UnsafeRawBufferPointer, _ limits: ReadLimits
  ) throws(FormatError) -> ContextTree {
    let budget = ReadBudget(limits)
    let tables = try PprofTables(ProtobufStream(bytes, limits, budget), budget)
    let values = try PprofValues(tables)
    let symbols = try PprofSymbols(tables)
    var tree = ContextTree()
    tree.functions = symbols.functions
    tree.measures = values.measures.union(.contexts)
    let samples = try ProtobufStream(bytes, limits, budget)
    if let own = try PprofOwnContexts(samples, tables, symbols, values, limits, budget) {
      tree.nodes = own.nodes
      if try tree.takeOwn(tables, symbols) { return tree }
    }
    // Not ours, or ours no more.
    tree.takeForeign(tables)
    let again = try ProtobufStream(bytes, limits, budget)
    let contexts = try PprofForeignContexts(again, tables, symbols, values, limits, budget)
    (tree.threads, tree.nodes) = (contexts.threads, contexts.trie.nodes)
    return tree
  }

  /// Whether the first fields can be those of a profile.
  static func canRead(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard Inflate.isGzip(bytes) else { return beginsAsProfile(bytes.prefix(lookedAt)) }
    return withUnsafeTemporaryAllocation(byteCount: lookedAt, alignment: 1) { room in
      // WHY true: a damaged gzip file is told about as one.
      guard let file = try? GzipReader(bytes), let count = try? file.read(into: room) else { return true }
      return beginsAsProfile(UnsafeRawBufferPointer(room).prefix(count))
    }
  }

  private static let lookedAt = 256

  private static func beginsAsProfile(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    if bytes.isEmpty { return false }
    var reader = ProtobufReader(UnsafeRawBufferPointer(rebasing: bytes))
    do throws(ProtobufReader.Damage) {
      while let field = try reader.next() {
        if !isProfileField(field) { return false }
      }
      return true
    } catch {
      return error == .truncated
    }
  }

  private static func isProfileField(_ field: ProtobufReader.Field) -> Bool {
    switch (UInt64(field.number), field.value) {
    case (1...6, .bytes), (11, .bytes), (13, .bytes), (15, .varint), (1000..., _): true
    case (7...10, .varint), (12...14, .varint): true
    default: false
    }
  }
}

extension ContextTree {
  /// Takes what our own fields say; false when they do not fit together.
  fileprivate mutating func takeOwn(_ tables: PprofTables, _ symbols: PprofSymbols) throws(FormatError)
    -> Bool
  {
    guard let recording = tables.recording else { return false }
    (header, facts, threads) = (recording.header, recording.facts, tables.own.threads)
    (header.startUnixNs, header.durationNs) = (tables.startUnixNs, tables.durationNs)
    if !recording.hasContexts { measures.remove(.contexts) }
    if try !takeTasks(tables) { return false }
    for entry in tables.own.flat {
      guard let function = symbols.function(entry.function), entry.thread < UInt64(threads.count) else {
        return false
      }
      flat.append(
        Flat(
          function: function, thread: Int(entry.thread), tally: entry.tally, standsInTree: entry.standsInTree)
      )
    }
    for edge in tables.own.flatEdges {
      guard let callee = symbols.function(edge.function), edge.thread < UInt64(threads.count) else {
        return false
      }
      let caller = symbols.function(edge.caller)
      if caller == nil && edge.caller != 0 { return false }
      flatEdges.append(FlatEdge(caller: caller, callee: callee, thread: Int(edge.thread), tally: edge.tally))
    }
    return true
  }

  private mutating func takeTasks(_ tables: PprofTables) throws(FormatError) -> Bool {
    tasksLeftOut = tables.recording?.tasksLeftOut ?? 0
    for label in tables.own.labels { try labels.append(label.label(tables)) }
    var paths: [[String]] = []
    for path in tables.own.paths { try paths.append(path.names(tables)) }
    for raw in tables.own.tasks {
      guard let task = try raw.task(tables, paths, threads: threads.count, labels: labels.count) else {
        return false
      }
      tasks.append(task)
    }
    return true
  }

  fileprivate mutating func takeForeign(_ tables: PprofTables) {
    (header, facts, flat, flatEdges) = (Profile.Header(), Profile.Facts(), [], [])
    (labels, tasks, tasksLeftOut) = ([], [], 0)
    measures.insert(.contexts)
    (header.startUnixNs, header.durationNs) = (tables.startUnixNs, tables.durationNs)
    let comments = tables.comments.lazy.compactMap { try? tables.text($0) }
    facts.command = PprofComment.command(of: comments.first { !$0.isEmpty && !$0.hasPrefix("#") } ?? "")
  }
}
