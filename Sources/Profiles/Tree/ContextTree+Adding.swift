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
    addTimes(of: other)
  }

  /// Adds the times only.
  mutating func addTimes(of other: Self) {
    selfWallNs = addUpTo(selfWallNs, other.selfWallNs)
    selfCpuNs = addUpTo(selfCpuNs, other.selfCpuNs)
  }
}

extension PairTable {
  /// The number of the node's context: its parent, or thread at the top, and its function.
  package mutating func number(contextOf node: ContextTree.Node, new: Int32) -> Int32 {
    let caller = node.parent < 0 ? 1 << 31 | UInt32(node.thread) : UInt32(node.parent)
    return number(caller, UInt32(node.function), new: new)
  }
}
