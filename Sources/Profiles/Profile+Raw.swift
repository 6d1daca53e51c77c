extension Profile {
  /// The same with all times as they were recorded: the overhead put back where it was taken out. Itself where it is
  /// that already.
  ///
  ///     let asRecorded = profile.raw.functions[0].times.totalWallNs
  ///
  /// Cost: that of working out a profile, O(n) for n nodes.
  public var raw: Profile { header.isRaw ? self : Profile(contextTree.raw) }
}

extension ContextTree {
  /// The same with all times as they were recorded.
  var raw: ContextTree {
    var tree = self
    tree.putOverheadBack()
    return tree
  }

  /// Makes all times those that were recorded. How much overhead there is among them only the header tells then.
  mutating func putOverheadBack() {
    for index in nodes.indices { nodes[index].putOverheadBack() }
    for index in threads.indices { threads[index].putOverheadBack() }
    for index in flat.indices { flat[index].tally.putOverheadBack() }
    for index in flatEdges.indices { flatEdges[index].tally.putOverheadBack() }
    for index in tasks.indices { tasks[index].putOverheadBack() }
    header.isRaw = true
  }
}

/// Moves what stands in `overhead` to where it was taken out.
/// WHY a bound: files may claim any number.
private func putBack(_ overhead: inout UInt64, into time: inout UInt64) {
  time = addUpTo(time, overhead)
  overhead = 0
}

extension ContextTree.Node {
  fileprivate mutating func putOverheadBack() {
    putBack(&overheadWallNs, into: &selfWallNs)
    putBack(&overheadCpuNs, into: &selfCpuNs)
  }
}

extension ContextTree.Thread {
  fileprivate mutating func putOverheadBack() {
    putBack(&overheadWallNs, into: &selfWallNs)
    putBack(&overheadCpuNs, into: &selfCpuNs)
  }
}

extension ContextTree.Task {
  fileprivate mutating func putOverheadBack() {
    putBack(&overheadWallNs, into: &wallNs)
    putBack(&overheadCpuNs, into: &cpuNs)
    putBack(&longestStepOverheadNs, into: &longestStepNs)
  }
}

extension CallTally {
  /// WHY `first` grows with the total: without contexts it is one, as far as anybody knows.
  fileprivate mutating func putOverheadBack() {
    firstWallNs = addUpTo(firstWallNs, times.totalOverheadWallNs)
    firstCpuNs = addUpTo(firstCpuNs, times.totalOverheadCpuNs)
    putBack(&times.selfOverheadWallNs, into: &times.selfWallNs)
    putBack(&times.selfOverheadCpuNs, into: &times.selfCpuNs)
    putBack(&times.totalOverheadWallNs, into: &times.totalWallNs)
    putBack(&times.totalOverheadCpuNs, into: &times.totalCpuNs)
  }
}
