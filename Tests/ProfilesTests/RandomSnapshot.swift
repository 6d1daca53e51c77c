import Recording

struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  /// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// Trees grown at random over five functions and two threads.
enum RandomSnapshot {
  static func make(seed: UInt64) -> Snapshot {
    var random = SeededGenerator(state: seed)
    var snapshot = SnapshotScript("thread A\nf0 1\nf1 1\nf2 1\nf3 1\nf4 1\nthread B").snapshot
    snapshot.nodes.removeSubrange(1...5)
    var taken: Set<[Int]> = []
    for _ in 0..<Int.random(in: 1...300, using: &random) {
      let parent = Int.random(in: 0..<snapshot.nodes.count, using: &random)
      let function = Int.random(in: 1...5, using: &random)
      guard taken.insert([parent, function]).inserted else { continue }
      let wall = UInt64.random(in: 0...1000, using: &random)
      snapshot.nodes.append(
        Snapshot.Node(
          parent: parent, function: function, thread: snapshot.nodes[parent].thread,
          calls: .random(in: 0...9, using: &random), resumptions: .random(in: 0...3, using: &random),
          selfWallNs: wall, selfCpuNs: .random(in: 0...wall, using: &random)))
    }
    return snapshot
  }
}
