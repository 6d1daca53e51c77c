import Glibc

extension ContextTree {
  /// Only the threads whose name fits a pattern or whose OS id is given. Throws when none does.
  func keepingThreads(_ patterns: [String]) throws(FilterError) -> ContextTree {
    var newIndex: [Int32] = []
    var tree = self
    tree.threads = []
    for thread in threads {
      let fits = patterns.contains { thread.fits($0) }
      newIndex.append(fits ? Int32(tree.threads.count) : -1)
      if fits { tree.threads.append(thread) }
    }
    if tree.threads.isEmpty {
      let wanted = patterns.map { "\"\($0)\"" }.joined(separator: " or ")
      throw FilterError("no thread is named \(wanted) or has such an id; there are: \(threadNames)")
    }
    var rewrite = TreeRewrite(self)
    let kept = rewrite.applied(nodes.map { newIndex[Int($0.thread)] < 0 ? .drop : .keep })
    tree.nodes = kept.nodes.map { node in
      var moved = node
      moved.thread = newIndex[Int(node.thread)]
      return moved
    }
    tree.flat = flat.filter { newIndex[$0.thread] >= 0 }
    tree.flatEdges = flatEdges.filter { newIndex[$0.thread] >= 0 }
    for index in tree.flat.indices { tree.flat[index].thread = Int(newIndex[tree.flat[index].thread]) }
    for index in tree.flatEdges.indices {
      tree.flatEdges[index].thread = Int(newIndex[tree.flatEdges[index].thread])
    }
    tree.tasks = tasks.filter { newIndex[$0.thread] >= 0 }
    for index in tree.tasks.indices { tree.tasks[index].thread = Int(newIndex[tree.tasks[index].thread]) }
    return tree
  }

  private static let mostNames = 8

  private var threadNames: String {
    let names = threads.prefix(Self.mostNames).map { "\($0.name) (\($0.osID))" }.joined(separator: ", ")
    return threads.count > Self.mostNames ? "\(names) and \(threads.count - Self.mostNames) more" : names
  }
}

extension ContextTree.Thread {
  fileprivate func fits(_ pattern: String) -> Bool {
    pattern == name || pattern == String(osID) || fnmatch(pattern, name, 0) == 0
  }
}
