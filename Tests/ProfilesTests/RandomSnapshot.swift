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

/// Trees grown at random over five functions and two threads, with labels on request.
enum RandomSnapshot {
  private static let labels = ["[]", "[a]", "[a#t]", "[@1]", "[a@1]", "[b@1,2]", "[@2]"]

  static func make(seed: UInt64, labels: Bool = false) -> Snapshot {
    var random = SeededGenerator(state: seed)
    let callees = (0...4).map { "f\($0)" } + (labels ? Self.labels : [])
    let lines = callees.map { "\($0) 1\n" }.joined()
    var snapshot = SnapshotScript("thread A\n\(lines)thread B").snapshot
    snapshot.nodes.removeSubrange(1...callees.count)
    var taken: Set<[Int]> = []
    for _ in 0..<Int.random(in: 1...300, using: &random) {
      let parent = Int.random(in: 0..<snapshot.nodes.count, using: &random)
      let function = Int.random(in: 1...callees.count, using: &random)
      guard taken.insert([parent, function]).inserted else { continue }
      let wall = UInt64.random(in: 0...1000, using: &random)
      snapshot.nodes.append(
        Snapshot.Node(
          parent: parent, function: function, thread: snapshot.nodes[parent].thread,
          calls: .random(in: 0...9, using: &random), resumptions: .random(in: 0...3, using: &random),
          selfWallNs: wall, selfCpuNs: .random(in: 0...wall, using: &random)))
      if labels && function <= 5 && Bool.random(using: &random) {
        snapshot.nodes[snapshot.nodes.count - 1].suspendedNs = .random(in: 0...1000, using: &random)
      }
    }
    return snapshot
  }
}
