import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct SuspensionTests {
    @Test func suspendedIsTheTimeFromSuspensionToAwakening() {
      let tracer = Tracer()
      tracer.play([
        .call("main"), .call("c"), .run(3), .suspend("c", 1), .run(40), .awaken("c", 1), .run(2),
        .suspend("c", 1), .wait(10), .awaken("c", 1), .run(1), .leave("c"), .run(7), .leave("main"),
      ])
      let node = tracer.tree()["main/c"]!
      #expect(node.suspendedNs == 50)
      #expect(node.selfWallNs == 6)
      #expect((node.calls, node.resumptions) == (1, 2))
      #expect(tracer.tree()["main"]!.selfWallNs == 57)
    }

    @Test func whatTheAwaitedIsSuspendedItsAwaiterIsToo() {
      let tracer = Tracer()
      tracer.play([
        .call("outer"), .run(1), .call("inner"), .run(2), .suspend("inner", 2), .suspend("outer", 1),
        .run(30),
        .awaken("outer", 1), .run(4), .awaken("inner", 2), .run(8), .leave("inner"), .leave("outer"),
      ])
      let tree = tracer.tree()
      #expect(tree["outer"]!.suspendedNs == 30)
      #expect(tree["outer/inner"]!.suspendedNs == 34)
      #expect(tree["outer"]!.selfWallNs == 5)
      #expect(tree["outer/inner"]!.selfWallNs == 10)
    }

    @Test func framesOfOneContextDoNotBlurEachOther() {
      let tracer = Tracer()
      for frame in 1...5 as ClosedRange<UInt64> {
        tracer.play([.call("c"), .run(1), .suspend("c", frame), .run(10)])
      }
      for frame in (1...5 as ClosedRange<UInt64>).reversed() {
        tracer.play([.awaken("c", frame), .run(1), .leave("c"), .run(10)])
      }
      // The fifth slept 10, the fourth 10 + 11 + 11, and so on.
      #expect(tracer.tree()["c"]!.suspendedNs == 10 + 32 + 54 + 76 + 98)
    }

    @Test func aFrameThatIsStillSuspendedCountsUpToTheSnapshot() {
      let tracer = Tracer()
      tracer.play([.call("c"), .run(3), .suspend("c", 1), .run(40)])
      #expect(tracer.tree()["c"]!.suspendedNs == 40)
      tracer.play([.run(2)])
      #expect(tracer.tree()["c"]!.suspendedNs == 42)
      tracer.play([.awaken("c", 1), .run(5), .leave("c")])
      #expect(tracer.tree()["c"]!.suspendedNs == 42)
    }

    @Test func aForgottenFrameIsNotSuspendedAnyMore() {
      let tracer = Tracer()
      tracer.play([.call("c"), .suspend("c", 1), .run(40)])
      forgetFrame(tracer.recorder, 1 << 4)
      tracer.play([.run(9)])
      #expect(tracer.tree()["c"]!.suspendedNs == 40)
    }

    @Test func anAddressThatComesBackIsAnotherFrame() {
      let tracer = Tracer()
      tracer.play([.call("c"), .suspend("c", 1), .run(40), .call("d"), .run(1), .suspend("d", 1), .run(5)])
      tracer.play([.awaken("d", 1), .leave("d")])
      #expect(tracer.tree()["d"]!.suspendedNs == 5)
    }

    @Test func theHostIsToldOfAwakenedFramesThatNobodyKnows() {
      let tracer = Tracer()
      tracer.play([.awaken("c", 7), .run(3), .suspend("c", 7), .run(4), .awaken("c", 7), .leave("c")])
      #expect(tracer.unfamiliarFrames == [7])
      let node = tracer.tree()["c"]!
      #expect((node.calls, node.resumptions, node.suspendedNs) == (0, 2, 4))
    }

    @Test func aFrameMayBeAwakenedByAnotherThreadWhereEventsExcludeEachOther() {
      let tracer = Tracer(exclusive: true)
      let other = addThread(to: tracer.recording, name: "other", host: silentHost)
      tracer.play([.call("c"), .suspend("c", 1), .run(40)])
      let key = tracer.key("c")
      _ = awaken(other, key, nil, 1 << 4, ScriptedClock.self)
      ScriptedClock.run(5)
      _ = leave(other, key, ScriptedClock.self)
      let nodes = tracer.snapshot().nodes.filter { $0.calls + $0.resumptions > 0 }
      #expect(nodes.map(\.suspendedNs) == [40, 0])
      #expect(nodes.map(\.resumptions) == [0, 1])
    }

    @Test func tenThousandSuspendedFramesAreAllFoundAgain() {
      let tracer = Tracer()
      for frame in 1...10_000 as ClosedRange<UInt64> { tracer.play([.call("c"), .suspend("c", frame)]) }
      tracer.play([.run(7)])
      for frame in 1...10_000 as ClosedRange<UInt64> { tracer.play([.awaken("c", frame), .leave("c")]) }
      #expect(tracer.tree()["c"]!.suspendedNs == 70_000)
      #expect(tracer.unfamiliarFrames.isEmpty)
      #expect(tracer.recorder.pointee.suspended.count == 0)
    }

    @Test(arguments: 0..<60) func theRecorderAgreesWithTheNaiveModel(seed: UInt64) {
      var random = SplitMix(state: seed)
      let tracer = Tracer()
      var model = SuspensionModel()
      for _ in 0..<1_500 {
        let event = model.anyEvent(&random)
        tracer.play(event)
        model.play(event)
      }
      let tree = tracer.tree()
      for (path, entry) in model.entriesNow() {
        let node = tree[path]
        #expect(node.map(SuspensionModel.Entry.init) == entry, "\(path) of seed \(seed)")
      }
      let total = tree.values.reduce(0) { $0 + $1.selfWallNs }
      #expect(total == ScriptedClock.now - 1_000_000)
    }
  }
}
