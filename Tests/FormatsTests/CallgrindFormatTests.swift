import Profiles
import Testing

@testable import Formats

@Suite struct CallgrindFormatTests {
  private func lines(_ profile: Profile, thread: Int? = nil) throws -> [Substring] {
    var options = FormatOptions()
    var profile = profile
    profile.facts.command = "python main.py\n\"x\""
    options.onlyThread = thread
    let bytes = try CallgrindFormat().bytes(of: profile, options)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func looksAsRecorded() throws {
    var profile = SampleProfile.withEqualKeys
    profile.facts.command = "python main.py\n\"x\""
    let bytes = try CallgrindFormat().bytes(of: profile, FormatOptions())
    try Golden.expect(bytes, "sample.callgrind")
  }

  @Test func eachNameIsDefinedOnceAndBeforeItIsUsed() throws {
    for space in [["fl=", "cfi="], ["fn=", "cfn="]] {
      var defined: Set<Substring> = []
      var names: Set<Substring> = []
      for line in try lines(SampleProfile.withEqualKeys) {
        guard let prefix = space.first(where: { line.hasPrefix($0) }) else { continue }
        let parts = line.dropFirst(prefix.count).split(separator: " ", maxSplits: 1)
        if parts.count == 2 {
          #expect(defined.insert(parts[0]).inserted)
          #expect(names.insert(parts[1]).inserted, "a name stands for one function")
        } else {
          #expect(defined.contains(parts[0]))
        }
      }
      #expect(!defined.isEmpty)
    }
  }

  @Test func selfCostsAddUpToTheSummary() throws {
    for thread in [nil, 0, 1, 2] {
      var sums: [UInt64] = [0, 0]
      var summary: [UInt64] = []
      var isCall = false
      for line in try lines(SampleProfile.withEqualKeys, thread: thread) {
        if line.hasPrefix("summary: ") {
          summary = line.split(separator: " ").dropFirst().map { UInt64($0)! }
        }
        if let first = line.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
          let costs = line.split(separator: " ").map { UInt64($0)! }
          #expect(costs.count == 3, "every line has all columns")
          if !isCall { sums = [sums[0] + costs[1], sums[1] + costs[2]] }
        }
        isCall = line.hasPrefix("calls=")
      }
      #expect(sums == summary)
    }
  }

  @Test func recursiveCallsCarryNoInclusiveCost() throws {
    let script = "thread Main\nf 1 self=1\n  f 2 self=2\n    g 1 self=4\n      f 1 self=8"
    let lines = try lines(Profile(SnapshotScript(script).snapshot))
    let body = lines.drop { !$0.hasPrefix("summary") }.dropFirst().joined(separator: "\n")
    #expect(
      body == """

        fl=(1) <threads>
        fn=(1) <thread Main 100>
        0 0 0
        cfi=(2) f.py
        cfn=(2) m.f
        calls=1 1
        0 15 15

        fl=(2)
        fn=(2)
        1 11 11
        cfi=(2)
        cfn=(2)
        calls=2 1
        1 0 0
        cfi=(3) g.py
        cfn=(3) m.g
        calls=1 1
        1 12 12

        fl=(3)
        fn=(3)
        1 4 4
        cfi=(2)
        cfn=(2)
        calls=1 1
        1 0 0

        """)
  }

  @Test func oneThreadAloneHoldsNoFunctionOfOthers() throws {
    let text = try lines(SampleProfile.withEqualKeys, thread: 2).joined(separator: "\n")
    #expect(text.contains("summary: 3000000 2000000"))
    #expect(text.contains("desc: Thread: <thread Worker 101'>"))
    #expect(!text.contains("fib"))
  }

  @Test func aThreadThatIsNotThereIsRefused() {
    #expect(throws: FormatError("there is no thread 3: this profile has 3")) {
      try lines(SampleProfile.profile, thread: 3)
    }
  }
}
