import Profiles

/// Chrome's trace events as JSON, for Perfetto, chrome://tracing and speedscope.
///
/// Source: "Trace Event Format" (docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU). The tree
/// is laid out (`LaidOutTree`), which `otherData` and the process's name say. Times are microseconds with three
/// exact decimals, from 0; `tts` is CPU time.
///
/// WHY pairs of B and E, both with their name: readers add `ts` and `dur` of X events as floating point numbers and
/// miss the next event by a hair; and some pair by name. WHY no `args`: speedscope takes events of other arguments
/// for other functions.
struct ChromeFormat: Format {
  let name = "chrome"
  let fileEndings = [".trace.json", ".chrome.json"]
  let summary = "trace events for Perfetto and chrome://tracing: the tree laid out, wall and CPU"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    try requireContexts(of: profile)
    let profile = profile.unlabelled
    let (clock, second) = try clocks(of: profile)
    var json = JsonWriter(capacity: profile.nodes.count * 220 + 4096)
    ChromeFile(profile, clock, second).write(to: &json)
    return json.bytes
  }
}

private struct ChromeFile {
  private let profile: Profile
  private let clock: Profile.Clock
  private let second: Profile.Clock?
  private let identity: TraceIdentity
  /// Per function: name and category, as JSON.
  private let names: [[UInt8]]
  private let categories: [[UInt8]]

  init(_ profile: Profile, _ clock: Profile.Clock, _ second: Profile.Clock?) {
    (self.profile, self.clock, self.second) = (profile, clock, second)
    identity = TraceIdentity(profile)
    let unique = UniqueNames(
      profile.functions.map(\.displayName), lines: profile.functions.map(\.firstLine))
    names = profile.functions.indices.map { JsonText.quoted(unique[$0]) }
    categories = profile.functions.map { JsonText.quoted($0.kindName) }
  }

  func write(to json: inout JsonWriter) {
    json.object {
      $0.member("displayTimeUnit", "ns")
      $0.member("otherData") { $0.object { writeRemarks(to: &$0) } }
      $0.member("traceEvents") { json in
        json.array {
          writeMetadata(to: &$0)
          for (thread, range) in profile.nodesOfThreads().enumerated() {
            writeThread(thread, range, to: &$0)
          }
        }
      }
    }
  }

  private func writeRemarks(to json: inout JsonWriter) {
    json.member("creator", "swiftprof")
    json.member("command", profile.facts.command)
    json.member("aggregated", true)
    json.member("remark", LayoutRemark.sentence)
  }

  private func writeMetadata(to json: inout JsonWriter) {
    writeMetadata("process_name", thread: nil, to: &json) {
      $0.member("name", LayoutRemark.processName(command: profile.facts.command))
    }
    for (index, thread) in profile.threads.enumerated() {
      writeMetadata("thread_name", thread: index, to: &json) { $0.member("name", thread.name) }
      writeMetadata("thread_sort_index", thread: index, to: &json) { $0.member("sort_index", index) }
    }
  }

  private func writeMetadata(
    _ name: String, thread: Int?, to json: inout JsonWriter, _ arguments: (inout JsonWriter) -> Void
  ) {
    json.lineBreak()
    json.object {
      $0.member("ph", "M")
      $0.member("pid", identity.process)
      $0.member("tid", thread.map { identity.threads[$0] } ?? identity.process)
      $0.member("name", name)
      $0.member("args") { $0.object(arguments) }
    }
  }

  private func writeThread(_ thread: Int, _ range: Range<Int>, to json: inout JsonWriter) {
    for event in LaidOutTree(profile, range, clock, second: second, stepNs: 1) {
      let function = profile.nodes[event.node].function
      json.lineBreak()
      json.object {
        $0.name("ph")
        $0.value(encoded: event.isBegin ? Self.begin : Self.end)
        $0.name("pid")
        $0.value(identity.process)
        $0.name("tid")
        $0.value(identity.threads[thread])
        $0.name("ts")
        $0.value(event.ns, decimals: 3)
        if second != nil {
          $0.name("tts")
          $0.value(event.secondNs, decimals: 3)
        }
        $0.name("name")
        $0.value(encoded: names[function])
        $0.name("cat")
        $0.value(encoded: categories[function])
      }
    }
  }

  private static let begin = JsonText.quoted("B")
  private static let end = JsonText.quoted("E")
}
