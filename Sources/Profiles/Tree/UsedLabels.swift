/// The labels of a tree that anything is in, and where each label went.
struct UsedLabels {
  private(set) var labels: [Profile.Label] = []
  private var newIndexes: [Int32]

  init(of tree: ContextTree) {
    newIndexes = Array(repeating: -1, count: tree.labels.count)
    if tree.labels.isEmpty { return }
    var used = Array(repeating: false, count: tree.labels.count)
    for node in tree.nodes where node.label >= 0 { used[Int(node.label)] = true }
    for task in tree.tasks where task.label >= 0 { used[Int(task.label)] = true }
    for (index, label) in tree.labels.enumerated() where used[index] {
      newIndexes[index] = Int32(labels.count)
      labels.append(Profile.Label(label))
    }
    for node in tree.nodes where node.label >= 0 { labels[Int(newIndexes[Int(node.label)])].add(node) }
  }

  @inline(__always)
  func newIndex(_ label: Int32) -> Int32 { label < 0 ? -1 : newIndexes[Int(label)] }

  func tasks(of tree: ContextTree) -> [ContextTree.Task] {
    tree.tasks.map {
      var task = $0
      task.label = newIndex($0.label)
      return task
    }
  }
}

extension Profile.Label {
  fileprivate mutating func add(_ node: ContextTree.Node) {
    calls = addUpTo(calls, node.calls)
    selfWallNs = addUpTo(selfWallNs, node.selfWallNs)
    selfCpuNs = addUpTo(selfCpuNs, node.selfCpuNs)
    overheadWallNs = addUpTo(overheadWallNs, node.overheadWallNs)
    overheadCpuNs = addUpTo(overheadCpuNs, node.overheadCpuNs)
  }
}
