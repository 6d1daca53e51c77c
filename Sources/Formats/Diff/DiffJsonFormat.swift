import Profiles

/// A comparison as JSON: functions and edges by column, with the numbers of each run. `docs/commands.md` says
/// what each column holds.
struct DiffJsonFormat: DiffFormat {
  let name = "json"
  let fileEndings = [".json"]
  let summary = "everything by column, with the numbers of each run"

  /// Raised when the meaning of a column changes or one goes; new columns leave it as it is.
  static let schemaVersion = 1

  func bytes(of diff: ProfileDiff, _ options: DiffOptions) throws(FormatError) -> [UInt8] {
    var json = JsonWriter(capacity: (diff.functions.count + diff.edges.count) * 256 + 4096)
    json.object {
      $0.member("schema") { json in
        json.object {
          $0.member("name", "swiftprof.diff")
          $0.member("version", Self.schemaVersion)
        }
      }
      $0.member("before") { Self.writeSide(options.before, runs: diff.before.count, to: &$0) }
      $0.member("after") { Self.writeSide(options.after, runs: diff.after.count, to: &$0) }
      $0.member("measures") { $0.array { Self.write(diff.measures, to: &$0) } }
      $0.lineBreak()
      $0.member("functions") { $0.object { Self.writeFunctions(of: diff, to: &$0) } }
      $0.lineBreak()
      $0.member("edges") { $0.object { Self.writeEdges(of: diff, to: &$0) } }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private static func writeSide(_ label: String, runs: Int, to json: inout JsonWriter) {
    json.object {
      $0.member("label", label)
      $0.member("runs", runs)
    }
  }

  private static func write(_ measures: Profile.Measures, to json: inout JsonWriter) {
    let names: [(Profile.Measures, String)] = [
      (.calls, "calls"), (.resumptions, "resumptions"), (.wall, "wall"), (.cpu, "cpu"),
    ]
    for (measure, name) in names where measures.contains(measure) { json.value(name) }
  }

  private static func writeFunctions(of diff: ProfileDiff, to json: inout JsonWriter) {
    let functions = diff.functions
    json.member("count", functions.count)
    json.column("status", of: functions) { $0.value($1.status.name) }
    json.column("name", of: functions) { $0.value($1.function.name) }
    json.column("qualified_name", of: functions) { $0.value($1.function.qualifiedName) }
    json.column("display_name", of: functions) { $0.value($1.function.displayName) }
    json.column("module", of: functions) { $0.value($1.function.module) }
    json.column("file", of: functions) { $0.value($1.function.file) }
    json.column("line", of: functions) { $0.value(Int($1.function.firstLine)) }
    json.column("kind", of: functions) { $0.value($1.function.kindName) }
    json.column("old_name", of: functions) { $0.value($1.before?.displayName ?? "") }
    json.column("old_file", of: functions) { $0.value($1.before?.file ?? "") }
    json.column("old_line", of: functions) { $0.value(Int($1.before?.firstLine ?? 0)) }
    json.column("calls_changed", of: functions) { $0.value($1.callsChanged) }
    json.column("wall_changed", of: functions) { $0.value($1.wallChanged) }
    json.column("cpu_changed", of: functions) { $0.value($1.cpuChanged) }
    writeNumbers(of: functions.map { ($0.beforeRuns, $0.afterRuns) }, diff.measures, to: &json)
  }

  private static func writeEdges(of diff: ProfileDiff, to json: inout JsonWriter) {
    json.member("count", diff.edges.count)
    json.column("caller", of: diff.edges) { $0.value($1.caller ?? -1) }
    json.column("callee", of: diff.edges) { $0.value($1.callee) }
    json.column("calls_changed", of: diff.edges) { $0.value($1.callsChanged) }
    writeNumbers(of: diff.edges.map { ($0.beforeRuns, $0.afterRuns) }, diff.measures, to: &json)
  }

  /// Each number of each run: an object of columns for either side.
  private static func writeNumbers(
    of rows: [(before: ProfileDiff.Runs, after: ProfileDiff.Runs)], _ measures: Profile.Measures,
    to json: inout JsonWriter
  ) {
    let numbers = numbers.filter { measures.contains($0.measure) }
    for (side, isBefore) in [("before" as StaticString, true), ("after", false)] {
      json.lineBreak()
      json.member(side) {
        $0.object { json in
          for number in numbers {
            json.column(number.name, of: rows) { json, row in
              let runs = (isBefore ? row.before : row.after).runs
              json.array { for run in runs { $0.value(number.value(run)) } }
            }
          }
        }
      }
    }
  }

  private struct Number: Sendable {
    let name: StaticString
    let measure: Profile.Measures
    let value: @Sendable (ProfileDiff.Run) -> UInt64
  }

  private static let numbers = [
    Number(name: "ncall", measure: .calls) { $0.calls },
    Number(name: "nprim", measure: .calls) { $0.primitiveCalls },
    Number(name: "resumptions", measure: .resumptions) { $0.resumptions },
    Number(name: "wall_self_ns", measure: .wall) { $0.times.selfWallNs },
    Number(name: "wall_total_ns", measure: .wall) { $0.times.totalWallNs },
    Number(name: "cpu_self_ns", measure: .cpu) { $0.times.selfCpuNs },
    Number(name: "cpu_total_ns", measure: .cpu) { $0.times.totalCpuNs },
  ]
}

extension ProfileDiff.Status {
  fileprivate var name: String {
    switch self {
    case .same: "same"
    case .new: "new"
    case .gone: "gone"
    case .moved: "moved"
    }
  }
}
