import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct TaskTests {
    /// Two tasks in turns on a loop; the second blocks for 500,000 ns in a C function.
    private func twoTasks() -> Tracer {
      let tracer = Tracer()
      tracer.play([.call("loop"), .call("c")])
      beginStep(tracer.recorder, add("Task-1", to: tracer))
      tracer.play([.run(10), .suspend("c", 1), .run(5), .call("d")])
      beginStep(tracer.recorder, add("worker é", to: tracer))
      tracer.play([
        .run(20), .suspend("d", 2), .run(5), .awaken("c", 1), .run(30), .suspend("c", 1), .awaken("d", 2),
        .call("SLEEP"), .wait(500_000), .leave("SLEEP"), .leave("d"), .run(5), .awaken("c", 1), .run(1),
        .leave("c"),
      ])
      return tracer
    }

    private func add(_ name: String, frame: UInt64 = 0, to tracer: Tracer) -> UInt32 {
      var name = name
      return name.withUTF8 {
        Recording.addTask(
          tracer.recorder,
          .init(kind: SP_TASK_COROUTINE, name: UnsafeRawBufferPointer($0), frame: frame << 4))
      }
    }

    @Test func stepsOfATaskAddUp() {
      let tasks = twoTasks().snapshot().tasks
      #expect(tasks.map(\.name) == ["Task-1", "worker é"])
      #expect(tasks.map(\.steps) == [3, 2])
      #expect(tasks.map(\.wallNs) == [41, 500_020])
      #expect(tasks.map(\.cpuNs) == [41, 20])
      #expect(tasks.map(\.suspendedNs) == [30 + 500_005, 35])
      #expect(tasks.map(\.ended) == [true, true])
    }

    @Test func theLongestStepNamesTheCallThatHeldTheOthersUp() {
      let snapshot = twoTasks().snapshot()
      let task = snapshot.tasks[1]
      #expect(task.longestStepNs == 500_000)
      let node = snapshot.nodes[task.longestNode!]
      #expect(snapshot.functions[node.function].name == "SLEEP")
      #expect(snapshot.functions[snapshot.nodes[task.node!].function].name == "d")
    }

    @Test func aStepOfManyShortCallsIsTheirCommonCallers() {
      let tracer = Tracer()
      tracer.play([.call("loop"), .call("c")])
      beginStep(tracer.recorder, add("Task-9", to: tracer))
      tracer.play([.call("parse")])
      for name in ["f", "g", "f", "g"] {
        tracer.play([.call(name), .run(900_000), .leave(name), .run(900_000)])
      }
      tracer.play([.leave("parse"), .run(10), .leave("c")])
      let snapshot = tracer.snapshot()
      let node = snapshot.nodes[snapshot.tasks[0].longestNode!]
      #expect(snapshot.functions[node.function].name == "parse")
      #expect(snapshot.tasks[0].longestStepNs == 7_200_010)
    }

    @Test func whatTheProfilerTookIsNoPartOfAStep() {
      let tracer = Tracer()
      tracer.play([.call("c")])
      beginStep(tracer.recorder, add("Task-1", to: tracer))
      tracer.play([.run(10), .call("f"), .run(7)])
      _ = add("Task-2", to: tracer)  // the 7 are charged to nobody
      tracer.play([.run(20), .leave("f"), .leave("c")])
      let task = tracer.snapshot().tasks[0]
      #expect((task.wallNs, task.longestStepNs) == (30, 30))
    }

    @Test func aTaskThatIsSuspendedHasNotEnded() {
      let tracer = Tracer()
      tracer.play([.call("c")])
      beginStep(tracer.recorder, add("Task-1", to: tracer))
      tracer.play([.suspend("c", 1), .run(10)])
      let task = tracer.snapshot().tasks[0]
      #expect((task.ended, task.suspendedNs, task.steps) == (false, 10, 1))
      forgetFrame(tracer.recorder, 1 << 4)
      #expect(tracer.snapshot().tasks[0].ended)
    }

    @Test func aStepInsideOfAnotherTakesItsTimeFromIt() {
      let tracer = Tracer()
      tracer.play([.call("c")])
      beginStep(tracer.recorder, add("outer", to: tracer))
      tracer.play([.run(1), .call("eager")])
      beginStep(tracer.recorder, add("inner", to: tracer))
      tracer.play([.run(10), .suspend("eager", 2), .run(100), .leave("c"), .run(1000)])
      let tasks = tracer.snapshot().tasks
      #expect(tasks.map(\.wallNs) == [101, 10])
      #expect(tasks.map(\.longestStepNs) == [111, 10])
    }

    @Test func theCreatorIsWhoCalledTheOutermostWatchedFunction() {
      let tracer = Tracer()
      tracer.play([.call("c")])
      let outer = add("outer", to: tracer)
      beginStep(tracer.recorder, outer)
      tracer.play([.call("user"), .call("!create"), .call("!make")])
      Recording.noteCreation(tracer.recorder, 5 << 4)
      tracer.play([.leave("!make"), .leave("!create"), .leave("user"), .suspend("c", 1), .call("d")])
      beginStep(tracer.recorder, add("inner", frame: 5, to: tracer))
      tracer.play([.leave("d")])
      let snapshot = tracer.snapshot()
      let task = snapshot.tasks[1]
      #expect(snapshot.functions[snapshot.nodes[task.creatorNode!].function].name == "user")
      #expect(task.creatorTask == 0)
    }

    @Test func aTaskWithAScopeOpenGoesOnWithBoth() {
      let tracer = Tracer()
      tracer.play([.call("c")])
      beginStep(tracer.recorder, add("Task-1", to: tracer))
      tracer.play([.open("#s"), .run(1), .suspend("c", 1), .run(10), .awaken("c", 1), .run(2), .leave("c")])
      let task = tracer.snapshot().tasks[0]
      #expect((task.steps, task.wallNs, task.suspendedNs) == (2, 3, 10))
      #expect(tracer.tree()["c/#s"]!.selfWallNs == 3)
    }

    @Test func namesThatOnlyLookLikeDefaultOnesStayWhatTheyAre() {
      let tracer = Tracer()
      let names = [
        "Task-1", "Task-01", "Task-", "Task-x", "", "Task-4294967296", "Task-4294967295", "Tusk-1",
      ]
      for name in names { _ = add(name, to: tracer) }
      #expect(tracer.snapshot().tasks.map(\.name) == names)
    }
  }
}
