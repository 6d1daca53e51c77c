import Profiles

/// swiftprof's own JSON: functions, threads and calling contexts by column. `docs/formats.md` says what each holds.
struct JsonFormat: Format {
  let name = "json"
  let fileEndings = [".json"]
  let summary = "everything by column, for programs of your own"

  /// Raised when the meaning of a column changes or one goes; new columns leave it as it is.
  static let schemaVersion = 1

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    var json = JsonWriter(capacity: profile.nodes.count * 48 + profile.functions.count * 256 + 4096)
    json.object {
      $0.member("schema") { json in
        json.object {
          $0.member("name", "swiftprof.profile")
          $0.member("version", Self.schemaVersion)
        }
      }
      $0.member("command", profile.facts.command)
      $0.member("python_version", profile.facts.pythonVersion)
      $0.member("backend", profile.facts.backend)
      $0.member("measures") { $0.array { Self.write(profile.measures, to: &$0) } }
      $0.lineBreak()
      $0.member("header") { $0.object { Self.write(profile.header, to: &$0) } }
      $0.lineBreak()
      $0.member("threads") { $0.object { Self.writeThreads(of: profile, to: &$0) } }
      $0.lineBreak()
      $0.member("functions") { $0.object { Self.writeFunctions(of: profile, to: &$0) } }
      $0.lineBreak()
      $0.member("edges") { $0.object { Self.writeEdges(of: profile, to: &$0) } }
      $0.lineBreak()
      $0.member("nodes") { $0.object { Self.writeNodes(of: profile, to: &$0) } }
      $0.lineBreak()
      $0.member("labels") { $0.object { Self.writeLabels(of: profile, to: &$0) } }
      $0.lineBreak()
      $0.member("tasks") { $0.object { Self.writeTasks(of: profile, to: &$0) } }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private static func write(_ measures: Profile.Measures, to json: inout JsonWriter) {
    let names: [(Profile.Measures, String)] = [
      (.calls, "calls"), (.wall, "wall"), (.cpu, "cpu"), (.resumptions, "resumptions"),
      (.contexts, "contexts"), (.suspended, "suspended"),
    ]
    for (measure, name) in names where measures.contains(measure) { json.value(name) }
  }

  private static func write(_ header: Profile.Header, to json: inout JsonWriter) {
    json.member("process_id", UInt64(header.processID))
    json.member("start_unix_ns", header.startUnixNs)
    json.member("duration_ns", header.durationNs)
    json.member("events", header.events)
    json.member("overhead_ns", header.overheadNs)
    json.member("raw", header.isRaw)
    json.member("slowdown") { $0.value(header.slowdownThousandths, decimals: 3) }
    json.member("folded_calls", header.foldedCalls)
    json.member("unmatched_returns", header.unmatchedReturns)
    json.member("cpu_resyncs", header.cpuResyncs)
    json.member("clock_notes") { $0.array { for note in header.clockNotes { $0.value(note) } } }
  }

  private static func writeThreads(of profile: Profile, to json: inout JsonWriter) {
    let threads = profile.threads
    json.member("count", threads.count)
    json.column("name", of: threads) { $0.value($1.name) }
    json.column("os_id", of: threads) { $0.value(UInt64($1.osID)) }
    json.column("ident", of: threads) { $0.value($1.pythonIdent) }
    json.column("started_before", of: threads) { $0.value($1.startedBefore) }
    json.column("ended", of: threads) { $0.value($1.ended) }
    json.column("start_ns", of: threads) { $0.value($1.startNs) }
    json.column("duration_ns", of: threads) { $0.value($1.durationNs) }
    for (clock, names) in profile.columnNames {
      json.column(names.itself, of: threads) { $0.value(clock.selfNs(of: $1)) }
      json.column(names.total, of: threads) { $0.value(clock.totalNs(of: $1)) }
    }
    for (clock, names) in profile.overheadNames {
      json.column(names.itself, of: threads) { $0.value(clock.selfOverheadNs(of: $1)) }
      json.column(names.total, of: threads) { $0.value(clock.overheadNs(of: $1)) }
    }
  }

  private static func writeFunctions(of profile: Profile, to json: inout JsonWriter) {
    let functions = profile.functions
    json.member("count", functions.count)
    json.column("name", of: functions) { $0.value($1.name) }
    json.column("qualified_name", of: functions) { $0.value($1.qualifiedName) }
    json.column("display_name", of: functions) { $0.value($1.displayName) }
    json.column("module", of: functions) { $0.value($1.module) }
    json.column("file", of: functions) { $0.value($1.file) }
    json.column("line", of: functions) { $0.value(Int($1.firstLine)) }
    json.column("kind", of: functions) { $0.value($1.kindName) }
    if profile.measures.contains(.calls) {
      json.column("ncall", of: functions) { $0.value($1.calls) }
      json.column("nprim", of: functions) { $0.value($1.primitiveCalls) }
      json.column("open", of: functions) { $0.value($1.open) }
    }
    if profile.measures.contains(.resumptions) {
      json.column("resumptions", of: functions) { $0.value($1.resumptions) }
    }
    for (clock, names) in profile.columnNames {
      json.column(names.itself, of: functions) { $0.value(clock.selfNs(of: $1.times)) }
      json.column(names.total, of: functions) { $0.value(clock.totalNs(of: $1.times)) }
    }
    writeSuspension(of: functions.lazy.map(\.times), profile.measures, to: &json)
    writeOverhead(of: functions.map(\.times), in: profile, to: &json)
  }

  private static func writeEdges(of profile: Profile, to json: inout JsonWriter) {
    let edges = profile.edges
    json.member("count", edges.count)
    json.column("caller", of: edges) { $0.value($1.caller ?? -1) }
    json.column("callee", of: edges) { $0.value($1.callee) }
    if profile.measures.contains(.calls) {
      json.column("ncall", of: edges) { $0.value($1.calls) }
      json.column("nprim", of: edges) { $0.value($1.primitiveCalls) }
    }
    if profile.measures.contains(.resumptions) {
      json.column("resumptions", of: edges) { $0.value($1.resumptions) }
    }
    for (clock, names) in profile.columnNames {
      json.column(names.itself, of: edges) { $0.value(clock.selfNs(of: $1.times)) }
      json.column(names.total, of: edges) { $0.value(clock.totalNs(of: $1.times)) }
    }
    writeSuspension(of: edges.lazy.map(\.times), profile.measures, to: &json)
    writeOverhead(of: edges.map(\.times), in: profile, to: &json)
  }

  private static func writeNodes(of profile: Profile, to json: inout JsonWriter) {
    let nodes = profile.nodes
    json.member("count", nodes.count)
    json.column("parent", of: nodes) { $0.value($1.parent ?? -1) }
    json.column("thread", of: nodes) { $0.value($1.thread) }
    json.column("function", of: nodes) { $0.value($1.function) }
    if profile.measures.contains(.calls) {
      json.column("ncall", of: nodes) { $0.value($1.calls) }
      json.column("open", of: nodes) { $0.value(UInt64($1.open)) }
    }
    if profile.measures.contains(.resumptions) {
      json.column("resumptions", of: nodes) { $0.value($1.resumptions) }
    }
    for (clock, names) in profile.columnNames {
      json.column(names.itself, of: nodes) { $0.value(clock.selfNs(of: $1.times)) }
    }
    writeSuspension(of: nodes.lazy.map(\.times), profile.measures, to: &json)
    for (clock, names) in profile.overheadNames {
      json.column(names.itself, of: nodes) { $0.value(clock.selfOverheadNs(of: $1.times)) }
    }
    if !profile.labels.isEmpty { json.column("label", of: nodes) { $0.value($1.label ?? -1) } }
  }

  private static func writeSuspension<All: Sequence<Profile.Times>>(
    of times: All, _ measures: Profile.Measures, to json: inout JsonWriter
  ) {
    guard measures.contains(.suspended) else { return }
    json.column("suspended_ns", of: times) { $0.value($1.suspendedNs) }
  }

  private static func writeOverhead(of times: [Profile.Times], in profile: Profile, to json: inout JsonWriter)
  {
    for (clock, names) in profile.overheadNames {
      json.column(names.itself, of: times) { $0.value(clock.selfOverheadNs(of: $1)) }
      json.column(names.total, of: times) { $0.value(clock.totalOverheadNs(of: $1)) }
    }
  }
}

extension Profile.Header {
  fileprivate var slowdownThousandths: UInt64 { UInt64(min(max(0, slowdown), 1e9) * 1000 + 0.5) }
}

extension Profile {
  /// Each clock that is written, and the names of the columns of what swiftprof itself took of it.
  var overheadNames: [(Profile.Clock, (itself: StaticString, total: StaticString))] {
    clocks.map { clock in
      clock == .cpu
        ? (clock, ("cpu_self_overhead_ns", "cpu_total_overhead_ns"))
        : (clock, ("wall_self_overhead_ns", "wall_total_overhead_ns"))
    }
  }

  /// Each clock that is written, and the names of its columns.
  var columnNames: [(Profile.Clock, (itself: StaticString, total: StaticString))] {
    clocks.map { clock in
      switch clock {
      case .wall: (clock, ("wall_self_ns", "wall_total_ns"))
      case .cpu: (clock, ("cpu_self_ns", "cpu_total_ns"))
      case .wait: (clock, ("wait_self_ns", "wait_total_ns"))
      }
    }
  }
}
