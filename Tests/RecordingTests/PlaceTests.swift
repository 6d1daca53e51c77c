import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  /// What the host says of the place that a context is called from, and of a function's code.
  @Suite struct PlaceTests {
    @Test func thePlaceOfAContextIsThatOfItsFirstCall() {
      let tracer = Tracer()
      tracer.place = UInt32(SP_PLACE_FAR)
      tracer.play([.call("f"), .call("g"), .leave("g"), .leave("f")])
      tracer.place = 0
      tracer.play([.call("f"), .call("g"), .leave("g"), .call("h"), .leave("h"), .leave("f")])
      let tree = tracer.tree()
      #expect(tree["f"]?.isCalledFromFar == true)
      #expect(tree["f/g"]?.isCalledFromFar == true)
      #expect(tree["f/h"]?.isCalledFromFar == false)
    }

    @Test func theHostIsAskedOnceForEachContext() {
      let tracer = Tracer()
      for number in 0..<50 { tracer.play([.call("f\(number % 3)"), .leave("f\(number % 3)")]) }
      #expect(tracer.placesAsked == 3)
    }

    @Test func callsFromABarePlaceAreAllBare() {
      let tracer = Tracer()
      tracer.place = UInt32(SP_PLACE_BARE)
      for _ in 0..<5 { tracer.play([.call("f"), .leave("f")]) }
      #expect(tracer.tree()["f"]?.bareCalls == 5)
      #expect(tracer.tree()["f"]?.isCalledFromFar == false)
    }

    @Test func whatPartOfAFunctionsCodeIsFarComesWithItsDescription() {
      let tracer = Tracer()
      var callee = Callee(
        kind: SP_KIND_PYTHON, visibility: SP_SHOWN, firstLine: 1, name: .init(start: nil, count: 0),
        qualifiedName: .init(start: nil, count: 0), module: .init(start: nil, count: 0),
        file: .init(start: nil, count: 0))
      (callee.farCalls, callee.farReturns, callee.farYields) = (51, 102, UInt8(SP_ALL_FAR))
      tracer.recording.register(tracer.recorder, 0x5000, callee)
      let function = tracer.snapshot().functions.last!
      #expect(function.farCalls == 0.2 && function.farReturns == 0.4 && function.farYields == 1)
    }
  }
}
