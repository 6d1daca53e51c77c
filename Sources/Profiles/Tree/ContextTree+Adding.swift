/// The sum, or the largest number there is.
/// WHY not a trap: files may claim any number.
func addUpTo(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? .max : sum
}

extension ContextTree.Node {
  /// Adds the calls and times of another context to this one's.
  package mutating func add(_ other: Self) {
    calls = addUpTo(calls, other.calls)
    resumptions = addUpTo(resumptions, other.resumptions)
    open = UInt32(clamping: UInt64(open) + UInt64(other.open))
    addSelfTimes(of: other)
    suspendedNs = addUpTo(suspendedNs, other.suspendedNs)
  }

  /// Adds the times that a caller has when a callee is taken for a part of it. WHY not what the callee was suspended:
  /// its caller was too, and knows that already.
  mutating func addSelfTimes(of other: Self) {
    selfWallNs = addUpTo(selfWallNs, other.selfWallNs)
    selfCpuNs = addUpTo(selfCpuNs, other.selfCpuNs)
    overheadWallNs = addUpTo(overheadWallNs, other.overheadWallNs)
    overheadCpuNs = addUpTo(overheadCpuNs, other.overheadCpuNs)
  }

  /// Takes all times away.
  mutating func removeTimes() {
    (selfWallNs, selfCpuNs, suspendedNs) = (0, 0, 0)
    (overheadWallNs, overheadCpuNs) = (0, 0)
  }

  /// Nothing but where it stands.
  var emptied: Self {
    var empty = Self(parent: parent, function: function, thread: thread)
    empty.label = label
    return empty
  }

  /// Whether it has no numbers at all.
  var isEmpty: Bool {
    calls | resumptions | selfWallNs | selfCpuNs | suspendedNs == 0 && open == 0
      && overheadWallNs | overheadCpuNs == 0
  }
}

extension ContextTree.Thread {
  /// Adds times that passed outside of any function.
  mutating func addSelfTimes(of node: ContextTree.Node) {
    selfWallNs = addUpTo(selfWallNs, node.selfWallNs)
    selfCpuNs = addUpTo(selfCpuNs, node.selfCpuNs)
    overheadWallNs = addUpTo(overheadWallNs, node.overheadWallNs)
    overheadCpuNs = addUpTo(overheadCpuNs, node.overheadCpuNs)
  }

  /// Takes away what passed outside of any function.
  mutating func removeTimes() {
    (selfWallNs, selfCpuNs) = (0, 0)
    (overheadWallNs, overheadCpuNs) = (0, 0)
  }

  /// Outside of any function, as it was recorded.
  var recordedNs: UInt64 { addUpTo(selfWallNs, overheadWallNs) }
}

/// Numbers of contexts by what they are: parent, or thread at the top, function and label.
package struct ContextNumbers {
  private var contexts = PairTable()
  /// Numbers of (function, label), for contexts that have one.
  private var labelled = PairTable()
  private var labelledCount: Int32 = 0

  package init() {}

  /// The number of the node's context; `new` becomes its number when it has none yet.
  package mutating func number(of node: ContextTree.Node, new: Int32) -> Int32 {
    let caller = node.parent < 0 ? 1 << 31 | UInt32(node.thread) : UInt32(node.parent)
    return contexts.number(caller, node.label < 0 ? UInt32(node.function) : callee(node), new: new)
  }

  private mutating func callee(_ node: ContextTree.Node) -> UInt32 {
    let number = labelled.number(UInt32(node.function), UInt32(node.label), new: labelledCount)
    if number == labelledCount { labelledCount += 1 }
    return 1 << 31 | UInt32(number)
  }
}
