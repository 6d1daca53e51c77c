import CSwiftProf
import Profiles
import Recording
import Testing

@testable import SwiftProf

@Suite struct ProfileABITests {
  /// main calls len 3 times; one call of main is open.
  private func makeProfile() -> OpaquePointer {
    var snapshot = Snapshot()
    snapshot.header.processID = 7
    snapshot.functions = [
      .init(name: "", qualifiedName: "", module: "", file: "", firstLine: 0, kind: .thread),
      .init(name: "main", qualifiedName: "main", module: "app", file: "/app/é.py", firstLine: 3),
      .init(
        name: "len", qualifiedName: "len", module: "builtins", file: "", firstLine: 0, kind: .builtin),
    ]
    snapshot.threads = [.init(name: "Main", osID: 99, pythonIdent: 1 << 40, startedBefore: true)]
    snapshot.nodes = [
      .init(parent: nil, function: 0, thread: 0, selfWallNs: 5, selfCpuNs: 1),
      .init(parent: 0, function: 1, thread: 0, calls: 1, selfWallNs: 100, selfCpuNs: 60, open: 1),
      .init(parent: 1, function: 2, thread: 0, calls: 3, selfWallNs: 30, selfCpuNs: 30),
    ]
    return ProfileHandle(Profile(snapshot)).retainedPointer()
  }

  @Test func aRecordingWithoutEventsIsAnEmptyProfile() throws {
    var error = sp_error()
    var options = sp_recording_options()
    sp_prepare()
    let recording = try #require(sp_recording_create(&options, &error))
    defer { sp_recording_free(recording) }
    let profile = sp_profile_create(sp_snapshot_take(recording, false, &error), &error)
    defer { sp_profile_free(profile) }
    var count = 1
    _ = sp_profile_functions(profile, &count)
    #expect(count == 0)
  }

  @Test func rowsHoldTheProfileInTheLayoutOfTheHeader() {
    let profile = makeProfile()
    defer { sp_profile_free(profile) }
    var count = 0
    let functions = sp_profile_functions(profile, &count)!
    #expect(count == 2)
    #expect(String(functions[0].display_name) == "app.main")
    #expect(String(functions[0].file) == "/app/é.py")
    #expect(functions[0].open == 1)
    #expect(functions[0].times.total_wall == 130)
    #expect(functions[1].kind == SP_KIND_BUILTIN)
    #expect(functions[1].file.count == 0)
    let edges = sp_profile_edges(profile, &count)!
    #expect((0..<count).map { edges[$0].caller } == [0, .max])
    #expect((0..<count).map { edges[$0].callee } == [1, 0])
    let threads = sp_profile_threads(profile, &count)!
    #expect(count == 1 && threads[0].wall_ns == 135 && threads[0].self_wall_ns == 5)
    #expect(threads[0].python_ident == 1 << 40 && threads[0].started_before)
    let nodes = sp_profile_nodes(profile, &count)!
    #expect((0..<count).map { nodes[$0].parent } == [.max, 0])
    #expect(nodes[0].open && !nodes[1].open)
    #expect(sp_profile_nodes(profile, &count) == nodes, "made once")
    var header = sp_profile_header()
    sp_profile_header_get(profile, &header)
    #expect(header.process_id == 7 && header.events == 7)
  }

  @Test func everyKindIsTheSameNumberInSnapshotsAndInC() {
    let kinds: [(Snapshot.Kind, sp_kind)] = [
      (.python, SP_KIND_PYTHON), (.builtin, SP_KIND_BUILTIN), (.method, SP_KIND_METHOD), (.gc, SP_KIND_GC),
      (.thread, SP_KIND_THREAD), (.folded, SP_KIND_FOLDED), (.type, SP_KIND_TYPE), (.cut, SP_KIND_CUT),
      (.span, SP_KIND_SPAN), (.label, SP_KIND_LABEL),
    ]
    for (swift, c) in kinds { #expect(UInt32(swift.rawValue) == c.rawValue) }
  }

  /// Calls `sp_profile_write` with `format` and `threadRoots`; what it wrote, or its error.
  private func write(_ format: String, threadRoots: String = "") -> (text: String, error: String) {
    let profile = makeProfile()
    defer { sp_profile_free(profile) }
    let texts = TextArena()
    var options = sp_format_options()
    options.format = texts.add(format)
    options.thread_roots = texts.add(threadRoots)
    options.only_thread = -1
    var roots = [sp_path_root(prefix: texts.add("/app/"), shown_as: texts.add("~"))]
    var buffer = sp_buffer()
    var error = sp_error()
    let written = roots.withUnsafeMutableBufferPointer { roots in
      options.roots = UnsafePointer(roots.baseAddress)
      options.root_count = roots.count
      return sp_profile_write(profile, &options, &buffer, &error)
    }
    defer { sp_buffer_free(&buffer) }
    #expect(written == (error.code == SP_ERROR_NONE))
    let bytes = UnsafeBufferPointer(start: buffer.bytes, count: buffer.count)
    let message = withUnsafeBytes(of: error.message) { Array($0.prefix { $0 != 0 }) }
    return (String(decoding: bytes, as: UTF8.self), String(decoding: message, as: UTF8.self))
  }

  @Test func everyFormatIsWritten() {
    #expect(write("table").text.contains("~é.py:3"))
    #expect(write("callgrind").text.hasPrefix("# callgrind format\n"))
    #expect(write("pstats").text.hasPrefix("{"))
  }

  @Test func unknownOptionsAreErrorsWithAMessage() {
    #expect(write("svg").error.hasPrefix("unknown format \"svg\": use one of table, "))
    #expect(write("pstats", threadRoots: "tree").error.hasPrefix("unknown thread roots \"tree\""))
    #expect(write("svg").text.isEmpty)
  }

  @Test func aLongMessageIsCutBetweenCharactersAndTerminated() {
    var error = sp_error()
    withUnsafeMutablePointer(to: &error) { $0.set(SP_ERROR_MEMORY, String(repeating: "é", count: 400)) }
    let bytes = withUnsafeBytes(of: error.message) { Array($0.prefix { $0 != 0 }) }
    #expect(bytes.count == 510)
    #expect(String(validating: bytes, as: UTF8.self) != nil)
  }

  @Test func cataloguesAreLinesOfTabSeparatedFields() {
    let formats = String(sp_formats()).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(formats.map(\.first).contains("pstats"))
    #expect(formats.allSatisfy { $0.count == 4 })
    let keys = String(sp_sort_keys()).split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(keys.contains { $0[0] == "tsub" } && keys.allSatisfy { $0.count == 2 })
  }
}
