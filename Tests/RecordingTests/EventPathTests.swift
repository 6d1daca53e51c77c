import CRecording
import Testing

@testable import Recording

/// Serialized: the scripted clock is one for all.
@Suite(.serialized) enum ScriptedTests {}

extension ScriptedTests {
  @Suite struct EventPathTests {
    @Test func selfTimeIsWhatPassesWhileACallIsInnermost() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(10), .call("b"), .run(5), .leave("b"), .run(2), .leave("a"), .run(3)])
      let tree = tracer.tree()
      #expect(tree["a"]?.selfWallNs == 12)
      #expect(tree["a/b"]?.selfWallNs == 5)
      #expect(tree[""]?.selfWallNs == 3)
      #expect(tree["a"]?.calls == 1)
    }

    @Test func everyDepthOfARecursionIsAContextOfItsOwn() {
      let tracer = Tracer()
      tracer.play([
        .call("f"), .run(1), .call("f"), .run(2), .call("f"), .run(4), .leave("f"), .leave("f"), .run(8),
        .leave("f"),
      ])
      let tree = tracer.tree()
      #expect(tree["f"]?.selfWallNs == 9)
      #expect(tree["f/f"]?.selfWallNs == 2)
      #expect(tree["f/f/f"]?.selfWallNs == 4)
    }

    @Test func resumptionsAreNotCalls() {
      let tracer = Tracer()
      tracer.play([
        .call("g"), .run(1), .leave("g"), .run(9), .resume("g"), .run(2), .leave("g"), .resume("g"),
        .leave("g"),
      ])
      let node = tracer.tree()["g"]
      #expect(node?.calls == 1)
      #expect(node?.resumptions == 2)
      #expect(node?.selfWallNs == 3)
    }

    @Test func aReturnWithoutItsCallIsIgnoredAndCounted() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(1), .leave("b"), .run(2), .leave("a")])
      let snapshot = tracer.snapshot()
      #expect(tracer.tree()["a"]?.selfWallNs == 3)
      #expect(snapshot.threads[0].unmatchedReturns == 1)
    }

    @Test func aPythonReturnClosesNativeCallsWhoseReturnNeverCame() {
      let tracer = Tracer()
      tracer.play([.call("a"), .call("N"), .run(1), .leave("a"), .run(5), .call("b"), .run(2), .leave("b")])
      let tree = tracer.tree()
      #expect(tree["a/N"]?.selfWallNs == 1)
      #expect(tree["b"]?.selfWallNs == 2)
      #expect(tree[""]?.selfWallNs == 5)
    }

    @Test func callsOpenAtTheSnapshotAreCountedUpToItAndMarked() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(3), .call("b"), .run(4)])
      let tree = tracer.tree()
      #expect(tree["a"]?.open == 1)
      #expect(tree["a/b"]?.open == 1)
      #expect(tree["a/b"]?.selfWallNs == 4)
      tracer.play([.run(1), .leave("b"), .leave("a")])
      #expect(tracer.tree()["a/b"]?.selfWallNs == 5)
      #expect(tracer.tree()["a/b"]?.open == 0)
    }

    @Test func theStackGrowsWithTheProgram() {
      let tracer = Tracer(maxNodes: 300_000)
      for _ in 0..<100_000 { tracer.play(.call("f")) }
      ScriptedClock.run(7)
      for _ in 0..<100_000 { tracer.play(.leave("f")) }
      tracer.play([.call("g"), .run(1), .leave("g")])
      let snapshot = tracer.snapshot()
      #expect(snapshot.nodes.count == 100_002)
      #expect(snapshot.nodes.map(\.selfWallNs).reduce(0, +) == 8)
      #expect(snapshot.nodes.filter { $0.parent == 0 }.map(\.calls) == [1, 1])
    }

    @Test func thousandsOfCalleesAreToldApart() {
      let tracer = Tracer()
      let names = (0..<3_000).map { "f\($0)" }
      tracer.play(.call("a"))
      for _ in 0..<3 { for name in names { tracer.play([.call(name), .run(1), .leave(name)]) } }
      tracer.play(.leave("a"))
      let tree = tracer.tree()
      for name in names {
        #expect(tree["a/\(name)"]?.calls == 3)
        #expect(tree["a/\(name)"]?.selfWallNs == 3)
      }
    }

    @Test func timeToRegisterACalleeIsChargedToNobody() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(5)])
      tracer.describingNs = 100
      tracer.play([.call("b"), .run(1), .leave("b"), .leave("a")])
      #expect(tracer.tree()["a"]?.selfWallNs == 5)
      #expect(tracer.snapshot().threads[0].profilerNs == 100)
    }

    @Test func timeToMakeAContextIsChargedToNobody() {
      let tracer = Tracer()
      tracer.placingNs = 30
      for _ in 0..<3 { tracer.play([.call("a"), .run(5), .call("b"), .run(1), .leave("b"), .leave("a")]) }
      tracer.play([.call("b"), .run(2), .leave("b")])
      let tree = tracer.tree()
      #expect(tree["a"]?.selfWallNs == 15 && tree["a/b"]?.selfWallNs == 3 && tree["b"]?.selfWallNs == 2)
      #expect(tracer.snapshot().threads[0].profilerNs == 90)
    }

    /// Each kind of event by each of its exits: warm, another callee, a new one, after a switch, unmatched, folded.
    @Test func everyEventGivesBackWhatTheHostAsksFor() {
      let tracer = Tracer(maxNodes: 5)
      tracer.play([
        .call("a"), .leave("a"), .call("a"), .leave("a"), .call("b"), .leave("b"), .call("a"), .wait(5),
        .call("b"), .wait(5), .leave("b"), .leave("c"), .call("N"), .leave("a"), .resume("d"), .call("a"),
        .leave("a"), .leave("d"),
      ])
      #expect(tracer.snapshot().header.foldedCalls > 0)
      #expect(tracer.answers == [Tracer.answer])
    }

    @Test func nullIsAnAnswerToo() throws {
      let recording = try #require(Recording())
      let recorder = addThread(to: recording, name: "main", host: silentHost)
      for _ in 0..<3 {
        #expect(sp_call_tsc(recorder, 0x1000, nil) == nil)
        #expect(sp_leave_tsc(recorder, 0x1000, nil) == nil)
      }
    }

    /// The address sanitizer sees to it that the recorder is not looked at any more.
    @Test func theHostMayEndTheRecorderWhenToldOfASwitch() throws {
      let recording = try #require(Recording())
      let recorder = addThread(to: recording, name: "main", host: silentHost)
      var host = sp_host(
        context: nil, answer: Tracer.answer, describe: { _, _, _ in },
        switched: { context in
          let recorder = context!.assumingMemoryBound(to: sp_recorder.self)
          owner(of: recorder).endThread(recorder)
        }, watched: { _, _ in }, place: { _, _ in 0 }, unfamiliar: { _, _, _ in })
      host.context = UnsafeMutableRawPointer(recorder)
      recording.setHost(recorder, host)
      #expect(sp_leave_tsc(recorder, 0x1000, nil) == Tracer.answer)
      #expect(RegionImage(of: recording)!.decode().threads.map(\.ended) == [true])
    }
  }
}
