import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct GreenletTests {
    /// Two greenlets that take turns, beside the thread's own.
    @Test func eachGreenletHasAStackOfItsOwn() {
      let tracer = Tracer()
      tracer.play([.call("main"), .call("Switch"), .run(10)])
      #expect(tracer.switchTo(1, from: 9))
      tracer.play([.call("a"), .run(100), .call("deep"), .wait(1_000)])
      #expect(tracer.switchTo(2, from: 1))
      tracer.play([.call("b"), .run(200)])
      #expect(!tracer.switchTo(1, from: 2))
      tracer.play([.run(5), .leave("deep"), .run(30), .leave("a")])
      #expect(!tracer.switchTo(9, from: 1, ended: true))
      tracer.play([.leave("Switch"), .run(7), .leave("main")])
      let tree = tracer.tree()
      #expect(Set(tree.keys) == ["", "main", "main/Switch", "a", "a/deep", "b"])
      #expect(tree["main"]!.selfWallNs == 7)
      #expect(tree["main/Switch"]!.selfWallNs == 10)
      #expect(tree["a"]!.selfWallNs == 130)
      #expect(tree["a/deep"]!.selfWallNs == 1_005)
      #expect(tree["a/deep"]!.selfCpuNs == 5)
      #expect(tree["b"]!.selfWallNs == 200)
      #expect(tree["b"]!.selfCpuNs == 200)
      #expect(tree.values.reduce(0) { $0 + $1.selfWallNs } == tracer.snapshot().threads[0].durationNs)
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 0)
    }

    @Test func callsOfGreenletsThatDoNotRunAreOpen() {
      let tracer = Tracer()
      tracer.play(.call("main"))
      for id in 1...3 as ClosedRange<UInt64> {
        tracer.switchTo(id, from: id == 1 ? 9 : id - 1)
        tracer.play([.call("work"), .call(id == 2 ? "two" : "other")])
      }
      let tree = tracer.tree()
      #expect(tree[""]!.open == 1)
      #expect(tree["main"]!.open == 1)
      #expect(tree["work"]!.open == 3)
      #expect(tree["work/other"]!.open == 2)
      #expect(tree["work/two"]!.open == 1)
      tracer.recording.endThread(tracer.recorder)
      #expect(tracer.tree().filter { $0.value.open > 0 }.keys.sorted() == [""])
    }

    @Test func anIdThatComesBackAfterTheEndIsAnotherGreenlet() {
      let tracer = Tracer()
      tracer.switchTo(1, from: 9)
      tracer.play([.call("killed"), .call("inside")])
      #expect(!tracer.switchTo(9, from: 1, ended: true))
      #expect(tracer.switchTo(1, from: 9))
      tracer.play([.call("next"), .run(3)])
      #expect(tracer.tree()["next"]!.selfWallNs == 3)
      #expect(tracer.tree()["killed"]!.open == 0)
    }

    @Test func aSwitchToWhoRunsAlreadyChangesNothing() {
      let tracer = Tracer()
      tracer.switchTo(1, from: 9)
      tracer.play([.call("a")])
      #expect(!tracer.switchTo(1, from: 9))
      #expect(!tracer.switchTo(1, from: 1))
      tracer.play([.run(4), .leave("a"), .run(1)])
      #expect(tracer.tree()["a"]!.selfWallNs == 4)
      #expect(tracer.tree()[""]!.selfWallNs == 1)
    }

    @Test func switchesThatWereMissedMixNoStacks() {
      let tracer = Tracer()
      tracer.play(.call("main"))
      tracer.switchTo(1, from: 9)
      tracer.play(.call("one"))
      // Somebody went from 1 to 2 unseen, and 2 goes on to 9, or ends.
      for ended in [false, true] {
        #expect(!tracer.switchTo(9, from: 2, ended: ended))
        tracer.play(.run(5))
        #expect(!tracer.switchTo(1, from: 9))
        tracer.play(.run(3))
      }
      tracer.play([.leave("one"), .run(1)])
      #expect(tracer.tree()["main"]!.selfWallNs == 10)
      #expect(tracer.tree()["one"]!.selfWallNs == 6)
      #expect(tracer.tree()[""]!.selfWallNs == 1)
    }

    @Test func aSwitchReadsTheCpuClockWhenTheThreadWasSwitchedOut() {
      let tracer = Tracer()
      tracer.play([.call("main"), .run(10)])
      let readings = ScriptedClock.cpuReadings
      tracer.switchTo(1, from: 9)
      #expect(ScriptedClock.cpuReadings == readings)
      tracer.play([.call("hub"), .wait(500), .run(20)])
      let switches = tracer.switches
      tracer.switchTo(9, from: 1)
      #expect(ScriptedClock.cpuReadings == readings + 1)
      #expect(tracer.switches == switches + 1, "the host is told, as by an event")
      #expect(tracer.tree()["hub"]!.selfWallNs == 520)
      #expect(tracer.tree()["hub"]!.selfCpuNs == 20)
    }

    @Test func stacksGrowEachForItself() {
      let tracer = Tracer()
      let deep = (0..<100).map { "f\($0)" }
      tracer.switchTo(1, from: 9)
      for name in deep { tracer.play(.call(name)) }
      tracer.switchTo(2, from: 1)
      tracer.play([.call("flat"), .run(1)])
      tracer.switchTo(1, from: 2)
      for name in deep.reversed() { tracer.play([.run(1), .leave(name)]) }
      let tree = tracer.tree()
      #expect(tree[deep.joined(separator: "/")]!.selfWallNs == 1)
      #expect(tree["flat"]!.open == 1)
      #expect(tree.count == 102)
    }

    @Test func greenletsThatEndGiveTheirStackToTheNext() {
      let tracer = Tracer()
      for id in 1...2_000 as ClosedRange<UInt64> {
        tracer.switchTo(id, from: 9_999)
        for depth in 0..<30 { tracer.play(.call("f\(depth)")) }
        tracer.switchTo(9_999, from: id, ended: true)
      }
      let used = tracer.recording.region.header.pointee.used_cells
      for id in 1...2_000 as ClosedRange<UInt64> {
        tracer.switchTo(id, from: 9_999)
        tracer.switchTo(9_999, from: id, ended: true)
      }
      #expect(tracer.recording.region.header.pointee.used_cells == used)
      #expect(used < 1_000)
    }

    @Test func stacksOfAThreadThatEndedServeTheNext() {
      let tracer = Tracer()
      func live() {
        let recorder = addThread(to: tracer.recording, name: "", host: silentHost)
        for id in 1...100 as ClosedRange<UInt64> {
          _ = switchGreenlet(recorder, from: id, ended: false, to: id + 1, ScriptedClock.self)
        }
        tracer.recording.endThread(recorder)
      }
      live()
      let used = tracer.recording.region.header.pointee.used_cells
      live()
      // Records that name greenlets stay: a cell each. Their stacks, four cells each, are not taken again.
      #expect(tracer.recording.region.header.pointee.used_cells - used < 200)
    }

    /// Three greenlets in the same folded function: none is called by another, and none gets another's time.
    @Test func foldedCallsOfGreenletsAreTheirOwn() {
      let tracer = Tracer(maxNodes: 4)
      tracer.play([.call("main"), .call("a")])  // with the root and its "(folded)", that is all
      for id in 1...3 as ClosedRange<UInt64> {
        tracer.switchTo(id, from: id == 1 ? 9 : id - 1)
        tracer.play([.call("x"), .run(10), .call("x"), .run(1)])
      }
      #expect(tracer.folded("x").open == 6)
      tracer.switchTo(9, from: 3)
      tracer.play(.run(1_000))
      for id in 1...3 as ClosedRange<UInt64> {
        tracer.switchTo(id, from: 9)
        tracer.play([.run(100), .leave("x"), .wait(5), .leave("x")])
        tracer.switchTo(9, from: id, ended: true)
      }
      let x = tracer.folded("x")
      #expect((x.calls, x.primitiveCalls, x.open) == (6, 3, 0))
      #expect((x.totalWallNs, x.totalCpuNs) == (3 * 116, 3 * 111))
      #expect((x.selfWallNs, x.selfCpuNs) == (3 * 116, 3 * 111))
    }

    /// A greenlet and its frames, in the plainest words there are.
    @Test(arguments: 0..<40) func greenletsAgreeWithTheNaiveModel(seed: UInt64) {
      var random = SplitMix(state: seed)
      let tracer = Tracer(maxNodes: 100_000)
      var stacks: [UInt64: NaiveModel] = [100: NaiveModel()]
      var entries: [String: NaiveModel.Entry] = [:]
      var running: UInt64 = 100
      for _ in 0..<3_000 {
        switch random.next() % 12 {
        case 0...2 where stacks[running]!.stack.count < 40:
          play(.call("\("abcdef".randomElement(using: &random)!)"))
        case 3...4 where !stacks[running]!.stack.isEmpty: play(.leave(stacks[running]!.stack.last!))
        case 5, 6: play(.run(random.next() % 1_000))
        case 7: play(.wait(random.next() % 1_000))
        default:
          let next = random.next() % 21 == 0 ? 100 : random.next() % 20 + 1
          let ended = running != 100 && random.next() % 3 == 0 && next != running
          if ended { stacks[running] = nil }
          #expect(tracer.switchTo(next, from: running, ended: ended) == (stacks[next] == nil))
          running = next
          stacks[running] = stacks[running] ?? NaiveModel()
        }
      }
      let tree = tracer.tree()
      for (path, entry) in entries {
        #expect(tree[path].map(NaiveModel.Entry.init) == entry, "seed \(seed), path \(path)")
      }
      #expect(tree.count == Set(entries.keys).union([""]).count)
      var open: [String: UInt64] = [:]
      for model in stacks.values {
        for depth in model.stack.indices {
          open[model.stack[...depth].joined(separator: "/"), default: 0] += 1
        }
      }
      #expect(tree.filter { $0.value.open > 0 && $0.key != "" }.mapValues(\.open) == open)
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 0)

      func play(_ event: Tracer.Event) {
        tracer.play(event)
        stacks[running]!.play(event)
        let path = stacks[running]!.path
        // The tree is that of the thread: what other greenlets did on this path is in it too.
        switch event {
        case .call: entries[path, default: .init()].calls += 1
        case .run(let ns):
          entries[path, default: .init()].wallNs += ns
          entries[path]!.cpuNs += ns
        case .wait(let ns): entries[path, default: .init()].wallNs += ns
        default: break
        }
      }
    }
  }
}

extension Tracer {
  @discardableResult
  func switchTo(_ to: UInt64, from: UInt64, ended: Bool = false) -> Bool {
    switchGreenlet(recorder, from: from, ended: ended, to: to, ScriptedClock.self)
  }

  fileprivate func folded(_ name: String) -> Snapshot.Folded {
    let snapshot = snapshot()
    return snapshot.folded.first { snapshot.functions[$0.function].name == name }!
  }
}
