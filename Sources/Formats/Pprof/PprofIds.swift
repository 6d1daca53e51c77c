/// From ids, which a file may choose at will, to indices.
struct PprofIds {
  /// Index of each id, when ids are small; -1: none.
  private var dense: [Int32] = []
  private var sparse: [UInt64: Int32] = [:]

  /// The first of several that have one id counts. WHY Dictionary for large ids: its hashing withstands attacks.
  init(_ ids: some Collection<UInt64>) {
    let largest = ids.max() ?? 0
    if largest <= UInt64(ids.count) * 2 + 64 {
      dense = Array(repeating: -1, count: Int(largest) + 1)
      for (index, id) in ids.enumerated() where dense[Int(id)] < 0 { dense[Int(id)] = Int32(index) }
    } else {
      sparse = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    }
  }

  /// nil: there is none.
  @inline(__always)
  func index(of id: UInt64) -> Int? {
    if id < UInt64(dense.count) {
      let index = dense[Int(id)]
      return index < 0 ? nil : Int(index)
    }
    return sparse.isEmpty ? nil : sparse[id].map(Int.init)
  }
}
