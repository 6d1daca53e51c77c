extension Profile {
  /// The same with all times as they were recorded: the overhead put back where it was taken out.
  public var raw: Profile {
    var tree = contextTree
    tree.putOverheadBack()
    return Profile(tree)
  }
}

extension ContextTree {
  mutating func putOverheadBack() {
    for index in nodes.indices {
      nodes[index].selfWallNs += nodes[index].overheadWallNs
      nodes[index].selfCpuNs += nodes[index].overheadCpuNs
      (nodes[index].overheadWallNs, nodes[index].overheadCpuNs) = (0, 0)
    }
    for index in threads.indices {
      threads[index].selfWallNs += threads[index].overheadWallNs
      threads[index].selfCpuNs += threads[index].overheadCpuNs
      (threads[index].overheadWallNs, threads[index].overheadCpuNs) = (0, 0)
    }
    header.isRaw = true
  }
}
