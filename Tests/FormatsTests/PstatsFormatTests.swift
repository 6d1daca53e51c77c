import Profiles
import Testing

@testable import Formats

@Suite struct PstatsFormatTests {
  typealias Value = MarshalReader.Value

  private func read(_ profile: Profile, _ options: FormatOptions = .init()) throws -> [Value: Value] {
    let bytes = try PstatsFormat().bytes(of: profile, options)
    guard case .dictionary(let entries) = MarshalReader.read(bytes) else {
      Issue.record("no dictionary")
      return [:]
    }
    return entries
  }

  private func key(_ file: String, _ line: UInt64, _ name: String) -> Value {
    .tuple([.text(file), .int(line), .text(name)])
  }

  private func options(_ roots: FormatOptions.ThreadRoots, cpu: Bool = false) -> FormatOptions {
    var options = FormatOptions()
    options.threadRoots = roots
    options.clock = cpu ? .cpu : .wall
    return options
  }

  private let numbers = "/home/me/project/app/numbers.py"

  @Test func entriesHoldPrimitiveBeforeTotalAndCallersTheOtherWayRound() throws {
    let entries = try read(SampleProfile.withEqualKeys, options(.merge))
    let main = key("/home/me/project/main.py", 1, "<module>")
    let fib = key(numbers, 10, "fib")
    #expect(
      entries[fib]
        == .tuple([
          .int(2), .int(9), .float(3894e-9), .float(3894e-9),
          .dictionary([
            main: .tuple([.int(1), .int(1), .float(1003e-9), .float(3743e-9)]),
            fib: .tuple([.int(7), .int(3), .float(2790e-9), .float(2790e-9)]),
          ]),
        ]))
  }

  @Test func resumptionsAreCallsAsInCProfile() throws {
    let entries = try read(SampleProfile.withEqualKeys, options(.merge))
    let generator = entries[key("/home/me/project/app/index.py", 41, "read_words")]
    guard case .tuple(let values) = generator else { throw FormatError("no generator") }
    #expect(values[0...1] == [.int(120_001), .int(120_001)])
  }

  @Test func functionsOfOneKeyAreAddedUp() throws {
    let entries = try read(SampleProfile.withEqualKeys, options(.merge))
    let lambdas = entries[key("/home/me/project/app/tree.py", 30, "<lambda>")]
    guard case .tuple(let values) = lambdas else { throw FormatError("no lambda") }
    #expect(values[0..<4] == [.int(17), .int(17), .float(8000e-9), .float(8000e-9)])
  }

  @Test func equalKeysThatCallEachOtherArePrimitiveOnce() throws {
    var snapshot = SnapshotScript("thread Main\na 1 self=1\n  b 5 self=2\n    a 7 self=4").snapshot
    snapshot.functions[2].name = "a"
    snapshot.functions[2].file = "a.py"
    let entries = try read(Profile(snapshot))
    let a = key("a.py", 1, "a")
    #expect(
      entries == [
        a: .tuple([
          .int(1), .int(13), .float(7e-9), .float(7e-9),
          .dictionary([a: .tuple([.int(12), .int(5), .float(6e-9), .float(6e-9)])]),
        ])
      ])
  }

  @Test func cFunctionsAndTypesAreNamedAsByCProfile() throws {
    let names = try read(SampleProfile.withEqualKeys).keys.compactMap { key -> String? in
      guard case .tuple(let parts) = key, parts[0] == .text("~"), parts[1] == .int(0),
        case .text(let name) = parts[2]
      else { return nil }
      return name
    }
    let expected = [
      "<built-in method builtins.len>", "<built-in method _hashlib.new>",
      "<method 'append' of 'list' objects>", "<method 'acquire' of '_thread.lock' objects>",
      "<class 'dict'>", "<class 'shop.orders.Order.Line'>",
      "<gc-generation-2>", "<all threads>", "<thread MainThread 100>", "<thread Worker 101>",
      "<thread Worker 101'>",
    ]
    #expect(Set(names) == Set(expected))
  }

  @Test func threadRootsHoldEverythingThatWasRecorded() throws {
    let entries = try read(SampleProfile.withEqualKeys, options(.automatic))
    let all = key("~", 0, "<all threads>")
    let main = key("~", 0, "<thread MainThread 100>")
    let walls = SampleProfile.profile.threads.map(\.wallNs)
    let total = Value.float(Double(walls.reduce(0, +)) / 1e9)
    #expect(entries[all] == .tuple([.int(1), .int(1), .float(0), total, .dictionary([:])]))
    let mainTotal = Value.float(Double(walls[0]) / 1e9)
    #expect(
      entries[main]
        == .tuple([
          .int(1), .int(1), .float(1e-6), mainTotal,
          .dictionary([all: .tuple([.int(1), .int(1), .float(1e-6), mainTotal])]),
        ]))
  }

  @Test func everyCallerHasAnEntryAndSelfTimesAddUp() throws {
    for roots in [FormatOptions.ThreadRoots.merge, .roots] {
      for cpu in [false, true] {
        let entries = try read(SampleProfile.withEqualKeys, options(roots, cpu: cpu))
        var sum = 0.0
        for case .tuple(let values) in entries.values {
          if case .float(let own) = values[2] { sum += own }
          guard case .dictionary(let callers) = values[4] else { throw FormatError("no callers") }
          #expect(callers.keys.allSatisfy { entries[$0] != nil })
        }
        let threads = SampleProfile.profile.threads
        let outside = roots == .merge ? (cpu ? 500.0 : 1000.0) : 0
        let recorded = threads.reduce(0) { $0 + (cpu ? $1.cpuNs : $1.wallNs) }
        #expect(abs(sum * 1e9 - (Double(recorded) - outside)) < 1)
      }
    }
  }

  @Test func oneThreadIsWrittenAsCProfileDoes() throws {
    let entries = try read(Profile(SnapshotScript("thread Main\nf 1").snapshot))
    #expect(entries.count == 1)
  }

  @Test func bytesAreThoseOfMarshalVersion4() {
    var writer = MarshalWriter()
    writer.beginDictionary()
    let number = writer.beginSharedTuple(3)
    writer.write("f.py")
    writer.write(UInt64(7))
    writer.write("é")
    writer.write(1.5)
    writer.repeatReference(number)
    writer.beginTuple(1)
    writer.write(UInt64(Int32.max) + 1)
    writer.endDictionary()
    let expected: [UInt8] =
      [0x7b, 0xa9, 3, 0x7a, 4] + Array("f.py".utf8) + [0x69, 7, 0, 0, 0, 0x75, 2, 0, 0, 0, 0xc3, 0xa9]
      + [0x67, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0x72, 0, 0, 0, 0]
      // 2147483648 = 2 << 30: three digits of 15 bits
      + [0x29, 1, 0x6c, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x30]
    #expect(writer.bytes == expected)
  }

  @Test func namesThatSwiftTakesForEqualStayTwoEntries() throws {
    var snapshot = SnapshotScript("thread Main\na 1\nb 1").snapshot
    for (index, file) in ["\u{e9}.py", "e\u{301}.py"].enumerated() {
      snapshot.functions[index + 1].name = "f"
      snapshot.functions[index + 1].file = file
    }
    let bytes = try PstatsFormat().bytes(of: Profile(snapshot), .init())
    #expect(bytes.filter { $0 == 0xa9 }.count == 3, "two keys and the letter's second byte")
  }
}
