import CRecording
import Testing

@testable import Recording

/// What the recorder should do, as plainly as it can be said: a path, and a dictionary of what happened on it.
struct NaiveModel {
  struct Entry: Equatable {
    var calls: UInt64 = 0
    var resumptions: UInt64 = 0
    var wallNs: UInt64 = 0
    var cpuNs: UInt64 = 0
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var stack: [String] = []
  static func isNative(_ name: String) -> Bool { name.first!.isUppercase }
  var path: String { stack.joined(separator: "/") }

  mutating func play(_ event: Tracer.Event) {
    switch event {
    case .call(let name), .bareCall(let name):
      stack.append(name)
      entries[path, default: Entry()].calls += 1
    case .resume(let name):
      stack.append(name)
      entries[path, default: Entry()].resumptions += 1
    case .leave(let name), .unwind(let name):
      if stack.last == name {
        stack.removeLast()
      } else if let frame = stack.lastIndex(where: { !Self.isNative($0) }), stack[frame] == name {
        // C functions whose return never came: what called them cannot return before they do.
        stack.removeSubrange(frame...)
      }
    case .suspend, .awaken, .open, .close: fatalError("SuspensionModel plays these")
    case .unrecorded, .superCall: break
    case .run(let ns):
      entries[path, default: Entry()].wallNs += ns
      entries[path, default: Entry()].cpuNs += ns
    case .wait(let ns):
      entries[path, default: Entry()].wallNs += ns
    }
  }
}

extension NaiveModel.Entry {
  init(_ node: Snapshot.Node) {
    self.init(
      calls: node.calls, resumptions: node.resumptions, wallNs: node.selfWallNs, cpuNs: node.selfCpuNs)
  }
}

extension ScriptedTests {
  @Suite struct RandomTraceTests {
    @Test(arguments: 0..<40) func theRecorderAgreesWithTheNaiveModel(seed: UInt64) {
      var random = SplitMix(state: seed)
      let (tracer, events) = (Tracer(), trace(&random))
      var model = NaiveModel()
      for event in events {
        tracer.play(event)
        model.play(event)
      }
      let tree = tracer.tree()
      for (path, entry) in model.entries {
        #expect(tree[path].map(NaiveModel.Entry.init) == entry, "seed \(seed), path \(path)")
      }
      #expect(tree.count == Set(model.entries.keys).union([""]).count)
    }

    /// 3.12 and 3.13 leave out the C_RETURN of some bound methods; a C_RETURN may also come without its CALL.
    @Test(arguments: 0..<40) func lostReturnsOfCFunctionsChangeNothingBelowTheirCaller(seed: UInt64) {
      var random = SplitMix(state: seed)
      let tracer = Tracer()
      var (model, frames) = (NaiveModel(), [String]())
      for event in lossyTrace(&random, &frames) {
        tracer.play(event)
        model.play(event)
      }
      let tree = tracer.tree()
      for (path, entry) in model.entries {
        #expect(tree[path].map(NaiveModel.Entry.init) == entry, "\(path)")
      }
      #expect(tree.count == Set(model.entries.keys).union([""]).count)
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 0)
      #expect(model.stack.filter { !NaiveModel.isNative($0) } == frames, "Python frames open in the program")
    }

    @Test(arguments: 0..<40) func lostReturnsOfCFunctionsCostNoCallWhenFolded(seed: UInt64) {
      var random = SplitMix(state: seed)
      let tracer = Tracer(maxNodes: 12)
      var (called, frames) = ([String: UInt64](), [String]())
      for event in lossyTrace(&random, &frames) {
        tracer.play(event)
        if case .call(let name) = event { called[name, default: 0] += 1 }
      }
      let snapshot = tracer.snapshot()
      var counted: [String: UInt64] = [:]
      for node in snapshot.nodes where ![.thread, .folded].contains(snapshot.functions[node.function].kind) {
        counted[snapshot.functions[node.function].name, default: 0] += node.calls
      }
      for one in snapshot.folded { counted[snapshot.functions[one.function].name, default: 0] += one.calls }
      #expect(counted == called)
      #expect(snapshot.threads[0].unmatchedReturns == 0)
      for name in frames.reversed() { tracer.play(.leave(name)) }
      // What no Python function called, no return closes.
      let (recorder, depth) = (tracer.recorder, Int(tracer.recorder.pointee.thread.pointee.depth))
      #expect((1..<max(depth, 1)).allSatisfy { recorder.pointee.stack[$0].key & SP_KEY_NATIVE != 0 })
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 0)
    }

    /// A program's events where a third of the returns of C functions never come, and some come without a call.
    /// `frames`: the Python functions it is in at the end.
    private func lossyTrace(_ random: inout SplitMix, _ frames: inout [String]) -> [Tracer.Event] {
      let names = ["a", "b", "c", "D", "E", "F", "g", "H"]
      var events: [Tracer.Event] = []
      var stack: [String] = []
      for _ in 0..<2_000 {
        switch random.next() % 10 {
        case 0...3 where stack.count < 12:
          // C functions do not call each other by events.
          let fitting =
            stack.last.map(NaiveModel.isNative) ?? false ? names.filter { !NaiveModel.isNative($0) } : names
          stack.append(fitting.randomElement(using: &random)!)
          events.append(.call(stack.last!))
        case 4...6 where !stack.isEmpty:
          let name = stack.removeLast()
          if !NaiveModel.isNative(name) || random.next() % 3 > 0 { events.append(.leave(name)) }
        case 7: events.append(.leave("Z"))
        case 8: events.append(.run(random.next() % 1_000))
        default: events.append(.wait(random.next() % 5_000))
        }
      }
      frames = stack.filter { !NaiveModel.isNative($0) }
      return events
    }

    private func trace(_ random: inout SplitMix) -> [Tracer.Event] {
      let names = ["a", "b", "c", "D", "E", "f", "g", "h"].prefix(2 + Int(random.next() % 7))
      var events: [Tracer.Event] = []
      var stack: [String] = []
      for _ in 0..<2_000 {
        switch random.next() % 10 {
        case 0...3 where stack.count < 12:
          stack.append(names.randomElement(using: &random)!)
          events.append(entry(of: stack.last!, &random))
        case 4...6 where !stack.isEmpty:
          let name = stack.removeLast()
          events.append(random.next() % 8 == 0 ? .unwind(name) : .leave(name))
        case 7, 8: events.append(.run(random.next() % 1_000))
        default: events.append(.wait(random.next() % 5_000))
        }
      }
      return events
    }

    private func entry(of name: String, _ random: inout SplitMix) -> Tracer.Event {
      switch random.next() % 10 {
      case 0, 1: .resume(name)
      case 2, 3: .bareCall(name)
      default: .call(name)
      }
    }
  }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014). Small, seeded, the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }
}
