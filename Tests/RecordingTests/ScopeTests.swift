import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct ScopeTests {
    @Test func aSpanIsAContextBelowTheCallThatOpensIt() {
      let tracer = Tracer()
      tracer.play([
        .call("f"), .run(1), .open("#s"), .run(2), .call("g"), .run(4), .leave("g"), .close("#s"), .run(8),
        .leave("f"),
      ])
      let tree = tracer.tree()
      #expect(tree["f"]!.selfWallNs == 9)
      #expect(tree["f/#s"]!.selfWallNs == 2)
      #expect(tree["f/#s/g"]!.selfWallNs == 4)
      #expect(tree["f/#s"]!.calls == 1)
    }

    @Test func aScopeEndsWithItsFrameAtTheLatest() {
      let tracer = Tracer()
      tracer.play([.call("f"), .open("#s"), .open("@l"), .run(2), .leave("f"), .run(4)])
      #expect(tracer.tree()[""]!.selfWallNs == 4)
      #expect(labelKey(tracer.recorder) == 0)
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 0)
    }

    @Test func closingAScopeThatIsNotOpenHereDoesNothing() {
      let tracer = Tracer()
      tracer.play([.open("#s"), .call("f"), .run(1), .close("#s"), .close("#t"), .run(2), .leave("f")])
      #expect(tracer.tree()["#s/f"]!.selfWallNs == 3)
    }

    @Test func theProfilersOwnCallsCloseBeforeTheScopeThatTheyOpen() {
      let tracer = Tracer()
      tracer.register("_enter")
      tracer.play([
        .call("f"), .call("_enter"), .run(1), .open("#s"), .leave("_enter"), .run(2), .call("g"), .run(4),
        .leave("g"), .leave("f"),
      ])
      let tree = tracer.tree()
      #expect(tree["f/#s"]!.selfWallNs == 2)
      #expect(tree["f/#s/g"]!.selfWallNs == 4)
      #expect(tracer.snapshot().threads[0].unmatchedReturns == 0)
    }

    @Test func theInnermostLabelIsKnownAfterCallsAndReturns() {
      let tracer = Tracer()
      tracer.play([.open("@a"), .call("f"), .open("@b"), .call("g")])
      #expect(labelKey(tracer.recorder) == tracer.key("@b"))
      tracer.play([.leave("g"), .leave("f")])
      #expect(labelKey(tracer.recorder) == tracer.key("@a"))
      tracer.play([.close("@a")])
      #expect(labelKey(tracer.recorder) == 0)
    }

    @Test func aBoundLabelClosesWithTheCallAboveIt() {
      let tracer = Tracer()
      tracer.play([.call("loop"), .open("@a"), .call("callback")])
      bindLabel(tracer.recorder)
      tracer.play([.run(3), .leave("callback"), .run(5), .leave("loop")])
      let tree = tracer.tree()
      #expect(tree["loop/@a/callback"]!.selfWallNs == 3)
      #expect(tree["loop"]!.selfWallNs == 5)
      #expect(tree["loop/@a"]!.selfWallNs == 0)
    }

    @Test func scopesOfASuspendedFrameComeBackWithIt() {
      let tracer = Tracer()
      tracer.play([
        .call("c"), .open("@a"), .open("#s"), .run(1), .suspend("c", 1), .run(20), .awaken("c", 1), .run(2),
        .close("#s"), .run(4), .leave("c"),
      ])
      let tree = tracer.tree()
      #expect(tree["c/@a/#s"]!.selfWallNs == 3)
      #expect(tree["c/@a"]!.selfWallNs == 4)
      #expect((tree["c/@a/#s"]!.calls, tree["c/@a/#s"]!.resumptions) == (1, 1))
      #expect(tree["c"]!.suspendedNs == 20)
      #expect(labelKey(tracer.recorder) == 0)
    }

    @Test func aScopeThatNobodyHasRegisteredIsNone() {
      let tracer = Tracer()
      tracer.play([.call("f")])
      _ = openScope(tracer.recorder, sp_scope_key(999), ScriptedClock.self)
      tracer.play([.run(3), .leave("f")])
      #expect(tracer.tree()["f"]!.selfWallNs == 3)
    }

    @Test func watchedCallsAreToldOfEveryTime() {
      let tracer = Tracer()
      tracer.play([.call("!w"), .leave("!w"), .call("!w"), .leave("!w"), .call("f"), .leave("f")])
      #expect(tracer.watchedCalls == 2)
      #expect(tracer.tree()["!w"]!.calls == 2)
    }
  }
}
