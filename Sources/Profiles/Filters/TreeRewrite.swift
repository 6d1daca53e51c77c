/// What becomes of each context of a tree, and the tree that this gives.
///
/// Filters say what they want per context; here is the one place that moves callees up and merges those that
/// meet in one context.
struct TreeRewrite {
  enum Action: UInt8 {
    case keep
    /// The context stays as the way to its callees; its own time goes.
    case keepWithoutTime
    /// The context stays as the way to its callees, without any numbers.
    case keepAsPath
    /// Its time becomes its caller's own, its callees become its caller's.
    case foldIntoCaller
    /// It becomes, with all that it calls, calls of one function at its caller's (`cutFunction`).
    case cut
    /// It goes, with all that it calls and their time.
    case drop
  }

  private let tree: ContextTree
  private let cutFunction: Int32
  private var result: ContextTree
  private var contexts = ContextNumbers()
  /// Where each context went: an index in `result`, or one of the values below.
  private var place: [Int32] = []
  private var isCut: [Bool]
  /// Of cut contexts: it or one above it in the cut was suspended, so that what is below was too.
  private var isSuspendedCut: [Bool]

  private static let top: Int32 = -1
  private static let dropped: Int32 = -2

  /// - Parameters:
  ///   - actions: one for each context of the tree.
  ///   - cutFunction: index of the function that cut contexts become calls of; -1: nothing is cut.
  init(_ tree: ContextTree, cutFunction: Int32 = -1) {
    self.tree = tree
    self.cutFunction = cutFunction
    result = tree
    result.nodes = []
    isCut = Array(repeating: false, count: tree.nodes.count)
    isSuspendedCut = isCut
  }

  /// The tree after `actions`, one for each context. O(n), with one hash look-up a context.
  mutating func applied(_ actions: [Action]) -> ContextTree {
    place.reserveCapacity(tree.nodes.count)
    for (index, node) in tree.nodes.enumerated() {
      let parent = node.parent < 0 ? Self.top : place[Int(node.parent)]
      isCut[index] = actions[index] == .cut || (node.parent >= 0 && isCut[Int(node.parent)])
      place.append(
        newPlace(of: isCut[index] ? cutNode(index) : node, below: parent, isCut: isCut[index], actions[index])
      )
    }
    return result
  }

  /// A context that is cut, with its suspension if that is not part of what one above it was suspended.
  private mutating func cutNode(_ index: Int) -> ContextTree.Node {
    var node = tree.nodes[index]
    let isBelow = node.parent >= 0 && isSuspendedCut[Int(node.parent)]
    isSuspendedCut[index] = isBelow || node.suspendedNs > 0
    if isBelow { node.suspendedNs = 0 }
    return node
  }

  private mutating func newPlace(
    of node: ContextTree.Node, below parent: Int32, isCut: Bool, _ action: Action
  ) -> Int32 {
    if parent == Self.dropped || action == .drop { return Self.dropped }
    if isCut { return addCut(node, below: parent) }
    switch action {
    case .foldIntoCaller:
      let caller = parent < 0 ? parent : twin(of: parent, label: node.label)
      addTime(of: node, to: caller)
      return caller
    case .keepWithoutTime:
      var emptied = node
      emptied.removeTimes()
      return add(emptied, below: parent, function: node.function)
    case .keepAsPath:
      return add(node.emptied, below: parent, function: node.function)
    case .keep, .cut, .drop:
      return add(node, below: parent, function: node.function)
    }
  }

  /// All below a cut context is added to the one context of `cutFunction` at its caller's.
  private mutating func addCut(_ node: ContextTree.Node, below parent: Int32) -> Int32 {
    if parent >= 0 && result.nodes[Int(parent)].function == cutFunction {
      let cut = twin(of: parent, label: node.label)
      result.nodes[Int(cut)].add(node)
      return cut
    }
    return add(node, below: parent, function: cutFunction)
  }

  /// The context that differs from one of `result` in the label only: itself where that is its own.
  private mutating func twin(of place: Int32, label: Int32) -> Int32 {
    var twin = result.nodes[Int(place)].emptied
    if twin.label == label { return place }
    twin.label = label
    return add(twin, below: twin.parent, function: twin.function)
  }

  private mutating func add(_ node: ContextTree.Node, below parent: Int32, function: Int32) -> Int32 {
    var moved = node
    (moved.parent, moved.function) = (parent, function)
    let next = Int32(result.nodes.count)
    let at = contexts.number(of: moved, new: next)
    if at == next { result.nodes.append(moved) } else { result.nodes[Int(at)].add(moved) }
    return at
  }

  private mutating func addTime(of node: ContextTree.Node, to place: Int32) {
    if place >= 0 { return result.nodes[Int(place)].addSelfTimes(of: node) }
    result.threads[Int(node.thread)].addSelfTimes(of: node)
  }
}
