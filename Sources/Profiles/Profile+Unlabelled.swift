extension Profile {
  /// The same without labels, each context together with its twins: for what shows the tree and cannot tell them apart.
  /// Itself where there are none.
  public var unlabelled: Profile {
    if labels.isEmpty { return self }
    var tree = contextTree
    for index in tree.nodes.indices { tree.nodes[index].label = -1 }
    for index in tree.tasks.indices { tree.tasks[index].label = -1 }
    tree.labels = []
    var rewrite = TreeRewrite(tree)
    return Profile(rewrite.applied(Array(repeating: .keep, count: tree.nodes.count)))
  }
}
