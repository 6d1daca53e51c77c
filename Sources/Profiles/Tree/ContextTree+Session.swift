import Recording

extension ContextTree {
  /// Takes contexts away that have no numbers, nor has anything that they call.
  mutating func dropEmptyBranches() {
    var isWanted = nodes.map { !$0.isEmpty }
    for index in nodes.indices.reversed() where isWanted[index] && nodes[index].parent >= 0 {
      isWanted[Int(nodes[index].parent)] = true
    }
    var place: [Int32] = []
    place.reserveCapacity(nodes.count)
    var kept: [Node] = []
    for (index, node) in nodes.enumerated() {
      place.append(Int32(kept.count))
      guard isWanted[index] else { continue }
      kept.append(node)
      if node.parent >= 0 { kept[kept.count - 1].parent = place[Int(node.parent)] }
    }
    nodes = kept
  }

  /// Takes threads away in which nothing is, and makes the others as long as what is recorded of them.
  mutating func keepUsedThreads() {
    var recorded = threads.map(\.recordedNs)
    var isUsed = recorded.map { $0 > 0 }
    for node in nodes {
      recorded[Int(node.thread)] += node.selfWallNs + node.overheadWallNs
      isUsed[Int(node.thread)] = true
    }
    for task in tasks { isUsed[task.thread] = true }
    var newIndex: [Int32] = []
    var used: [Thread] = []
    for (index, thread) in threads.enumerated() {
      newIndex.append(Int32(used.count))
      guard isUsed[index] else { continue }
      used.append(thread)
      used[used.count - 1].durationNs = recorded[index]
    }
    threads = used
    for index in nodes.indices { nodes[index].thread = newIndex[Int(nodes[index].thread)] }
    for index in tasks.indices { tasks[index].thread = Int(newIndex[tasks[index].thread]) }
  }
}

extension Profile.Header {
  /// About one session of a recording, whose tree this is.
  init(_ snapshot: Snapshot, inSession tree: ContextTree) {
    processID = snapshot.header.processID
    startUnixNs = snapshot.header.startUnixNs
    durationNs =
      tree.threads.reduce(0) { $0 + $1.recordedNs }
      + tree.nodes.reduce(0) { $0 + $1.selfWallNs + $1.overheadWallNs }
    events = tree.nodes.reduce(0) {
      $0 + Self.entryEvents($1.calls + $1.resumptions, open: UInt64($1.open))
    }
    setCosts(snapshot)
    overheadNs = tree.overheadWallNs
    usesTSC = snapshot.header.usesTSC
    usesRseq = snapshot.header.usesRseq
  }
}
