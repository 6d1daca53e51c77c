import Profiles
import Testing

@testable import Formats

/// Files of other tools, and ours where they are read by stacks.
@Suite struct PprofForeignTests {
  /// A file of two functions, `main` calling `work` twice from different lines, of which the first is inlined.
  private struct File {
    var types: [(String, String)] = [("samples", "count"), ("cpu", "nanoseconds")]
    var values: [UInt64] = [3, 30]
    var period: (type: String, unit: String, value: UInt64)?
    var labels: [(key: String, text: String, number: UInt64)] = []
    var defaultType = ""

    func bytes() -> [UInt8] {
      var strings = PprofStrings()
      var file = ProtobufWriter()
      for (type, unit) in types { Self.write(1, type, unit, &strings, &file) }
      if let period {
        Self.write(11, period.type, period.unit, &strings, &file)
        file.write(12, period.value)
      }
      // Two stacks, samples first: [location 2, location 1] and [location 3] with main inlined.
      for stack: [UInt64] in [[2, 1], [3]] {
        file.message(2) { sample in
          sample.write(1, packed: stack)
          sample.write(2, packed: values)
          for label in labels {
            sample.message(3) {
              $0.write(1, strings.number(of: label.key))
              $0.write(2, strings.number(of: label.text))
              $0.write(3, label.number)
            }
          }
        }
      }
      let lines: [UInt64: [(UInt64, UInt64)]] = [1: [(7, 10)], 2: [(9, 20)], 3: [(9, 22), (7, 11)]]
      for (id, lines) in lines.sorted(by: { $0.key < $1.key }) {
        file.message(4) { location in
          location.write(1, id)
          for line in lines {
            location.message(4) {
              $0.write(1, line.0)
              $0.write(2, line.1)
            }
          }
        }
      }
      for (id, name) in [(7, "main"), (9, "work")] as [(UInt64, String)] {
        file.message(5) {
          $0.write(1, id)
          $0.write(2, strings.number(of: name))
          $0.write(4, strings.number(of: "app.go"))
        }
      }
      if !defaultType.isEmpty { file.write(14, strings.number(of: defaultType)) }
      for text in strings.texts { file.write(6, text) }
      return file.bytes
    }

    private static func write(
      _ field: UInt64, _ type: String, _ unit: String, _ strings: inout PprofStrings,
      _ file: inout ProtobufWriter
    ) {
      let (type, unit) = (strings.number(of: type), strings.number(of: unit))
      file.message(field) {
        $0.write(1, type)
        $0.write(2, unit)
      }
    }

    func profile() throws -> Profile {
      try bytes().withUnsafeBytes { try Profile(Formats.read($0)) }
    }
  }

  @Test func stacksBecomeContextsAndInlinedFunctionsFrames() throws {
    let profile = try File().profile()
    #expect(profile.functions.map(\.displayName) == ["main", "work"])
    #expect(profile.functions.map(\.firstLine) == [10, 20])
    #expect(profile.nodes.map(\.parent) == [nil, 0])
    #expect(profile.nodes.map(\.times.selfCpuNs) == [0, 60])
    #expect(profile.functions[0].times.totalCpuNs == 60)
    #expect(profile.measures == [.cpu, .contexts])
  }

  @Test(
    arguments: [
      ([("wall", "milliseconds")], [4], Profile.Measures.wall, 4_000_000),
      ([("delay", "nanoseconds"), ("time", "us")], [1, 5], .wall, 5_000),
      ([("calls", "count"), ("cpu", "s")], [6, 2], [.calls, .cpu], 6),
      ([("contentions", "count")], [7], .calls, 7),
      ([("alloc_objects", "count"), ("alloc_space", "bytes")], [8, 4096], .calls, 8),
    ] as [([(String, String)], [UInt64], Profile.Measures, UInt64)])
  func valuesMeanWhatTheirNamesSay(
    types: [(String, String)], values: [UInt64], measures: Profile.Measures, one: UInt64
  ) throws {
    let profile = try File(types: types, values: values).profile()
    #expect(profile.measures == measures.union(.contexts))
    let node = profile.nodes[1]
    #expect(max(node.calls, node.times.selfWallNs) == one * 2)
  }

  @Test func samplesAreTimeWhereThePeriodIs() throws {
    let file = File(types: [("samples", "count")], values: [3], period: ("cpu", "nanoseconds", 10_000))
    let profile = try file.profile()
    #expect(profile.measures == [.cpu, .contexts])
    #expect(profile.nodes[1].times.selfCpuNs == 60_000)
  }

  @Test func theCountToShowFirstIsCalls() throws {
    let types = [("inuse_objects", "count"), ("alloc_objects", "count")]
    let last = try File(types: types, values: [1, 5]).profile()
    #expect(last.nodes[1].calls == 10)
    let first = try File(types: types, values: [1, 5], defaultType: "inuse_objects").profile()
    #expect(first.nodes[1].calls == 2)
  }

  @Test func bytesAloneAreRefusedByTheirName() {
    let error = #expect(throws: FormatError.self) {
      try File(types: [("space", "bytes")], values: [1]).profile()
    }
    #expect(error?.message.contains("neither times nor calls, but space/bytes") == true)
  }

  @Test func negativeValuesAreRefused() {
    let error = #expect(throws: FormatError.self) {
      try File(values: [1, UInt64(bitPattern: -5)]).profile()
    }
    #expect(error?.message.contains("negative values") == true)
  }

  @Test func threadsAreToldByTheirLabels() throws {
    var file = File()
    file.labels = [("thread_name", "worker", 0), ("thread id", "", 77)]
    let threads = try file.profile().threads
    #expect(threads.map(\.name) == ["worker"])
    #expect(threads.map(\.osID) == [77])
  }

  @Test func deepStacksKeepBothEndsAndOursAllContexts() throws {
    let depth = 300
    var script = "thread Main"
    for level in 1...depth {
      script += "\n" + String(repeating: "  ", count: level - 1) + "f\(level % 7) \(level)"
    }
    let profile = Profile(SnapshotScript(script).snapshot)
    var stacks = PprofStacks(profile.nodes, marker: 99, maximumEntries: 1000)
    #expect(stacks.maximumFrames == PprofStacks.minimumFrames)
    var last: [UInt64] = []
    for index in profile.nodes.indices {
      stacks.step(to: index, location: UInt64(profile.nodes[index].function) + 1)
      var sample = ProtobufWriter()
      stacks.write(to: &sample)
      last = try sample.bytes.withUnsafeBytes { bytes in
        var reader = ProtobufReader(bytes)
        guard case .bytes(let stack)? = try reader.next()?.value else { throw FormatError("no stack") }
        var ids = ProtobufReader(stack)
        var found: [UInt64] = []
        while !ids.isAtEnd { found.append(try ids.varint()) }
        return found
      }
      let whole = (0...index).reversed().map { UInt64(profile.nodes[$0].function) + 1 }
      #expect(last.count == min(whole.count, 64))
      #expect(stacks.framesLeftOut == (whole.count > 64 ? whole.count - 63 : 0))
      if whole.count > 64 {
        #expect(last == whole.prefix(32) + [99] + whole.suffix(31))
      } else {
        #expect(last == whole)
      }
    }
  }

  @Test func stacksAreWholeAsLongAsAllFit() {
    let profile = Profile(SnapshotScript("thread Main\na 1\n  b 1\n    c 1").snapshot)
    #expect(PprofStacks(profile.nodes, marker: 9).maximumFrames >= 3)
    let deep = (0..<5000).map { String(repeating: "  ", count: $0) + "f 1" }.joined(separator: "\n")
    let nodes = Profile(SnapshotScript("thread Main\n" + deep).snapshot).nodes
    let entries = 1 << 20
    let most = PprofStacks(nodes, marker: 9, maximumEntries: entries).maximumFrames
    let sum = { (frames: Int) in (1...5000).reduce(0) { $0 + min($1, frames) } }
    #expect(sum(most) <= entries && sum(most + 1) > entries)
  }
}
