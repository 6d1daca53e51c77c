import CRecording

extension RegionImage {
  /// Works the records out. O(nodes + functions + threads), times a logarithm for the order of the nodes.
  public func decode() -> Snapshot {
    var decoder = Decoder(image: self)
    return decoder.decode()
  }
}

struct Decoder {
  let image: RegionImage
  let nsPerTick: Double
  var snapshot = Snapshot()
  var functionIndex: [UInt32: Int] = [:]
  var threadIndex: [UInt32: Int] = [:]
  var nodeIndex: [UInt32: Int] = [:]
  /// How often each node's call is open; for folded calls on stacks put away, how often each record's is.
  var openCalls: [UInt32: UInt64] = [:]

  init(image: RegionImage) {
    self.image = image
    nsPerTick = 1 / image.clocks.ticksPerNs
  }

  mutating func decode() -> Snapshot {
    decodeHeader()
    decodeFunctions()
    decodeThreads()
    openCalls = countOpenCalls()
    for (cell, index) in threadIndex.sorted(by: { $0.value < $1.value }) { decodeFolded(cell, index) }
    decodeNodes()
    decodeTasks()
    snapshot.header.clockTroubles = clockTroubles()
    return snapshot
  }

  func ns(_ ticks: UInt64) -> UInt64 { UInt64(Double(ticks) * nsPerTick + 0.5) }

  /// CPU = wall - wait, and never below zero by rounding.
  func cpuNs(wall: UInt64, wait: UInt64) -> UInt64 { ns(wall) - min(ns(wall), ns(wait)) }

  private mutating func decodeHeader() {
    snapshot.header.processID = image.header.process_id
    snapshot.header.startUnixNs = image.header.start_unix_ns
    snapshot.header.durationNs = image.clocks.durationNs
    snapshot.header.tasksLeftOut = UInt64(image.header.tasks_left_out)
    snapshot.header.costs = image.options.costs
    snapshot.header.measuresCpu = !image.isTimer
    snapshot.header.usesTSC = image.source.usesTSC
    snapshot.header.usesRseq = image.source.usesRseq
  }

  private mutating func decodeFunctions() {
    for cell in list(from: image.header.first_function, \sp_function.next) {
      let function = image.record(cell, as: sp_function.self).pointee
      functionIndex[cell] = snapshot.functions.count
      snapshot.functions.append(decode(function))
    }
  }

  private func decode(_ function: sp_function) -> Snapshot.Function {
    var from: UInt32 = 0
    func next(_ count: UInt32) -> String {
      defer { from += count }
      return image.text(function.text, from: from, count: count)
    }
    var decoded = Snapshot.Function(
      name: next(function.name_bytes), qualifiedName: next(function.qualified_name_bytes),
      module: next(function.module_bytes), file: next(function.file_bytes),
      // That of a scope is the number by which the recording knew it.
      firstLine: function.file_bytes == 0 ? 0 : function.first_line,
      kind: Snapshot.Kind(rawValue: function.kind) ?? .python,
      visibility: Snapshot.Visibility(rawValue: function.visibility) ?? .shown)
    decoded.farCalls = Double(function.far_calls) / Double(SP_ALL_FAR)
    decoded.farReturns = Double(function.far_returns) / Double(SP_ALL_FAR)
    decoded.farYields = Double(function.far_yields) / Double(SP_ALL_FAR)
    return decoded
  }

  private mutating func decodeThreads() {
    for cell in list(from: image.header.first_thread, \sp_thread.next) {
      let thread = image.record(cell, as: sp_thread.self).pointee
      threadIndex[cell] = snapshot.threads.count
      snapshot.header.foldedCalls += thread.folded_calls
      snapshot.threads.append(
        Snapshot.Thread(
          name: image.text(thread.name, count: thread.name_bytes), osID: thread.os_id,
          pythonIdent: thread.python_ident, startedBefore: thread.started_before != 0,
          ended: !image.runningThreads.contains(cell),
          startNs: sinceStartNs(thread.start_tick &+ thread.set_back_ticks),
          durationNs: ns(thread.last_tick &- thread.start_tick), resyncs: thread.resyncs,
          unmatchedReturns: thread.unmatched, profilerNs: ns(thread.profiler_ticks)))
      snapshot.threads[snapshot.threads.count - 1].pace = pace(thread)
    }
  }

  /// 0 where the counter was set back before.
  private func sinceStartNs(_ tick: UInt64) -> UInt64 {
    ns(UInt64(max(0, Int64(bitPattern: tick &- image.header.start_tick))))
  }

  /// Of its probes (their harmonic mean, see `probePace`), against those while costs were measured.
  private func pace(_ thread: sp_thread) -> Double? {
    let costs = image.options.costs
    guard thread.probes > 0, thread.probe_speeds > 0, costs.probeNs > 0 else { return nil }
    let probeTicks = Double(SP_PROBE_SPEED) * Double(thread.probes) / Double(thread.probe_speeds)
    return probeTicks * nsPerTick / costs.probeNs
  }

  private mutating func decodeFolded(_ cell: UInt32, _ index: Int) {
    let thread = image.record(cell, as: sp_thread.self).pointee
    for cell in list(from: thread.first_folded, \sp_folded.next) {
      let folded = image.record(cell, as: sp_folded.self).pointee
      guard folded.calls + folded.resumptions > 0 else { continue }
      var (totalWall, totalWait) = (folded.total_wall_ticks, folded.total_wait_ticks)
      if folded.open > 0, folded.outermost != 0 {
        totalWall &+=
          thread.last_tick &- thread.start_tick &- thread.profiler_ticks &- folded.entered_wall_ticks
        totalWait &+= thread.total_wait_ticks &- folded.entered_wait_ticks
      }
      snapshot.folded.append(
        Snapshot.Folded(
          function: functionIndex[folded.function]!, thread: index, calls: folded.calls,
          primitiveCalls: folded.primitive_calls, resumptions: folded.resumptions,
          selfWallNs: ns(folded.self_wall_ticks),
          selfCpuNs: cpuNs(wall: folded.self_wall_ticks, wait: folded.self_wait_ticks),
          totalWallNs: ns(totalWall), totalCpuNs: cpuNs(wall: totalWall, wait: totalWait),
          open: UInt64(folded.open) + (openCalls[cell] ?? 0)))
    }
  }

  private mutating func decodeNodes() {
    var cells: [UInt32] = []
    for function in functionIndex.keys {
      let first = image.record(function, as: sp_function.self).pointee.first_node
      cells += list(from: first, \sp_node.next_of_function)
    }
    cells = parentsFirst(cells) { image.record($0, as: sp_node.self).pointee.parent }
    nodeIndex.reserveCapacity(cells.count)
    for cell in cells {
      let node = image.record(cell, as: sp_node.self).pointee
      guard let thread = threadIndex[node.thread], isUsed(node) else { continue }
      nodeIndex[cell] = snapshot.nodes.count
      snapshot.nodes.append(
        Snapshot.Node(
          parent: node.parent == 0 ? nil : nodeIndex[node.parent]!, function: functionIndex[node.function]!,
          thread: thread, calls: node.calls, resumptions: node.resumptions,
          selfWallNs: ns(node.self_wall_ticks),
          selfCpuNs: cpuNs(wall: node.self_wall_ticks, wait: node.self_wait_ticks),
          open: openCalls[cell] ?? 0))
      snapshot.nodes[snapshot.nodes.count - 1].isAsync =
        image.record(node.function, as: sp_function.self).pointee.is_async != 0
      decodeExtras(node)
      decodePlace(node)
    }
  }

  /// Of the node that was decoded last.
  private mutating func decodePlace(_ node: sp_node) {
    let last = snapshot.nodes.count - 1
    snapshot.nodes[last].isCalledFromFar = node.place & UInt32(SP_PLACE_FAR) != 0
    if node.place & UInt32(SP_PLACE_BARE) != 0 { snapshot.nodes[last].bareCalls = node.calls }
  }

  /// Of the node that was decoded last.
  private mutating func decodeExtras(_ node: sp_node) {
    guard node.extras != 0 else { return }
    let extras = image.record(node.extras, as: sp_extras.self).pointee
    let last = snapshot.nodes.count - 1
    snapshot.nodes[last].suspendedNs = ns(extras.suspended_ticks)
    snapshot.nodes[last].bareCalls = extras.bare_calls
    snapshot.nodes[last].unwinds = extras.unwinds
    snapshot.nodes[last].unrecordedCalls = extras.unrecorded_calls
    snapshot.nodes[last].superCalls = extras.super_calls
  }

  /// Every thread has a node "(folded)" in reserve; unless time went there it is nobody's business.
  private func isUsed(_ node: sp_node) -> Bool {
    image.record(node.function, as: sp_function.self).pointee.kind != UInt8(SP_KIND_FOLDED.rawValue)
      || node.self_wall_ticks > 0
  }

  private func countOpenCalls() -> [UInt32: UInt64] {
    var open: [UInt32: UInt64] = [:]
    for cell in threadIndex.keys {
      let thread = image.record(cell, as: sp_thread.self).pointee
      open[thread.root] = 1
      for call in calls(thread.stack, depth: thread.depth) where hasNode(call) {
        open[call.node, default: 0] += 1
      }
      for call in parkedCalls(thread) { open[hasNode(call) ? call.node : call.special, default: 0] += 1 }
    }
    return open
  }

  private func hasNode(_ call: sp_open_call) -> Bool { !isFoldedMark(call.special) }

  /// What is open on a stack above the root.
  private func calls(_ stack: UInt32, depth: UInt32) -> UnsafeBufferPointer<sp_open_call> {
    UnsafeBufferPointer(
      start: image.record(stack, as: sp_open_call.self) + 1, count: max(Int(depth), 1) - 1)
  }

  /// The open calls of a thread's greenlets that do not run.
  private func parkedCalls(_ thread: sp_thread) -> [sp_open_call] {
    list(from: thread.first_parked, \sp_parked_stack.next).flatMap { cell in
      let parked = image.record(cell, as: sp_parked_stack.self).pointee
      return Array(calls(parked.stack, depth: parked.depth))
    }
  }

  /// Oldest first: records are put in front of their lists.
  func list<Record>(from first: UInt32, _ next: KeyPath<Record, UInt32>) -> [UInt32] {
    var cells: [UInt32] = []
    var cell = first
    while cell != 0 {
      cells.append(cell)
      cell = image.record(cell, as: Record.self).pointee[keyPath: next]
    }
    return cells.reversed()
  }
}
