// Labels whose sessions have ended: their contexts join those without the label, and their memory is used again. A
// server that opens a session per request would fill its recording with them.
import CRecording

extension Recording {
  /// What stands below each of these labels moves to where it would be without the label, or below another, and is
  /// added up with what is there. A label that is open anywhere, or will be again with a suspended frame, stays.
  ///
  /// No thread of the recording is in an event meanwhile. O(nodes of the recording), however many labels.
  ///
  /// - Parameter labels: the key of each label and of the one to put in its place, 0 for none.
  /// - Returns: the number of labels that are gone; their keys mean nothing any more.
  public func dissolve(labels: [(label: sp_key, instead: sp_key)]) -> Int {
    withLock { shared in
      var replacements: [UInt32: UInt32] = [:]
      for (label, instead) in labels {
        guard let function = shared.functionOfKey[label] else { continue }
        replacements[function] = instead == 0 ? 0 : shared.functionOfKey[instead] ?? 0
      }
      if replacements.isEmpty { return 0 }
      var dissolver = LabelDissolver(shared, replacements)
      let gone = dissolver.run()
      shared.remove(nodes: dissolver.freed, ofFunctions: dissolver.functions)
      shared.give(dissolver.freedRecords)
      let nodes = dissolver.nodesOfThreads()
      for recorder in shared.recorders.values {
        relearn(recorder, nodes[recorder.pointee.thread_cell] ?? [], dissolver)
      }
      shared.forEachTask { task in
        task.pointee.node = dissolver.place(of: task.pointee.node)
        task.pointee.longest_node = dissolver.place(of: task.pointee.longest_node)
        task.pointee.creator_node = dissolver.place(of: task.pointee.creator_node)
      }
      var keys: [sp_key: UInt32] = [:]
      for (label, _) in labels {
        if let function = shared.functionOfKey[label], gone.contains(function) { keys[label] = function }
      }
      shared.removeFunctions(keys)
      return gone.count
    }
  }

  /// Brings a recorder's tables up to date.
  private func relearn(_ recorder: RecorderPointer, _ nodes: [NodePointer], _ dissolver: LabelDissolver) {
    let contexts = Int(recorder.pointee.contexts_mask) + 1
    recorder.pointee.contexts.update(repeating: 0, count: contexts)
    recorder.pointee.context_count = 0
    let ways = (Int(recorder.pointee.cache_mask) + 1) * 4
    recorder.pointee.cache.update(repeating: sp_callee_way(), count: ways)
    for node in nodes { insertContext(recorder, node) }
    for entry in recorder.pointee.suspended.occupied {
      entry.pointee.node = dissolver.place(of: entry.pointee.node)
      guard entry.pointee.extra & SP_HELD != 0 else { continue }
      let held = region.record(entry.pointee.extra & ~SP_HELD, as: sp_held_scopes.self)
      held.pointee.node = dissolver.place(of: held.pointee.node)
      held.pointee.top = dissolver.place(of: held.pointee.top)
    }
    relearn(recorder.pointee.stack, recorder.pointee.on_stack, dissolver)
    forEachParkedGreenlet(recorder) { relearn($0.pointee.stack!, $0.pointee.on_stack, dissolver) }
    for entry in recorder.pointee.made.occupied {
      entry.pointee.node = dissolver.place(of: entry.pointee.node)
    }
  }

  private func relearn(
    _ stack: UnsafeMutablePointer<sp_open_call>, _ state: sp_stack_state, _ dissolver: LabelDissolver
  ) {
    stack[1].node = dissolver.place(of: stack[1].node)  // which is asked after its call is closed, too
    for index in 0..<Int(state.step_count) {
      let step = state.steps! + index
      step.pointee.stretch_node = dissolver.place(of: step.pointee.stretch_node)
      step.pointee.common_node = dissolver.place(of: step.pointee.common_node)
    }
  }
}

/// One pass over the tree.
private struct LabelDissolver {
  private let region: Region
  private let replacements: [UInt32: UInt32]
  /// All nodes, by thread; parents first.
  private var cells: [UInt32] = []
  private var stay: Set<UInt32> = []
  /// Where the contexts of dissolved labels went.
  private var places: [UInt32: UInt32] = [:]
  private var children: [UInt64: UInt32] = [:]
  private(set) var freed: [UInt32] = []
  private(set) var freedRecords: [UInt32] = []
  /// Functions that have lost nodes.
  private(set) var functions: Set<UInt32> = []

  init(_ shared: SharedState, _ replacements: [UInt32: UInt32]) {
    region = shared.region
    self.replacements = replacements
    cells = shared.nodesParentsFirst()
    for recorder in shared.recorders.values { keepOpenLabels(of: recorder) }
  }

  private func node(_ cell: UInt32) -> NodePointer { region.record(cell, as: sp_node.self) }
  private func key(_ parent: UInt32, _ function: UInt32) -> UInt64 { UInt64(parent) << 32 | UInt64(function) }

  func place(of cell: UInt32) -> UInt32 { places[cell] ?? cell }

  /// What is left, by the cell of its thread.
  func nodesOfThreads() -> [UInt32: [NodePointer]] {
    Dictionary(grouping: cells.lazy.filter { places[$0] == nil }.map { node($0) }) { $0.pointee.thread }
  }

  /// The labels above all that is on a stack, or comes back with a frame.
  private mutating func keepOpenLabels(of recorder: RecorderPointer) {
    forEachOpenCall(of: recorder) { keepLabels(above: $0.node) }
    for entry in recorder.pointee.suspended.occupied where entry.pointee.extra & SP_HELD != 0 {
      keepLabels(above: region.record(entry.pointee.extra & ~SP_HELD, as: sp_held_scopes.self).pointee.top)
    }
  }

  /// On the running stack, and on those of greenlets that wait.
  private func forEachOpenCall(of recorder: RecorderPointer, _ body: (sp_open_call) -> Void) {
    for depth in 0..<Int(recorder.pointee.thread.pointee.depth) { body(recorder.pointee.stack[depth]) }
    var cell = recorder.pointee.thread.pointee.first_parked
    while cell != 0 {
      let parked = region.record(cell, as: sp_parked_stack.self).pointee
      let stack = region.record(parked.stack, as: sp_open_call.self)
      for depth in 0..<Int(parked.depth) { body(stack[depth]) }
      cell = parked.next
    }
  }

  private mutating func keepLabels(above cell: UInt32) {
    var at = cell
    while at != 0 {
      let node = node(at)
      if replacements[node.pointee.function] != nil { stay.insert(at) }
      at = node.pointee.parent
    }
  }

  /// The labels of which nothing is left.
  mutating func run() -> Set<UInt32> {
    for cell in cells { children[key(node(cell).pointee.parent, node(cell).pointee.function)] = cell }
    var kept: Set<UInt32> = []
    for cell in cells {
      let context = node(cell)
      (context.pointee.last_key, context.pointee.last_child) = (0, 0)
      let parent = place(of: context.pointee.parent)
      if let instead = replacements[context.pointee.function] {
        if stay.contains(cell) {
          kept.insert(context.pointee.function)
          move(cell, below: parent, as: context.pointee.function)
        } else if instead == 0 || parent == 0 {
          absorb(cell, into: parent)
        } else {
          move(cell, below: parent, as: instead)
        }
      } else if parent != context.pointee.parent {
        move(cell, below: parent, as: context.pointee.function)
      }
    }
    return Set(replacements.keys).subtracting(kept)
  }

  /// Puts a context below another, or adds it to the one that is there already.
  private mutating func move(_ cell: UInt32, below parent: UInt32, as function: UInt32) {
    let context = node(cell)
    if context.pointee.parent == parent, context.pointee.function == function { return }
    if let there = children[key(parent, function)], there != cell, places[there] == nil {
      return absorb(cell, into: there)
    }
    functions.formUnion([context.pointee.function, function])
    context.pointee.parent = parent
    context.pointee.function = function
    children[key(parent, function)] = cell
  }

  private mutating func absorb(_ cell: UInt32, into target: UInt32) {
    let (context, sum) = (node(cell), node(target))
    sum.pointee.self_wall_ticks &+= context.pointee.self_wall_ticks
    sum.pointee.self_wait_ticks &+= context.pointee.self_wait_ticks
    // Those of a label only say how often it was opened.
    if replacements[context.pointee.function] == nil {
      sum.pointee.calls &+= context.pointee.calls
      sum.pointee.resumptions &+= context.pointee.resumptions
    }
    if context.pointee.extras != 0 { addExtras(of: context, to: sum) }
    places[cell] = target
    functions.insert(context.pointee.function)
    freed.append(cell)
  }

  private mutating func addExtras(of context: NodePointer, to sum: NodePointer) {
    if sum.pointee.extras == 0 {
      sum.pointee.extras = context.pointee.extras
    } else {
      let added = region.record(context.pointee.extras, as: sp_extras.self)
      region.record(sum.pointee.extras, as: sp_extras.self).pointee.add(added.pointee)
      freedRecords.append(context.pointee.extras)
    }
    context.pointee.extras = 0
  }
}
