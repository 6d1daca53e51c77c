import Recording

@testable import Profiles

/// The model of overhead in its plainest form: every node asks its children, one after the other.
struct NaiveOverhead {
  /// By node of the snapshot.
  private(set) var wall: [Double]
  private(set) var cpu: [Double]
  private let snapshot: Snapshot
  private let children: [Int?: [Int]]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    children = Dictionary(grouping: snapshot.nodes.indices) { snapshot.nodes[$0].parent }
    wall = Array(repeating: 0, count: snapshot.nodes.count)
    cpu = wall
    for root in children[nil] ?? [] { _ = bear(root) }
  }

  /// What a node's caller has to bear.
  private mutating func bear(_ index: Int) -> (wall: Double, cpu: Double) {
    let node = snapshot.nodes[index]
    let own = costs(of: index)
    var due = (wall: own.inside, cpu: own.inside)
    for child in children[index] ?? [] {
      let rest = bear(child)
      due = (due.wall + rest.wall, due.cpu + rest.cpu)
    }
    wall[index] = min(due.wall, Double(node.selfWallNs))
    cpu[index] = min(due.cpu, Double(node.selfCpuNs), wall[index])
    let rest = (own.outside + due.wall - wall[index], own.outside + due.cpu - cpu[index])
    let varied = variedCalls(of: index, in: Double(node.selfCpuNs) - cpu[index])
    wall[index] = min(wall[index] + varied, Double(node.selfWallNs))
    cpu[index] = min(cpu[index] + varied, Double(node.selfCpuNs), wall[index])
    return rest
  }

  private func variedCalls(of index: Int, in ns: Double) -> Double {
    let (node, variety) = (snapshot.nodes[index], snapshot.header.costs.variety)
    let pace = snapshot.threads[node.thread].pace ?? 1
    var calls = (children[index] ?? []).map { child in
      let node = snapshot.nodes[child]
      let withType =
        snapshot.functions[node.function].name == "__init__" ? min(node.bareCalls, node.calls) : 0
      return Double(node.calls + node.resumptions - withType)
    }
    calls.append(Double(node.unrecordedCalls))
    let all = calls.reduce(0, +)
    if all == 0 { return 0 }
    let varied = all - calls.reduce(0) { $0 + $1 * $1 } / all
    let stretches = all + Double(node.calls + node.resumptions)
    var own = ns
    for _ in 0..<4 {
      let half = variety.halfNs * pace * stretches
      own = max(0, ns - variety.mostNs * pace * varied * own * own / (own * own + half * half))
    }
    return (ns - own).rounded()
  }

  private func costs(of index: Int) -> (inside: Double, outside: Double) {
    let (node, costs) = (snapshot.nodes[index], snapshot.header.costs)
    let kind = snapshot.functions[node.function].kind
    if kind == .folded { return (0, 0) }
    var events: [(UInt64, EventCosts.Cost)] = []
    switch kind {
    case .python:
      events = [
        (node.calls - node.bareCalls, node.isAsync ? costs.coroutine : costs.call),
        (
          node.bareCalls,
          snapshot.functions[node.function].name == "__init__" ? costs.initializer : costs.bareCall
        ),
        (node.unwinds, costs.unwind),
        (node.resumptions, node.isAsync ? costs.awakening : costs.resumption),
      ]
    case .builtin: events = [(node.calls, costs.builtin)]
    case .method: events = [(node.calls, costs.method)]
    case .type: events = [(node.calls, costs.type)]
    case .span: events = [(node.calls, costs.span)]
    default: break
    }
    let function = snapshot.functions[node.function]
    let called =
      Double(node.unrecordedCalls) * costs.unrecorded.allNs + Double(node.superCalls) * costs.superCall.allNs
      + Double(node.unrecordedCalls + node.superCalls) * 2 * function.farCalls * costs.far.allNs
    if kind == .python, node.isAsync {
      let steps = snapshot.tasks.filter { $0.kind == .coroutine && $0.node == index }.reduce(0) {
        $0 + $1.steps
      }
      events.append((min(steps, node.calls + node.resumptions), costs.step))
    }
    var inside = events.reduce(called) {
      $0 + Double($1.0) * $1.1.insideNs
    }
    var outside = events.reduce(0.0) { $0 + Double($1.0) * $1.1.outsideNs }
    switch kind {
    case .python:
      let (returns, yields) = (
        Double(node.calls) * function.farReturns, Double(node.resumptions) * function.farYields
      )
      inside += returns * costs.far.insideNs + yields * costs.far.allNs
      outside += returns * costs.far.outsideNs + yields * costs.far.allNs
      if node.isCalledFromFar { outside += Double(node.calls - node.bareCalls) * costs.far.allNs }
    case .builtin, .method, .type:
      if node.isCalledFromFar {
        inside += Double(node.calls) * costs.far.allNs
        outside += Double(node.calls) * costs.far.allNs
      }
    default: break
    }
    let pace = snapshot.threads[node.thread].pace ?? 1
    return ((inside * pace).rounded(), (outside * pace).rounded())
  }
}

extension RandomSnapshot {
  /// With functions of all kinds, some of them hidden, events of all kinds, and costs that clamp here and there.
  static func withCosts(seed: UInt64, labels: Bool = true) -> Snapshot {
    var random = SeededGenerator(state: seed ^ 0xC057)
    var snapshot = make(seed: seed, labels: labels)
    let kinds: [Snapshot.Kind] = [.python, .python, .python, .builtin, .method, .type, .span, .gc, .folded]
    let visibilities: [Snapshot.Visibility] = [.shown, .shown, .shown, .shown, .passThrough, .own]
    for function in 1...5 {
      snapshot.functions[function].kind = kinds.randomElement(using: &random)!
      if Bool.random(using: &random) { snapshot.functions[function].name = "__init__" }
      let parts = [0, 0.25, 0.5, 1]
      snapshot.functions[function].farCalls = parts.randomElement(using: &random)!
      snapshot.functions[function].farReturns = parts.randomElement(using: &random)!
      snapshot.functions[function].farYields = parts.randomElement(using: &random)!
      snapshot.functions[function].visibility = visibilities.randomElement(using: &random)!
    }
    // Quarters and halves: sums of their products are exact.
    func cost() -> EventCosts.Cost {
      .init(
        insideNs: Double(Int.random(in: 0...200, using: &random)) / 4,
        outsideNs: Double(Int.random(in: 0...200, using: &random)) / 4)
    }
    var costs = EventCosts()
    (costs.call, costs.bareCall, costs.unwind, costs.resumption) = (cost(), cost(), cost(), cost())
    (costs.awakening, costs.builtin, costs.method) = (cost(), cost(), cost())
    (costs.type, costs.unrecorded, costs.span) = (cost(), cost(), cost())
    (costs.coroutine, costs.initializer, costs.superCall) = (cost(), cost(), cost())
    (costs.far, costs.step) = (cost(), cost())
    costs.variety = .init(mostNs: cost().insideNs, halfNs: cost().allNs + 1)
    snapshot.header.costs = costs
    for thread in snapshot.threads.indices {
      snapshot.threads[thread].pace = [0.5, 1.5, 2].randomElement(using: &random)!
    }
    for index in snapshot.nodes.indices {
      snapshot.nodes[index].bareCalls = .random(in: 0...snapshot.nodes[index].calls, using: &random)
      snapshot.nodes[index].unwinds = .random(in: 0...2, using: &random)
      if snapshot.nodes[index].parent == nil {
        snapshot.nodes[index].selfWallNs = .random(in: 0...9000, using: &random)
        snapshot.nodes[index].selfCpuNs = .random(in: 0...snapshot.nodes[index].selfWallNs, using: &random)
      }
      snapshot.nodes[index].unrecordedCalls = .random(in: 0...2, using: &random)
      snapshot.nodes[index].superCalls = .random(in: 0...2, using: &random)
      snapshot.nodes[index].isCalledFromFar = .random(using: &random)
      snapshot.nodes[index].isAsync = .random(using: &random)
    }
    for number in 0..<4 {
      var task = Snapshot.Task(kind: .coroutine, name: "T\(number)", thread: 0)
      task.node = snapshot.nodes.indices.randomElement(using: &random)!
      task.steps = .random(in: 0...3, using: &random)
      task.wallNs = .random(in: 0...1000, using: &random)
      task.cpuNs = .random(in: 0...task.wallNs, using: &random)
      task.longestStepNs = .random(in: 0...task.wallNs, using: &random)
      snapshot.tasks.append(task)
    }
    return snapshot
  }

  /// As if events cost nothing.
  static func free(_ snapshot: Snapshot) -> Snapshot {
    var free = snapshot
    free.header.costs = EventCosts()
    return free
  }
}
