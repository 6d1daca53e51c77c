import Profiles
import Recording

/// Trees with anything that a recording, a merge or a file of another tool may put into one.
enum RandomTree {
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    /// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  static func make(seed: UInt64, contexts: Int? = nil, functions: Int = 12, threads: Int? = nil)
    -> ContextTree
  {
    var random = Generator(state: seed)
    var tree = ContextTree()
    tree.measures =
      [
        .all, [.all, .suspended], [.wall, .contexts], [.calls, .contexts], [.calls, .wall],
        [.all, .suspended],
      ][Int(seed % 6)]
    tree.header = header(&random)
    tree.facts = facts(&random)
    tree.functions = (0..<functions).map { function($0, &random) }
    for index in 0..<(threads ?? Int.random(in: 0...3, using: &random)) {
      tree.threads.append(thread(index, &random))
    }
    if seed % 3 != 0 { tree.addLabels(&random) }
    let count = tree.threads.isEmpty ? 0 : contexts ?? Int.random(in: 0...200, using: &random)
    for _ in 0..<count { tree.addNode(&random) }
    if !tree.threads.isEmpty { for _ in 0..<Int.random(in: 0...5, using: &random) { tree.addFlat(&random) } }
    if !tree.threads.isEmpty && seed % 4 != 0 {
      for _ in 0..<Int.random(in: 0...9, using: &random) { tree.addTask(&random) }
      tree.tasksLeftOut = .random(in: 0...3, using: &random)
    }
    return tree
  }

  static let names = [
    "f", "<module>", "索引を作る", "a;b\nc\"d\\", "", "\u{e9}", "e\u{301}", "</script>", "\u{202e}x\u{0}y",
    "(folded)", "<lambda>", String(repeating: "long", count: 300),
  ]

  private static func function(_ index: Int, _ random: inout Generator) -> Snapshot.Function {
    let kinds: [Snapshot.Kind] = [.python, .python, .builtin, .method, .type, .gc, .cut, .span]
    let kind = index == 3 ? .folded : kinds.randomElement(using: &random)!
    return Snapshot.Function(
      name: names.randomElement(using: &random)!, qualifiedName: names.randomElement(using: &random)!,
      module: names.randomElement(using: &random)!, file: names.randomElement(using: &random)!,
      firstLine: [0, 1, 7, .max].randomElement(using: &random)!, kind: kind)
  }

  private static func header(_ random: inout Generator) -> Profile.Header {
    var header = Profile.Header()
    header.processID = UInt32.random(in: 0 ... .max, using: &random)
    header.startUnixNs = .random(in: 0...(1 << 62), using: &random)
    header.durationNs = .random(in: 0...(1 << 40), using: &random)
    header.events = .random(in: 0...(1 << 40), using: &random)
    header.eventPairCostNs = Double.random(in: 0...100, using: &random)
    header.overheadNs = .random(in: 0...1000, using: &random)
    header.isRaw = .random(using: &random)
    header.slowdown = [0, 1, 1.875].randomElement(using: &random)!
    header.foldedCalls = .random(in: 0...1000, using: &random)
    header.unmatchedReturns = .random(in: 0...1000, using: &random)
    header.cpuResyncs = .random(in: 0...1000, using: &random)
    (header.usesTSC, header.usesRseq) = (Bool.random(using: &random), Bool.random(using: &random))
    header.runs = .random(in: 1...9, using: &random)
    return header
  }

  private static func facts(_ random: inout Generator) -> Profile.Facts {
    var facts = Profile.Facts()
    facts.command = names.randomElement(using: &random)!
    facts.pythonVersion = names.randomElement(using: &random)!
    facts.backend = names.randomElement(using: &random)!
    facts.scriptFolder = names.randomElement(using: &random)!
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      facts.missingTargets.append(
        .init(name: names.randomElement(using: &random)!, reason: names.randomElement(using: &random)!))
    }
    return facts
  }

  private static func thread(_ index: Int, _ random: inout Generator) -> ContextTree.Thread {
    var thread = ContextTree.Thread(name: names.randomElement(using: &random)!)
    thread.osID = [0, 100, .max].randomElement(using: &random)!
    thread.pythonIdent = .random(in: 0 ... .max, using: &random)
    (thread.startedBefore, thread.ended) = (Bool.random(using: &random), Bool.random(using: &random))
    (thread.startNs, thread.durationNs) = (UInt64(index), .random(in: 0...1000, using: &random))
    thread.selfWallNs = .random(in: 0...1000, using: &random)
    thread.selfCpuNs = .random(in: 0...thread.selfWallNs, using: &random)
    thread.overheadWallNs = .random(in: 0...100, using: &random)
    thread.overheadCpuNs = .random(in: 0...thread.overheadWallNs, using: &random)
    return thread
  }
}

extension ContextTree {
  fileprivate mutating func addNode(_ random: inout RandomTree.Generator) {
    let parent = Int32.random(
      in: max(-1, Int32(nodes.count) - 30)..<Int32(max(nodes.count, 0)), using: &random)
    let thread =
      parent < 0 ? Int32.random(in: 0..<Int32(threads.count), using: &random) : nodes[Int(parent)].thread
    var node = Node(
      parent: parent, function: Int32.random(in: 0..<Int32(functions.count), using: &random), thread: thread)
    if measures.contains(.calls) { node.calls = .random(in: 0...(1 << 40), using: &random) }
    if measures.contains(.resumptions) { node.resumptions = .random(in: 0...5, using: &random) }
    if measures.contains(.wall) { node.selfWallNs = .random(in: 0...(1 << 45), using: &random) }
    if measures.contains(.cpu) { node.selfCpuNs = .random(in: 0...node.selfWallNs, using: &random) }
    if measures.contains(.suspended) { node.suspendedNs = .random(in: 0...(1 << 50), using: &random) }
    node.addOverhead(measures, &random)
    node.label = Int32.random(in: -1..<max(0, Int32(labels.count)), using: &random)
    node.open = .random(in: 0...2, using: &random)
    nodes.append(node)
  }

  /// No two are equal byte by byte, as in every tree.
  fileprivate mutating func addLabels(_ random: inout RandomTree.Generator) {
    var taken: Set<[ExactText]> = [[ExactText(""), ExactText("")]]
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let label = Label(
        context: RandomTree.names.randomElement(using: &random)!,
        tag: RandomTree.names.randomElement(using: &random)!)
      if taken.insert([ExactText(label.context), ExactText(label.tag)]).inserted { labels.append(label) }
    }
  }

  fileprivate mutating func addTask(_ random: inout RandomTree.Generator) {
    let names = RandomTree.names
    var task = Task(
      kind: Bool.random(using: &random) ? .coroutine : .greenlet, name: names.randomElement(using: &random)!,
      thread: .random(in: 0..<threads.count, using: &random))
    task.function = names.randomElement(using: &random)!
    task.creator = names.randomElement(using: &random)!
    task.creatorTask = names.randomElement(using: &random)!
    task.label = .random(in: -1..<max(0, Int32(labels.count)), using: &random)
    task.ended = .random(using: &random)
    task.steps = .random(in: 0...99, using: &random)
    (task.wallNs, task.cpuNs) = (.random(in: 0...(1 << 40), using: &random), 7)
    (task.suspendedNs, task.longestStepNs) = (.random(in: 0 ... .max, using: &random), 5)
    (task.overheadWallNs, task.overheadCpuNs, task.longestStepOverheadNs) = (
      .random(in: 0...99, using: &random), 4, 3
    )
    for _ in 0..<[0, 1, 3, 3].randomElement(using: &random)! {
      task.longestPath.append(names.randomElement(using: &random)!)
    }
    tasks.append(task)
  }

  fileprivate mutating func addFlat(_ random: inout RandomTree.Generator) {
    let (function, thread) = (
      Int.random(in: 0..<functions.count, using: &random), Int.random(in: 0..<threads.count, using: &random)
    )
    var tally = CallTally()
    (tally.calls, tally.primitiveCalls) = (9, .random(in: 0...9, using: &random))
    (tally.resumptions, tally.primitiveEntries, tally.open) = (3, 7, 1)
    (tally.times.selfWallNs, tally.times.totalWallNs) = (70, 90)
    (tally.times.selfCpuNs, tally.times.totalCpuNs) = (60, 80)
    (tally.firstWallNs, tally.firstCpuNs) = (50, 40)
    (tally.times.selfOverheadWallNs, tally.times.totalOverheadWallNs) = (7, 9)
    (tally.times.selfOverheadCpuNs, tally.times.totalOverheadCpuNs) = (5, 8)
    if measures.contains(.suspended) { tally.times.suspendedNs = 30 }
    let caller = Bool.random(using: &random) ? Int.random(in: 0..<functions.count, using: &random) : nil
    flat.append(Flat(function: function, thread: thread, tally: tally, standsInTree: .random(using: &random)))
    flatEdges.append(FlatEdge(caller: caller, callee: function, thread: thread, tally: tally))
  }
}

extension ContextTree.Node {
  /// Often nothing, and mostly the same on both clocks.
  fileprivate mutating func addOverhead(_ measures: Profile.Measures, _ random: inout RandomTree.Generator) {
    let wallNs: UInt64 = [0, .random(in: 0...(1 << 40), using: &random)].randomElement(using: &random)!
    let cpuNs = [wallNs, wallNs, wallNs / 3, 0].randomElement(using: &random)!
    overheadWallNs = measures.contains(.wall) ? wallNs : 0
    overheadCpuNs = measures.contains(.cpu) ? cpuNs : 0
  }
}
