import Profiles

/// Contexts found by their calling context and function: a hash table with open addressing.
struct PprofTrie {
  private(set) var nodes: [ContextTree.Node] = []
  private var keys: [UInt64]
  private var numbers: [Int32]
  private var shift: UInt64
  /// WHY at random: with a known one, a file could be made whose keys all fall on one place.
  private let multiplier = UInt64.random(in: 1 << 62 ... .max) | 1

  /// What a context takes at most while the arrays grow.
  static let bytesPerNode = MemoryLayout<ContextTree.Node>.stride * 2 + 12 * 6

  private static let empty = UInt64.max
  private static let startBits: UInt64 = 10

  init() {
    keys = Array(repeating: Self.empty, count: 1 << Self.startBits)
    numbers = Array(repeating: 0, count: 1 << Self.startBits)
    shift = 64 - Self.startBits
  }

  /// The context of this function called by `parent`, a new one when there is none yet; -1: top of the thread.
  @inline(__always)
  mutating func child(of parent: Int32, function: Int32, thread: Int32) -> Int32 {
    let caller = parent < 0 ? 1 << 31 | UInt32(bitPattern: thread) : UInt32(bitPattern: parent)
    let key = UInt64(caller) << 32 | UInt64(UInt32(bitPattern: function))
    let slot = slot(of: key)
    if keys[slot] == key { return numbers[slot] }
    keys[slot] = key
    numbers[slot] = Int32(nodes.count)
    nodes.append(ContextTree.Node(parent: parent, function: function, thread: thread))
    if nodes.count * 2 > keys.count { grow() }
    return Int32(nodes.count - 1)
  }

  /// WHY sums may wrap: `ContextTree.isSound` is asked of the whole, and refuses what comes near.
  mutating func add(_ sample: ContextTree.Node, to index: Int32) {
    let node = nodes[Int(index)]
    nodes[Int(index)].calls = Self.sum(node.calls, sample.calls)
    nodes[Int(index)].resumptions = Self.sum(node.resumptions, sample.resumptions)
    nodes[Int(index)].selfWallNs = Self.sum(node.selfWallNs, sample.selfWallNs)
    nodes[Int(index)].selfCpuNs = Self.sum(node.selfCpuNs, sample.selfCpuNs)
    nodes[Int(index)].open = UInt32(clamping: UInt64(node.open) + UInt64(sample.open))
  }

  private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }

  /// Where the key stands or would stand: multiplicative hashing, then the next free slot.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    var slot = Int(((key ^ (key >> 29)) &* multiplier) >> shift)
    while keys[slot] != key && keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = (keys, numbers)
    keys = Array(repeating: Self.empty, count: old.0.count * 2)
    numbers = Array(repeating: 0, count: old.0.count * 2)
    shift -= 1
    for (key, number) in zip(old.0, old.1) where key != Self.empty {
      let slot = slot(of: key)
      (keys[slot], numbers[slot]) = (key, number)
    }
  }
}
