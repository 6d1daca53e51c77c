import Recording

extension Profile {
  /// The visible nodes in pre-order with their inclusive times. Callees keep the order of their first call.
  static func preOrder(_ tree: ContextTree, _ used: UsedFunctions, _ labels: UsedLabels) -> [Node] {
    let links = ChildLinks(tree)
    var nodes: [Node] = []
    nodes.reserveCapacity(tree.nodes.count)
    var newIndex = [Int32](repeating: -1, count: tree.nodes.count)
    for top in links.tops {
      var next = top
      while next >= 0 {
        let old = tree.nodes[Int(next)]
        newIndex[Int(next)] = Int32(nodes.count)
        let parent = old.parent < 0 ? -1 : newIndex[Int(old.parent)]
        nodes.append(
          Node(
            old, parent: parent, function: used.newIndex[Int(old.function)], label: labels.newIndex(old.label)
          ))
        next = links.successor(of: next, within: top, in: tree)
      }
    }
    addInclusive(&nodes)
    return nodes
  }

  private static func addInclusive(_ nodes: inout [Node]) {
    for index in nodes.indices.reversed() {
      nodes[index].times.includeSelf()
      guard let parent = nodes[index].parent else { continue }
      nodes[parent].times.addTotals(nodes[index].times)
    }
  }

  /// Edges for readers: calls from the tops of all threads taken together, in a fixed order.
  static func edges(from statistics: CallStatistics) -> [Edge] {
    var fromTops: [Int: CallTally] = [:]
    var edges: [Edge] = []
    for edge in statistics.edges {
      switch edge.caller {
      case .group(let caller): edges.append(Edge(caller: caller, callee: edge.callee, edge.tally))
      case .thread: fromTops[edge.callee, default: CallTally()].add(edge.tally)
      }
    }
    edges += fromTops.map { Edge(caller: nil, callee: $0.key, $0.value) }
    // WHY keys first: edges are large, and there may be as many as nodes.
    let keys = edges.indices.map { (key: edges[$0].order, index: $0) }
    return keys.sorted { $0.key < $1.key }.map { edges[$0.index] }
  }

  static func threads(of tree: ContextTree, nodes: [Node]) -> [Thread] {
    var sums = [Times](repeating: Times(), count: tree.threads.count)
    var open = [UInt64](repeating: 0, count: tree.threads.count)
    for node in nodes {
      sums[node.thread].addSelf(node.times)
      open[node.thread] += UInt64(node.open)
    }
    for entry in tree.flat where !entry.standsInTree {
      sums[entry.thread].addSelf(entry.tally.times)
    }
    return tree.threads.enumerated().map { index, thread in
      Thread(
        name: thread.name, osID: thread.osID, pythonIdent: thread.pythonIdent,
        startedBefore: thread.startedBefore, ended: thread.ended,
        startNs: thread.startNs, durationNs: thread.durationNs,
        wallNs: sums[index].selfWallNs + thread.selfWallNs,
        cpuNs: sums[index].selfCpuNs + thread.selfCpuNs,
        selfWallNs: thread.selfWallNs, selfCpuNs: thread.selfCpuNs,
        overheadWallNs: sums[index].selfOverheadWallNs + thread.overheadWallNs,
        overheadCpuNs: sums[index].selfOverheadCpuNs + thread.overheadCpuNs,
        selfOverheadWallNs: thread.overheadWallNs, selfOverheadCpuNs: thread.overheadCpuNs,
        open: open[index])
    }
  }
}

extension Profile.Node {
  fileprivate init(_ node: ContextTree.Node, parent: Int32, function: Int32, label: Int32) {
    parentIndex = parent
    functionIndex = function
    threadIndex = node.thread
    labelIndex = label
    open = node.open
    calls = node.calls
    resumptions = node.resumptions
    times = Profile.Times()
    times.selfWallNs = node.selfWallNs
    times.selfCpuNs = node.selfCpuNs
    times.suspendedNs = node.suspendedNs
    times.selfOverheadWallNs = node.overheadWallNs
    times.selfOverheadCpuNs = node.overheadCpuNs
  }
}

// MARK: back to what was recorded

extension Profile.Node {
  var recorded: ContextTree.Node {
    var node = ContextTree.Node(parent: parentIndex, function: functionIndex, thread: threadIndex)
    (node.open, node.calls, node.resumptions) = (open, calls, resumptions)
    (node.selfWallNs, node.selfCpuNs) = (times.selfWallNs, times.selfCpuNs)
    (node.overheadWallNs, node.overheadCpuNs) = (times.selfOverheadWallNs, times.selfOverheadCpuNs)
    (node.suspendedNs, node.label) = (times.suspendedNs, labelIndex)
    return node
  }
}

extension Profile.Thread {
  var recorded: ContextTree.Thread {
    var thread = ContextTree.Thread(name: name)
    (thread.osID, thread.pythonIdent) = (osID, pythonIdent)
    (thread.startedBefore, thread.ended) = (startedBefore, ended)
    (thread.startNs, thread.durationNs) = (startNs, durationNs)
    (thread.selfWallNs, thread.selfCpuNs) = (selfWallNs, selfCpuNs)
    (thread.overheadWallNs, thread.overheadCpuNs) = (selfOverheadWallNs, selfOverheadCpuNs)
    return thread
  }
}

extension Profile.Function {
  /// What the function is, without its numbers.
  public var identity: Snapshot.Function {
    Snapshot.Function(
      name: name, qualifiedName: qualifiedName, module: module, file: file, firstLine: firstLine, kind: kind)
  }
}

extension Profile.Edge {
  /// By caller, none last, then by callee.
  fileprivate var order: UInt64 { UInt64(caller ?? Int(UInt32.max)) << 32 | UInt64(callee) }

  fileprivate init(caller: Int?, callee: Int, _ tally: CallTally) {
    self.caller = caller
    self.callee = callee
    calls = tally.calls
    primitiveCalls = tally.primitiveCalls
    resumptions = tally.resumptions
    times = tally.times
    firstWallNs = tally.firstWallNs
    firstCpuNs = tally.firstCpuNs
  }
}
