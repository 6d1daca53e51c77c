import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct CalleeKeyTests {
    @Test func anAddressUsedAgainIsAnotherFunction() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(1), .leave("a")])
      let address = tracer.key("a")
      tracer.recording.retire(address)
      tracer.rekey("b", to: address)
      tracer.play([.call("b"), .run(2), .leave("b")])
      #expect(tracer.tree()["a"]?.calls == 1)
      #expect(tracer.tree()["b"]?.selfWallNs == 2)
    }

    @Test func theSameFunctionAtAnotherAddressKeepsItsNode() {
      let tracer = Tracer()
      tracer.play([.call("a"), .run(1), .leave("a")])
      for generation in 1...10_000 {
        tracer.recording.retire(tracer.key("a"))
        tracer.rekey("a", to: UInt64(0x100000 + generation * 64))
        tracer.play([.call("a"), .run(1), .leave("a")])
      }
      let snapshot = tracer.snapshot()
      #expect(snapshot.functions.filter { $0.name == "a" }.count == 1)
      #expect(tracer.tree()["a"]?.calls == 10_001)
      #expect(tracer.recording.withLock { $0.functionOfKey.count } == 1)
    }

    @Test func twoAddressesOfOneFunctionShareItsNode() {
      let tracer = Tracer()
      tracer.play([.call("a"), .leave("a")])
      tracer.rekey("a", to: 0x777000)
      tracer.play([.call("a"), .leave("a")])
      #expect(tracer.tree()["a"]?.calls == 2)
    }
  }
}
