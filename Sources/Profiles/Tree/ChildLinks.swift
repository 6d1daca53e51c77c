/// First child and next sibling of each node, to walk a tree without recursion.
struct ChildLinks {
  private var firstChild: [Int32]
  private var nextSibling: [Int32]
  /// The tops of the threads, thread by thread.
  private(set) var tops: [Int32]

  init(_ tree: ContextTree) {
    firstChild = Array(repeating: -1, count: tree.nodes.count)
    nextSibling = firstChild
    var topsOfThread = Array(repeating: [Int32](), count: tree.threads.count)
    // Backwards, so that putting each child in front leaves them in the order of their first call.
    for index in tree.nodes.indices.reversed() {
      let node = tree.nodes[index]
      if node.parent < 0 {
        topsOfThread[Int(node.thread)].append(Int32(index))
      } else {
        nextSibling[index] = firstChild[Int(node.parent)]
        firstChild[Int(node.parent)] = Int32(index)
      }
    }
    tops = topsOfThread.flatMap { $0.reversed() }
  }

  /// The node after `node` in the pre-order of the subtree of `top`; -1 at its end.
  func successor(of node: Int32, within top: Int32, in tree: ContextTree) -> Int32 {
    if firstChild[Int(node)] >= 0 { return firstChild[Int(node)] }
    var up = node
    while up != top {
      if nextSibling[Int(up)] >= 0 { return nextSibling[Int(up)] }
      up = tree.nodes[Int(up)].parent
    }
    return -1
  }
}
