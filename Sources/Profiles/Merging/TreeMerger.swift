import Recording

/// Adds up trees of several recordings, one after the other.
///
/// Functions are the same if all of their identity is: kind, names, file and line. Threads are the same if they
/// have the same name, the nth of a name in one tree with the nth of that name in another. Memory grows with the
/// number of distinct contexts, not with the number of trees.
///
///     var merger = TreeMerger()
///     for tree in trees { merger.add(tree) }
///     let profile = Profile(merger.tree)
public struct TreeMerger {
  /// What has been added so far.
  public private(set) var tree = ContextTree()

  private var isEmpty = true
  private var functionIndex: [FunctionKey: Int32] = [:]
  private var threadIndex: [ThreadKey: Int32] = [:]
  private var labelIndex: [LabelKey: Int32] = [:]
  private var contexts = ContextNumbers()
  private var flatIndex: [FlatKey: Int] = [:]
  private var flatEdgeIndex: [FlatKey: Int] = [:]

  public init() {}

  /// Adds a tree. O(n) for its n nodes, with one hash look-up each.
  ///
  /// Times are of one kind: where one of the trees is raw the sum is, with the overhead of the others put back.
  public mutating func add(_ other: ContextTree) {
    if other.header.isRaw && !isEmpty { tree.putOverheadBack() }
    if tree.header.isRaw && !other.header.isRaw { return add(other.raw) }
    mergeHeaders(other)
    let functions = other.functions.map { index(of: $0) }
    let threads = addThreads(other.threads)
    let labels = other.labels.map { index(of: $0) }
    addNodes(other.nodes, functions: functions, threads: threads, labels: labels)
    addTasks(other, threads: threads, labels: labels)
    addFlat(other, functions: functions, threads: threads)
  }

  private mutating func mergeHeaders(_ other: ContextTree) {
    if isEmpty {
      (tree.header, tree.facts, tree.measures) = (other.header, other.facts, other.measures)
      isEmpty = false
      return
    }
    tree.header.merge(other.header)
    tree.facts.merge(other.facts)
    tree.measures.merge(other.measures)
  }

  // MARK: functions and threads

  private mutating func index(of function: Snapshot.Function) -> Int32 {
    let next = Int32(tree.functions.count)
    let index = functionIndex.insert(next, for: FunctionKey(function))
    if index == next { tree.functions.append(function) }
    return index
  }

  private mutating func addThreads(_ threads: [ContextTree.Thread]) -> [Int32] {
    var seen: [ExactText: Int] = [:]
    return threads.map { thread in
      let name = ExactText(thread.name)
      let occurrence = seen[name, default: 0]
      seen[name] = occurrence + 1
      let next = Int32(tree.threads.count)
      let index = threadIndex.insert(next, for: ThreadKey(name: name, occurrence: occurrence))
      if index == next { tree.threads.append(thread) } else { tree.threads[Int(index)].merge(thread) }
      return index
    }
  }

  // MARK: contexts

  private mutating func index(of label: ContextTree.Label) -> Int32 {
    let next = Int32(tree.labels.count)
    let index = labelIndex.insert(next, for: LabelKey(label))
    if index == next { tree.labels.append(label) }
    return index
  }

  private mutating func addNodes(
    _ nodes: [ContextTree.Node], functions: [Int32], threads: [Int32], labels: [Int32]
  ) {
    var place: [Int32] = []
    place.reserveCapacity(nodes.count)
    for node in nodes {
      var moved = node
      moved.parent = node.parent < 0 ? -1 : place[Int(node.parent)]
      moved.function = functions[Int(node.function)]
      moved.thread = threads[Int(node.thread)]
      if node.label >= 0 { moved.label = labels[Int(node.label)] }
      let next = Int32(tree.nodes.count)
      let at = contexts.number(of: moved, new: next)
      if at == next { tree.nodes.append(moved) } else { tree.nodes[Int(at)].add(moved) }
      place.append(at)
    }
  }

  /// Tasks of different recordings are different ones, whatever their names.
  private mutating func addTasks(_ other: ContextTree, threads: [Int32], labels: [Int32]) {
    for task in other.tasks {
      var moved = task
      moved.thread = Int(threads[task.thread])
      if task.label >= 0 { moved.label = labels[Int(task.label)] }
      tree.tasks.append(moved)
    }
    tree.tasksLeftOut = addUpTo(tree.tasksLeftOut, other.tasksLeftOut)
    tree.boundTasks()
  }

  // MARK: calls without a context

  private mutating func addFlat(_ other: ContextTree, functions: [Int32], threads: [Int32]) {
    for entry in other.flat {
      var moved = entry
      moved.function = Int(functions[entry.function])
      moved.thread = Int(threads[entry.thread])
      let key = FlatKey(
        caller: entry.standsInTree ? 1 : 0, callee: moved.function, thread: moved.thread)
      let next = tree.flat.count
      let at = flatIndex.insert(next, for: key)
      if at == next { tree.flat.append(moved) } else { tree.flat[at].tally.add(moved.tally) }
    }
    for edge in other.flatEdges {
      var moved = edge
      moved.caller = edge.caller.map { Int(functions[$0]) }
      moved.callee = Int(functions[edge.callee])
      moved.thread = Int(threads[edge.thread])
      let key = FlatKey(caller: moved.caller ?? -1, callee: moved.callee, thread: moved.thread)
      let next = tree.flatEdges.count
      let at = flatEdgeIndex.insert(next, for: key)
      if at == next { tree.flatEdges.append(moved) } else { tree.flatEdges[at].tally.add(moved.tally) }
    }
  }
}

private struct FlatKey: Hashable {
  let caller, callee, thread: Int
}

private struct LabelKey: Hashable {
  let context, tag: ExactText

  init(_ label: ContextTree.Label) { (context, tag) = (ExactText(label.context), ExactText(label.tag)) }
}

private struct ThreadKey: Hashable {
  let name: ExactText
  let occurrence: Int
}

extension Dictionary {
  /// The value of the key, which becomes `value` if it has none.
  fileprivate mutating func insert(_ value: Value, for key: Key) -> Value {
    if let old = self[key] { return old }
    self[key] = value
    return value
  }
}
