import Recording
import Testing

@testable import Profiles

@Suite struct VariedCallsTests {
  /// What calls of several callees cost more, and nothing else costs anything.
  private func overhead(_ text: String, most: Double = 100, half: Double = 10, pace: Double = 1) -> [String] {
    var costs = EventCosts()
    costs.unwind = .init(insideNs: 1, outsideNs: 1)  // else nothing counts as measured
    costs.variety = .init(mostNs: most, halfNs: half)
    return Profile(.of(text, costs: costs, paces: [pace])).overheads
  }

  @Test func callsOfOneCalleeAreNotVaried() {
    #expect(overhead("thread Main\nmain 0 self=90000\n  f 100 self=500")[0] == "main 90000-0/90000-0")
  }

  @Test func theMoreCalleesTheMoreVariedUpToTheMost() {
    let two = "thread Main\nmain 0 self=90000\n  f 10 self=1\n  g 10 self=1"
    #expect(overhead(two)[0] == "main 89000-1000/89000-1000", "20 calls, half of them varied")
    let ten = (0..<10).map { "  f\($0) 2 self=1" }.joined(separator: "\n")
    #expect(
      overhead("thread Main\nmain 0 self=90000\n" + ten)[0] == "main 88200-1800/88200-1800", "nine tenths")
  }

  @Test func withAsMuchCodeBetweenAsTheHalfItIsHalf() {
    let text = "thread Main\nmain 0 self=250\n  f 10 self=1\n  g 10 self=1"
    #expect(overhead(text, most: 10)[0] == "main 200-50/200-50", "20 stretches of 10 ns")
  }

  @Test func whatComesTogetherIsOneCall() {
    let instances = "thread Main\nmain 0 self=90000 unrecorded=10\n  __init__ 10 bare=10 self=1"
    #expect(overhead(instances)[0] == "main 90000-0/90000-0", "a class and its __init__")
    let supers = "thread Main\nmain 0 self=90000 supers=10\n  f 10 self=1"
    #expect(overhead(supers)[0] == "main 90000-0/90000-0", "super() and its method")
  }

  @Test func itFollowsThePaceOfTheThread() {
    let text = "thread Main\nmain 0 self=500\n  f 10 self=1\n  g 10 self=1"
    #expect(overhead(text, most: 10, pace: 2)[0] == "main 400-100/400-100")
  }

  @Test func whatIsNotRecordedCountsAsOneCallee() {
    let text = "thread Main\nmain 0 self=90000 unrecorded=10\n  f 10 self=1"
    #expect(overhead(text)[0] == "main 89000-1000/89000-1000")
  }
}
