import Recording

/// What the calls that a node makes cost more for their variety (`EventCosts.Variety`).
///
/// In code that runs in circles the processor foresees all that an event does; in code that does now this, now that, it
/// does not, and a call costs up to twice as much. How varied the calls of a node are its callees tell: the chance
/// that of two of its calls, taken at random, one is of another callee than the other, 1 - Σ share² (Simpson, Nature
/// 163, 1949). And the code between, with a mean stretch of t nanoseconds from event to event:
///
///     a call costs more:  mostNs * variety * t² / (t² + halfNs²)
///
/// WHY both: a loop over ten functions that do nothing is foreseen as a whole. What always comes together is one call: that
/// of a class and its `__init__`, `super()` and its method.
struct VariedCalls {
  private let costs: EventCosts.Variety
  private let paces: ThreadPaces
  /// By node: calls of its own callees, so far, and the sum of their squares.
  private var calls: [Double]
  private var squares: [Double]

  init(_ snapshot: Snapshot, _ paces: ThreadPaces) {
    costs = snapshot.header.costs.variety
    self.paces = paces
    calls = Array(repeating: 0, count: costs.mostNs > 0 ? snapshot.nodes.count : 0)
    squares = calls
  }

  /// So many calls, and resumptions, of one callee.
  mutating func count(_ calls: UInt64, from caller: Int) {
    if self.calls.isEmpty { return }
    self.calls[caller] += Double(calls)
    squares[caller] += Double(calls) * Double(calls)
  }

  /// What they added to a node whose own time, with that, is `ns`. All its callees have been counted.
  func amountNs(_ index: Int, _ node: Snapshot.Node, in ns: UInt64) -> UInt64 {
    guard !calls.isEmpty, calls[index] > 0 else { return 0 }
    let pace = paces.of[node.thread]
    let most = costs.mostNs * pace * (calls[index] - squares[index] / calls[index])
    let half = costs.halfNs * pace * (calls[index] + Double(node.calls) + Double(node.resumptions))
    // The stretches are what is left without it: each round comes nearer.
    var own = Double(ns)
    for _ in 0..<4 { own = max(0, Double(ns) - most * own * own / (own * own + half * half)) }
    return wholeNs(Double(ns) - own)
  }
}
