import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct GreenletTaskTests {
    /// main: 10, worker: 300 (and 1,000 waiting), main: 20, worker: 40.
    private func mainAndWorker() -> Tracer {
      let tracer = Tracer()
      tracer.play(.call("main"))
      tracer.switchTo(9, from: 9)
      name("main", tracer)
      tracer.play(.run(10))
      tracer.switchTo(1, from: 9)
      name("Greenlet-1", tracer)
      tracer.play([.call("work"), .call("READ"), .wait(1_000), .leave("READ"), .run(300)])
      tracer.switchTo(9, from: 1)
      tracer.play(.run(20))
      tracer.switchTo(1, from: 9)
      tracer.play([.run(40), .leave("work")])
      tracer.switchTo(9, from: 1, ended: true)
      tracer.play(.run(5))
      return tracer
    }

    @Test func aGreenletsTimeIsThatBetweenSwitches() {
      let snapshot = mainAndWorker().snapshot()
      #expect(snapshot.tasks.map(\.kind) == [.greenlet, .greenlet])
      #expect(snapshot.tasks.map(\.name) == ["main", "Greenlet-1"])
      #expect(snapshot.tasks.map(\.steps) == [3, 2])
      #expect(snapshot.tasks.map(\.wallNs) == [35, 1_340])
      #expect(snapshot.tasks.map(\.cpuNs) == [35, 340])
      #expect(snapshot.tasks.map(\.suspendedNs) == [1_340, 20])
      #expect(snapshot.tasks.map(\.ended) == [false, true])
      #expect(snapshot.tasks.reduce(0) { $0 + $1.wallNs } == snapshot.threads[0].durationNs)
    }

    @Test func aGreenletIsKnownByItsOutermostCallAndItsLongestStepByWhatHeldTheOthersUp() {
      let snapshot = mainAndWorker().snapshot()
      #expect(snapshot.tasks.map { snapshot.name($0.node) } == ["main", "work"])
      #expect(snapshot.tasks[1].longestStepNs == 1_300)
      #expect(snapshot.name(snapshot.tasks[1].longestNode) == "READ")
    }

    @Test func aGreenletThatRanOnceIsKnownByItsCallToo() {
      let tracer = Tracer()
      tracer.switchTo(1, from: 9)
      name("a", tracer)
      tracer.play([.call("first"), .run(1), .leave("first")])
      tracer.switchTo(9, from: 1, ended: true)
      tracer.switchTo(2, from: 9)
      name("b", tracer)
      tracer.switchTo(9, from: 2, ended: true)
      let snapshot = tracer.snapshot()
      #expect(snapshot.name(snapshot.tasks[0].node) == "first")
      #expect(snapshot.tasks[1].node == nil, "it called nothing; its stack was the other's")
    }

    @Test func timeUpToTheSnapshotCounts() {
      let tracer = mainAndWorker()
      tracer.switchTo(2, from: 9)
      name("late", tracer)
      tracer.play([.call("spin"), .run(70)])
      for _ in 0..<2 {
        let tasks = tracer.snapshot().tasks
        #expect(tasks.map(\.wallNs) == [35, 1_340, 70])
        #expect(tasks.map(\.suspendedNs) == [1_340 + 70, 20, 0])
      }
      tracer.recording.endThread(tracer.recorder)
      let tasks = tracer.snapshot().tasks
      #expect(tasks.map(\.ended) == [true, true, true])
      #expect(tasks.map(\.longestStepNs) == [20, 1_300, 70])
    }

    /// A task of asyncio's calls into a greenlet and back, as SQLAlchemy does.
    @Test func theStepOfACoroutineGoesOnWhenItsGreenletDoes() {
      let tracer = Tracer()
      tracer.play([.call("loop"), .call("c")])
      beginStep(tracer.recorder, addTask("Task-1", tracer))
      tracer.play(.run(10))
      tracer.switchTo(9, from: 9)
      name("main", tracer)
      tracer.switchTo(1, from: 9)
      name("inner", tracer)
      tracer.play([.call("query"), .run(500)])
      tracer.switchTo(9, from: 1)
      tracer.play([.run(3), .suspend("c", 1), .run(1)])
      tracer.play([.awaken("c", 1), .run(2)])
      tracer.switchTo(1, from: 9)
      tracer.play([.run(50), .leave("query")])
      tracer.switchTo(9, from: 1, ended: true)
      tracer.play([.run(4), .leave("c"), .run(7)])
      tracer.switchTo(2, from: 9)
      let tasks = tracer.snapshot().tasks
      #expect(tasks.map(\.name) == ["Task-1", "main", "inner"])
      #expect(tasks.map(\.wallNs) == [19, 8, 550])
      #expect(tasks.map(\.steps) == [2, 3, 2])
      #expect(tasks.map(\.longestStepNs) == [13, 11, 500])
      #expect(tasks.map(\.suspendedNs) == [1, 550, 6])
    }

    @Test func namesThatOnlyLookNumberedStayWhatTheyAre() {
      let tracer = Tracer()
      let names = ["Greenlet-7", "Greenlet-07", "Task-7", "Greenlet-4294967296", "", "Greenlet-4294967295"]
      for (index, each) in names.enumerated() {
        tracer.switchTo(UInt64(index + 10), from: UInt64(index + 9))
        name(each, tracer)
        name("another", tracer)  // the first one stays
      }
      #expect(tracer.snapshot().tasks.map(\.name) == names)
    }

    /// Turns at random: each greenlet's wall, CPU, steps, longest step and time away, by the plainest model.
    @Test(arguments: 0..<20) func turnsAgreeWithTheNaiveModel(seed: UInt64) {
      struct Had: Equatable {
        var (wall, cpu, steps, longest, away) = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
      }
      var random = SplitMix(state: seed)
      let tracer = Tracer()
      var had: [Had] = []
      var indices: [UInt64: Int] = [:]
      var left: [Int: UInt64] = [:]
      var running: UInt64 = 50
      var began = ScriptedClock.now
      tracer.switchTo(50, from: 50)
      begin()
      for _ in 0..<2_000 {
        let (wall, cpu) = (random.next() % 500, random.next() % 2 == 0)
        tracer.play(cpu ? .run(wall) : .wait(wall))
        had[indices[running]!].wall += wall
        if cpu { had[indices[running]!].cpu += wall }
        guard random.next() % 3 == 0 else { continue }
        let next = random.next() % 30 + 1
        let ended = random.next() % 4 == 0 && next != running
        tracer.switchTo(next, from: running, ended: ended)
        guard next != running else { continue }
        let index = indices[running]!
        had[index].longest = max(had[index].longest, ScriptedClock.now - began)
        left[index] = ended ? nil : ScriptedClock.now
        if ended { indices[running] = nil }
        running = next
        begin()
      }
      for (index, since) in left where index != indices[running] {
        had[index].away += ScriptedClock.now - since
      }
      had[indices[running]!].longest = max(had[indices[running]!].longest, ScriptedClock.now - began)
      let tasks = tracer.snapshot().tasks
      #expect(
        tasks.map {
          Had(
            wall: $0.wallNs, cpu: $0.cpuNs, steps: $0.steps, longest: $0.longestStepNs, away: $0.suspendedNs)
        } == had)

      func begin() {
        if indices[running] == nil {
          indices[running] = had.count
          had.append(Had())
          name("g\(had.count)", tracer)
        }
        let index = indices[running]!
        had[index].away += left[index].map { ScriptedClock.now - $0 } ?? 0
        left[index] = nil
        had[index].steps += 1
        began = ScriptedClock.now
      }
    }

    private func name(_ name: String, _ tracer: Tracer) {
      var name = name
      name.withUTF8 { Recording.nameGreenlet(tracer.recorder, UnsafeRawBufferPointer($0)) }
    }

    private func addTask(_ name: String, _ tracer: Tracer) -> UInt32 {
      var name = name
      return name.withUTF8 {
        Recording.addTask(
          tracer.recorder,
          .init(kind: SP_TASK_COROUTINE, name: UnsafeRawBufferPointer($0), frame: 0))
      }
    }
  }
}

extension Snapshot {
  fileprivate func name(_ node: Int?) -> String? { node.map { functions[nodes[$0].function].name } }
}
