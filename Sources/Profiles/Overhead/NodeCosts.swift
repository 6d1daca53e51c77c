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

  /// What of a function matters here. WHY apart from it: its names would be counted as used and unused again at each node.
  private struct Traits {
    let kind: Snapshot.Kind
    let isInitializer: Bool
    let farCalls, farReturns, farYields: Double

    init(_ function: Snapshot.Function) {
      (kind, isInitializer) = (function.kind, function.name == "__init__")
      (farCalls, farReturns, farYields) = (function.farCalls, function.farReturns, function.farYields)
    }
  }

  private let costs: EventCosts
  private let traits: [Traits]
  /// Steps of tasks, by the node of their outermost call.
  private let steps: [Int: UInt64]
  let paces: ThreadPaces

  /// nil: nothing was measured.
  init?(_ snapshot: Snapshot) {
    costs = snapshot.header.costs
    if costs.areZero { return nil }
    traits = snapshot.functions.map(Traits.init)
    steps = Self.steps(of: snapshot.tasks)
    paces = ThreadPaces(snapshot.threads)
  }

  private static func steps(of tasks: [Snapshot.Task]) -> [Int: UInt64] {
    let coroutines = tasks.lazy.filter { $0.kind == .coroutine }
    return Dictionary(
      coroutines.compactMap { task in task.node.map { ($0, task.steps) } }, uniquingKeysWith: addUpTo)
  }

  /// What the own events of the node with this index added.
  func amount(of node: Snapshot.Node, _ index: Int) -> Amount {
    var sum = EventCosts.Cost()
    let function = traits[node.function]
    switch function.kind {
    case .python:
      addPython(node, function, to: &sum)
      if node.isAsync { addSteps(of: node, index, to: &sum) }
    case .builtin: addNative(node, costs.builtin, to: &sum)
    case .method: addNative(node, costs.method, to: &sum)
    case .type: addNative(node, costs.type, to: &sum)
    case .span: sum.add(costs.span, times: node.calls)
    case .thread, .gc, .label, .cut: break
    case .folded: return Amount(insideNs: 0, outsideNs: 0)
    }
    let farNs = 2 * function.farCalls * costs.far.allNs
    sum.insideNs += Double(node.unrecordedCalls) * (costs.unrecorded.allNs + farNs)
    sum.insideNs += Double(node.superCalls) * (costs.superCall.allNs + farNs)
    let pace = paces.of[node.thread]
    return Amount(
      insideNs: wholeNs(sum.insideNs * pace), outsideNs: wholeNs(sum.outsideNs * pace))
  }

  /// Those of a node's calls and resumptions that come by themselves: not those of an `__init__` with its type's call.
  func callsByThemselves(of node: Snapshot.Node) -> UInt64 {
    let all = node.calls &+ node.resumptions
    return traits[node.function].isInitializer ? all &- min(node.bareCalls, node.calls) : all
  }

  /// WHY a bare `__init__` is its type's: `super().__init__()` is a call like any other.
  private func addPython(_ node: Snapshot.Node, _ function: Traits, to sum: inout EventCosts.Cost) {
    let bare = min(node.bareCalls, node.calls)
    sum.add(node.isAsync ? costs.coroutine : costs.call, times: node.calls - bare)
    // The event of the CALL instruction reads no clock.
    if node.isCalledFromFar { sum.outsideNs += Double(node.calls - bare) * costs.far.allNs }
    sum.add(costs.far, times: Double(node.calls) * function.farReturns)
    // Between the events of awakening and yielding runs the generator.
    sum.add(bothSides(costs.far), times: Double(node.resumptions) * function.farYields)
    sum.add(function.isInitializer ? costs.initializer : costs.bareCall, times: bare)
    sum.add(node.isAsync ? costs.awakening : costs.resumption, times: node.resumptions)
    sum.add(costs.unwind, times: node.unwinds)
  }

  /// WHY not more than its events: tasks whose later steps are in another context than their first count there.
  private func addSteps(of node: Snapshot.Node, _ index: Int, to sum: inout EventCosts.Cost) {
    guard let steps = steps[index] else { return }
    sum.add(costs.step, times: min(steps, addUpTo(node.calls, node.resumptions)))
  }

  private func addNative(_ node: Snapshot.Node, _ cost: EventCosts.Cost, to sum: inout EventCosts.Cost) {
    sum.add(cost, times: node.calls)
    if node.isCalledFromFar { sum.add(bothSides(costs.far), times: Double(node.calls)) }
  }

  /// Two events with the callee between them.
  private func bothSides(_ event: EventCosts.Cost) -> EventCosts.Cost {
    EventCosts.Cost(insideNs: event.allNs, outsideNs: event.allNs)
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
  fileprivate mutating func add(_ cost: Self, times count: UInt64) { add(cost, times: Double(count)) }

  fileprivate mutating func add(_ cost: Self, times count: Double) {
    insideNs += count * cost.insideNs
    outsideNs += count * cost.outsideNs
  }
}
