import Profiles

/// Contexts found by their calling context and function.
struct PprofTrie {
  private(set) var nodes: [ContextTree.Node] = []
  private var numbers = ContextNumbers()

  /// What a context takes at most while the arrays grow.
  static let bytesPerNode = MemoryLayout<ContextTree.Node>.stride * 2 + 12 * 6

  /// The context of this function called by `parent`, a new one when there is none yet; -1: top of the thread.
  mutating func child(of parent: Int32, function: Int32, thread: Int32) -> Int32 {
    let node = ContextTree.Node(parent: parent, function: function, thread: thread)
    let next = Int32(nodes.count)
    let number = numbers.number(of: node, new: next)
    if number == next { nodes.append(node) }
    return number
  }

  mutating func add(_ sample: ContextTree.Node, to index: Int32) { nodes[Int(index)].add(sample) }
}
