import Recording

/// What the events of a snapshot's nodes added to the program, by what each node is and was counted.
struct NodeCosts {
  /// Nanoseconds.
  struct Amount {
    /// Within the node's own measured time.
    var insideNs: UInt64
    /// Within that of the node that called it.
    var outsideNs: UInt64
  }

  private let costs: EventCosts
  private let kinds: [Snapshot.Kind]
  private let areInitializers: [Bool]
  private let paces: ThreadPaces

  /// nil: nothing was measured.
  init?(_ snapshot: Snapshot) {
    costs = snapshot.header.costs
    if costs.areZero { return nil }
    kinds = snapshot.functions.map(\.kind)
    areInitializers = snapshot.functions.map { $0.name == "__init__" }
    paces = ThreadPaces(snapshot.threads)
  }

  /// What a node's own events added.
  func amount(of node: Snapshot.Node) -> Amount {
    var sum = EventCosts.Cost()
    switch kinds[node.function] {
    case .python: addPython(node, to: &sum)
    case .builtin: sum.add(costs.builtin, times: node.calls)
    case .method: sum.add(costs.method, times: node.calls)
    case .type: sum.add(costs.type, times: node.calls)
    case .span: sum.add(costs.span, times: node.calls)
    case .thread, .gc, .label, .cut: break
    case .folded: return Amount(insideNs: 0, outsideNs: 0)
    }
    sum.insideNs += Double(node.unrecordedCalls) * costs.unrecorded.allNs
    sum.insideNs += Double(node.superCalls) * costs.superCall.allNs
    let pace = paces.of[node.thread]
    return Amount(
      insideNs: wholeNs(sum.insideNs * pace), outsideNs: wholeNs(sum.outsideNs * pace))
  }

  /// WHY a bare `__init__` is its type's: `super().__init__()` is a call like any other.
  private func addPython(_ node: Snapshot.Node, to sum: inout EventCosts.Cost) {
    let bare = min(node.bareCalls, node.calls)
    sum.add(node.isAsync ? costs.coroutine : costs.call, times: node.calls - bare)
    sum.add(areInitializers[node.function] ? costs.initializer : costs.bareCall, times: bare)
    sum.add(node.isAsync ? costs.awakening : costs.resumption, times: node.resumptions)
    sum.add(costs.unwind, times: node.unwinds)
  }
}

/// The nearest whole number; 0 for what is less and for what is no number.
/// WHY not rounded(): that is a call of libm, to which the library would not be linked.
func wholeNs(_ ns: Double) -> UInt64 {
  guard ns > 0 else { return 0 }
  return ns < 0x1p62 ? UInt64(ns + 0.5) : 1 << 62
}

extension EventCosts {
  fileprivate var areZero: Bool {
    [
      call, bareCall, unwind, resumption, awakening, builtin, method, type, unrecorded, span, coroutine,
      initializer, superCall,
    ]
    .allSatisfy { $0 == Cost() }
  }
}

extension EventCosts.Cost {
  fileprivate mutating func add(_ cost: Self, times count: UInt64) {
    insideNs += Double(count) * cost.insideNs
    outsideNs += Double(count) * cost.outsideNs
  }
}
