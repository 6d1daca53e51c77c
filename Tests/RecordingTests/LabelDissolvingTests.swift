import CRecording
import Testing

@testable import Recording

extension ScriptedTests {
  @Suite struct LabelDissolvingTests {
    @Test func contextsOfALabelJoinThoseWithoutIt() {
      let tracer = Tracer()
      tracer.play([
        .call("f"), .call("g"), .run(1), .leave("g"), .open("@a"), .run(2), .call("g"), .run(4), .leave("g"),
        .call("h"), .run(8), .leave("h"), .close("@a"), .leave("f"),
      ])
      #expect(tracer.recording.dissolve(labels: [(tracer.key("@a"), 0)]) == 1)
      let tree = tracer.tree()
      #expect(tree.mapValues(\.selfWallNs) == ["": 0, "f": 2, "f/g": 5, "f/h": 8])
      #expect(tree["f/g"]!.calls == 2)
      tracer.play([.call("f"), .call("h"), .run(1), .leave("h"), .leave("f")])
      #expect(tracer.tree()["f/h"]!.selfWallNs == 9)
    }

    @Test func anotherLabelMayTakeItsPlace() {
      let tracer = Tracer()
      tracer.play([
        .call("f"), .open("@a"), .call("g"), .run(1), .leave("g"), .close("@a"), .open("@b"), .call("g"),
        .run(2),
        .leave("g"), .close("@b"), .leave("f"),
      ])
      #expect(tracer.recording.dissolve(labels: [(tracer.key("@a"), tracer.key("@b"))]) == 1)
      #expect(tracer.tree().mapValues(\.selfWallNs) == ["": 0, "f": 0, "f/@b": 0, "f/@b/g": 3])
    }

    @Test func aLabelThatIsOpenStays() {
      let tracer = Tracer()
      tracer.play([.call("f"), .open("@a"), .call("g"), .run(1)])
      #expect(tracer.recording.dissolve(labels: [(tracer.key("@a"), 0)]) == 0)
      tracer.play([.run(2), .leave("g"), .close("@a"), .leave("f")])
      #expect(tracer.tree()["f/@a/g"]!.selfWallNs == 3)
      tracer.play([.call("c"), .open("@a"), .suspend("c", 1)])
      #expect(tracer.recording.dissolve(labels: [(tracer.key("@a"), 0)]) == 0)
      tracer.play([.awaken("c", 1), .leave("c")])
      #expect(tracer.recording.dissolve(labels: [(tracer.key("@a"), 0)]) == 1)
    }

    @Test func manyLabelsGoAtOnceAndOnlyThoseThatAreOpenAreKnownAfterwards() {
      let tracer = Tracer()
      let labels = (0..<50).map { "@\($0)" }
      for label in labels {
        tracer.play([.call("f"), .open(label), .call("g"), .run(1), .leave("g"), .close(label), .leave("f")])
      }
      tracer.play([.call("f"), .open("@7"), .call("g")])
      #expect(tracer.recording.dissolve(labels: labels.map { (tracer.key($0), 0) }) == 49)
      #expect(labels.filter { tracer.recording.knows(tracer.key($0)) } == ["@7"])
      tracer.play([.leave("g"), .close("@7"), .call("h"), .leave("h"), .leave("f")])
      #expect(tracer.tree()["f/g"]!.calls == 49)
      #expect(tracer.tree()["f/h"]!.calls == 1)
    }

    @Test func aThousandSessionsTakeNoMoreMemoryThanOne() {
      let tracer = Tracer()
      var used: [UInt32] = []
      for number in 0..<1_000 {
        let label = "@\(number)"
        tracer.play([.call("serve"), .open(label)])
        for name in ["a", "b", "c"] {
          tracer.play([.call(name), .run(1), .suspend(name, 1), .awaken(name, 1), .leave(name)])
        }
        tracer.play([.close(label), .leave("serve")])
        #expect(tracer.recording.dissolve(labels: [(tracer.key(label), 0)]) == 1)
        used.append(tracer.recording.region.header.pointee.used_cells)
      }
      #expect(used[999] == used[1])
      #expect(tracer.tree()["serve/b"]!.calls == 1_000)
    }

    @Test(arguments: 0..<60) func whatIsLeftIsWhatWouldHaveBeenWithoutLabels(seed: UInt64) {
      var random = SplitMix(state: seed)
      let tracer = Tracer()
      var model = SuspensionModel()
      for count in 1...1_500 {
        let event = model.anyEvent(&random)
        tracer.play(event)
        model.play(event)
        if count % 100 == 0 { _ = tracer.recording.dissolve(labels: [(tracer.key("@l"), 0)]) }
        if !tracer.isRegistered("@l") { tracer.register("@l") }
      }
      for event in model.ending() {
        tracer.play(event)
        model.play(event)
      }
      #expect(tracer.recording.dissolve(labels: [(tracer.key("@l"), 0)]) == 1)
      let tree = tracer.tree()
      for (path, entry) in model.entriesWithoutLabels() {
        #expect(tree[path].map(SuspensionModel.Entry.init) == entry, "\(path) of seed \(seed)")
      }
    }
  }
}
