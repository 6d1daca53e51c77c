import Recording

/// The tasks of a snapshot, with names in the place of nodes.
struct SnapshotTasks {
  private(set) var tasks: [ContextTree.Task] = []

  private let snapshot: Snapshot
  private var pathOfNode: [Int: [String]] = [:]

  init(_ snapshot: Snapshot, _ visible: VisibleTree) {
    self.snapshot = snapshot
    tasks.reserveCapacity(snapshot.tasks.count)
    let overhead = TaskOverhead(snapshot, visible.overhead)
    for task in snapshot.tasks where Self.isWanted(task, visible) {
      var named = named(task, visible)
      overhead.takeOut(of: &named, node: task.node)
      tasks.append(named)
    }
  }

  private static func isWanted(_ task: Snapshot.Task, _ visible: VisibleTree) -> Bool {
    visible.isInSession.isEmpty || visible.session == nil
      || task.node.map { visible.isInSession[$0] } ?? false
  }

  private mutating func named(_ task: Snapshot.Task, _ visible: VisibleTree) -> ContextTree.Task {
    var named = ContextTree.Task(kind: task.kind, name: task.name, thread: task.thread)
    if let node = task.node {
      named.function = isShown(node) ? function(of: node).displayName : ""
      named.label = visible.labelOfNode.isEmpty ? -1 : visible.labelOfNode[node]
    }
    named.creator = task.creatorNode.flatMap { path(to: $0).last } ?? ""
    named.creatorTask = task.creatorTask.map { snapshot.tasks[$0].name } ?? ""
    named.longestPath = task.longestNode.map { shortened(path(to: $0)) } ?? []
    (named.ended, named.steps) = (task.ended, task.steps)
    (named.wallNs, named.cpuNs, named.suspendedNs) = (task.wallNs, task.cpuNs, task.suspendedNs)
    named.longestStepNs = task.longestStepNs
    return named
  }

  private func function(of node: Int) -> Snapshot.Function {
    snapshot.functions[snapshot.nodes[node].function]
  }

  private func isShown(_ node: Int) -> Bool {
    let function = function(of: node)
    return function.visibility == .shown && function.kind != .thread && function.kind != .label
  }

  /// Display names of the functions down to a node, those left out that profiles leave out.
  /// WHY remembered: most tasks of a program do the same.
  private mutating func path(to node: Int) -> [String] {
    if let known = pathOfNode[node] { return known }
    var nodes: [Int] = []
    var up: Int? = node
    while let next = up {
      nodes.append(next)
      up = snapshot.nodes[next].parent
    }
    let visible = nodes.reversed().prefix { function(of: $0).visibility != .own }
    let path = visible.filter(isShown).map { function(of: $0).displayName }
    pathOfNode[node] = path
    return path
  }

  private func shortened(_ path: [String]) -> [String] {
    let most = ContextTree.longestPathNames
    if path.count <= most { return path }
    return path.prefix(most / 2) + ["..."] + path.suffix(most - most / 2 - 1)
  }
}
