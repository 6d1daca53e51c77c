/// Numbers of pairs of 32-bit indices: a hash table with open addressing.
/// WHY not a Dictionary: it is asked once a node, and hashing that withstands attacks made a third of the work.
package struct PairTable {
  private var keys: [UInt64]
  private var values: [Int32]
  private var count = 0
  private var shift: UInt64
  /// Odd. WHY at random: files that anyone may have made must not know which pairs collide.
  private let multiplier = UInt64.random(in: 1 << 62 ... .max) | 1

  private static let empty = UInt64.max
  private static let startBits: UInt64 = 10

  package init() {
    keys = Array(repeating: Self.empty, count: 1 << Self.startBits)
    values = Array(repeating: 0, count: 1 << Self.startBits)
    shift = 64 - Self.startBits
  }

  /// The number of the pair; `new` becomes its number when it has none yet.
  package mutating func number(_ high: UInt32, _ low: UInt32, new: Int32) -> Int32 {
    let key = UInt64(high) << 32 | UInt64(low)
    let slot = slot(of: key)
    if keys[slot] == key { return values[slot] }
    keys[slot] = key
    values[slot] = new
    count += 1
    if count * 2 > keys.count { grow() }
    return new
  }

  /// Where the key stands or would stand. Multiplicative hashing (Knuth, TAOCP 3, 6.4), then the next free slot.
  private func slot(of key: UInt64) -> Int {
    var slot = Int(((key ^ (key >> 29)) &* multiplier) >> shift)
    while keys[slot] != key && keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = Array(repeating: Self.empty, count: old.0.count * 2)
    values = Array(repeating: 0, count: old.0.count * 2)
    shift -= 1
    for (key, value) in zip(old.0, old.1) where key != Self.empty {
      let slot = slot(of: key)
      (keys[slot], values[slot]) = (key, value)
    }
  }
}
