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
  var path: String { stack.joined(separator: "/") }

  mutating func play(_ event: Tracer.Event) {
    switch event {
    case .call(let name):
      stack.append(name)
      entries[path, default: Entry()].calls += 1
    case .resume(let name):
      stack.append(name)
      entries[path, default: Entry()].resumptions += 1
    case .leave(let name):
      if stack.last == name { stack.removeLast() }
    case .run(let ns):
      entries[path, default: Entry()].wallNs += ns
      entries[path, default: Entry()].cpuNs += ns
    case .wait(let ns):
      entries[path, default: Entry()].wallNs += ns
    }
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
        let node = tree[path]
        let got = NaiveModel.Entry(
          calls: node?.calls ?? 0, resumptions: node?.resumptions ?? 0, wallNs: node?.selfWallNs ?? 0,
          cpuNs: node?.selfCpuNs ?? 0)
        #expect(got == entry, "seed \(seed), path \(path)")
      }
      #expect(tree.count == Set(model.entries.keys).union([""]).count)
    }

    private func trace(_ random: inout SplitMix) -> [Tracer.Event] {
      let names = ["a", "b", "c", "D", "E", "f", "g", "h"].prefix(2 + Int(random.next() % 7))
      var events: [Tracer.Event] = []
      var stack: [String] = []
      for _ in 0..<2_000 {
        switch random.next() % 10 {
        case 0...3 where stack.count < 12:
          stack.append(names.randomElement(using: &random)!)
          events.append(random.next() % 5 == 0 ? .resume(stack.last!) : .call(stack.last!))
        case 4...6 where !stack.isEmpty: events.append(.leave(stack.removeLast()))
        case 7, 8: events.append(.run(random.next() % 1_000))
        default: events.append(.wait(random.next() % 5_000))
        }
      }
      return events
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
