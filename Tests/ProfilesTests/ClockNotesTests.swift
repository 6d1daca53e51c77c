import Recording
import Testing

@testable import Profiles

@Suite struct ClockNotesTests {
  private func notes(_ troubles: ClockTrouble...) -> [String] {
    var snapshot = Snapshot()
    snapshot.header.clockTroubles = troubles
    return Profile(snapshot).header.clockNotes
  }

  @Test func timesHaveThreeDigitsThatCount() {
    let times: [UInt64] = [0, 640, 1_300, 41_960, 999_999, 2_000_000, 12_345_678_901, 123_456_789_012]
    let texts = notes(of: times.map { .slowReading(ns: $0) }).map { $0.dropFirst(29).prefix { $0 != "," } }
    #expect(texts == ["0 ns", "640 ns", "1.30 us", "42.0 us", "1.00 ms", "2.00 ms", "12.3 s", "123 s"])
  }

  private func notes(of troubles: [ClockTrouble]) -> [String] { troubles.flatMap { notes($0) } }

  @Test func eachTroubleIsASentenceThatSaysWhatItMeansForTheNumbers() {
    #expect(
      notes(
        .slept(ns: 12_300_000_000, counted: true), .outOfStep(steps: 3, ns: 4_500),
        .changedSpeed(from: 2_100, to: 2_800)) == [
          "the machine slept for 12.3 s: functions that ran then have this time, as waiting",
          "the processors' time-stamp counters are out of step by up to 4.50 us, as seen 3 times: shorter times may be "
            + "wrong; SWIFTPROF_CLOCK=monotonic helps",
          "the time-stamp counter changed its speed from 2100 to 2800 MHz: times are right on average only",
        ])
  }

  @Test func noTroubleIsNoNote() { #expect(notes() == []) }

  @Test func sumsOfProfilesHaveTheNotesOfAllOnceEach() {
    let trees = [["a", "b"], [], ["b", "c"]].map { notes in
      var tree = ContextTree()
      tree.header.clockNotes = notes
      return tree
    }
    var merger = TreeMerger()
    for tree in trees { merger.add(tree) }
    #expect(merger.tree.header.clockNotes == ["a", "b", "c"])
  }

  @Test func sumsOfVeryManyProfilesHaveNotVeryManyNotes() {
    var merger = TreeMerger()
    for number in 0..<100 {
      var tree = ContextTree()
      tree.header.clockNotes = ["\(number)"]
      merger.add(tree)
    }
    #expect(merger.tree.header.clockNotes == (0..<20).map(String.init))
  }
}
