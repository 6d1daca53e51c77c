import Profiles
import Recording
import Testing

@testable import Formats

@Suite struct PstatsReaderTests {
  private func load(_ bytes: [UInt8]) throws -> Profile {
    try bytes.withUnsafeBytes { try Profile(Formats.read($0)) }
  }

  private func save(_ profile: Profile, _ roots: FormatOptions.ThreadRoots) throws -> [UInt8] {
    var options = FormatOptions()
    options.threadRoots = roots
    return try PstatsFormat().bytes(of: profile, options)
  }

  @Test(arguments: [FormatOptions.ThreadRoots.merge, .roots])
  func whatIsWrittenAgainIsWhatWasRead(roots: FormatOptions.ThreadRoots) throws {
    let first = try save(SampleProfile.withEqualKeys, roots)
    let again = try save(load(first), .merge)
    let same = MarshalReader.read(again) == MarshalReader.read(first)
    #expect(same)
  }

  @Test func onlyWhatTheFileTellsIsMeasured() throws {
    let profile = try load(save(SampleProfile.profile, .merge))
    #expect(profile.measures == [.calls, .wall])
    #expect(profile.nodes.isEmpty)
    let fib = try #require(profile.functions.first { $0.name == "fib" })
    #expect([fib.calls, fib.primitiveCalls] == [9, 2])
    #expect([fib.times.selfWallNs, fib.times.totalWallNs] == [3894, 3894])
    let walls = SampleProfile.profile.threads.map { $0.wallNs - $0.selfWallNs }
    #expect(profile.threads.map(\.wallNs) == [walls.reduce(0, +)])
  }

  @Test func callersAreTheSame() throws {
    let profile = try load(save(SampleProfile.profile, .merge))
    func named(_ profile: Profile) -> Set<String> {
      Set(
        profile.edges.map {
          let caller = $0.caller.map { profile.functions[$0].displayName.split(separator: ".").last! } ?? "-"
          let callee = profile.functions[$0.callee].displayName.split(separator: ".").last!
          return "\(caller) \(callee) \($0.calls + $0.resumptions) \($0.times.selfWallNs)"
        })
    }
    let (read, recorded) = (named(profile), named(SampleProfile.profile))
    // Two lambdas of one line are one function in the file, and names of files have no module.
    #expect(read.contains("- fib 1 101"))
    #expect(read.intersection(recorded).count >= 12)
  }

  @Test func functionsOfCHaveTheirNames() throws {
    let profile = try load(save(SampleProfile.withEqualKeys, .merge))
    let kinds = Dictionary(uniqueKeysWithValues: profile.functions.map { ($0.displayName, $0.kind) })
    #expect(kinds["builtins.len"] == .builtin)
    #expect(kinds["_hashlib.new"] == .builtin)
    #expect(kinds["list.append"] == .method)
    #expect(kinds["_thread.lock.acquire"] == .method)
    #expect(kinds["dict"] == .type)
    #expect(kinds["shop.orders.Order.Line"] == .type)
    #expect(kinds["<gc-generation-2>"] == .gc)
  }

  @Test func aFileCutAnywhereIsTruncated() throws {
    let bytes = try save(SampleProfile.withEqualKeys, .roots)
    for count in stride(from: 2, to: bytes.count, by: 7) {
      #expect(throws: FormatError.self) { try load(Array(bytes[..<count])) }
    }
    let error = #expect(throws: FormatError.self) { try load(Array(bytes[..<(bytes.count / 2)])) }
    #expect(
      error?.message
        == "the file ends in the middle of an entry: it is truncated, copy or save it again")
  }

  @Test func samplesAreRefused() {
    let bytes: [UInt8] = Array("{)\u{1}z\u{b}__sampled__T0".utf8)
    let error = #expect(throws: FormatError.self) { try load(bytes) }
    #expect(error?.message.hasPrefix("the file holds samples") == true)
  }

  @Test(arguments: ["{\"a\": 1}", "hello", "", "\u{7f}ELF"])
  func whatIsNoProfileIsRefused(text: String) {
    let error = #expect(throws: FormatError.self) { try load(Array(text.utf8)) }
    let expected =
      text.isEmpty
      ? "the file is empty" : "this is no profile that swiftprof reads: give a file of format pprof or pstats"
    #expect(error?.message == expected)
  }
}
