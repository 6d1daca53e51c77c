import Profiles

/// One of `threads`: tables by column. A row of `stackTable` for each context, one of `frameTable` and `funcTable`
/// for each function of the thread, one of `samples` for each context with time of its own.
struct FirefoxThread {
  private let profile: Profile
  private let thread: Int
  private let range: Range<Int>
  private let clock: Profile.Clock
  private let strings: FirefoxStrings
  /// The thread's functions, in the order of their first context, and where each is among them.
  private var functions: [Int] = []
  private var place: [Int]

  init(
    _ profile: Profile, _ thread: Int, _ range: Range<Int>, _ clock: Profile.Clock,
    _ strings: FirefoxStrings
  ) {
    (self.profile, self.thread, self.range) = (profile, thread, range)
    (self.clock, self.strings) = (clock, strings)
    place = Array(repeating: -1, count: profile.functions.count)
    for index in range {
      let function = profile.nodes[index].function
      if place[function] >= 0 { continue }
      place[function] = functions.count
      functions.append(function)
    }
  }

  func write(to json: inout JsonWriter) {
    json.lineBreak()
    json.object {
      writeFacts(to: &$0)
      $0.member("samples") { FirefoxSamples(profile, thread, range, clock).write(to: &$0) }
      $0.member("stackTable", writeStacks)
      $0.member("frameTable", writeFrames)
      $0.member("funcTable", writeFunctions)
      $0.member("resourceTable") { Self.writeEmpty("lib", "name", "host", "type", to: &$0) }
      $0.member("nativeSymbols") {
        Self.writeEmpty("libIndex", "address", "name", "functionSize", to: &$0)
      }
      $0.member("markers") {
        Self.writeEmpty("data", "name", "startTime", "endTime", "phase", "category", to: &$0)
      }
    }
  }

  private func writeFacts(to json: inout JsonWriter) {
    let row = profile.threads[thread]
    json.member("name", row.name.isEmpty ? "thread" : row.name)
    json.member("isMainThread", row.osID == profile.header.processID)
    json.member("processType", "default")
    json.member("processName", LayoutRemark.processName(command: ""))
    json.member("processStartupTime", 0)
    json.member("processShutdownTime") { $0.null() }
    json.member("registerTime", 0)
    json.member("unregisterTime") { $0.null() }
    json.member("pausedRanges") { $0.array { _ in } }
    json.member("pid", String(profile.header.processID))
    json.member("tid", TraceIdentity(profile).threads[thread])
  }

  private func writeStacks(to json: inout JsonWriter) {
    let (profile, place, start) = (profile, place, range.lowerBound)
    json.object {
      $0.member("length", range.count)
      $0.column("frame", of: range) { $0.value(place[profile.nodes[$1].function]) }
      $0.column("prefix", of: range) { $0.valueOrNull(profile.nodes[$1].parent.map { $0 - start }) }
      $0.column("category", of: range) { $0.value(category(profile.nodes[$1].function)) }
      $0.column("subcategory", count: range.count, "0")
    }
  }

  private func writeFrames(to json: inout JsonWriter) {
    let count = functions.count
    json.object {
      $0.member("length", count)
      $0.column("address", count: count, "-1")
      $0.column("inlineDepth", count: count, "0")
      $0.column("category", of: functions) { $0.value(category($1)) }
      $0.column("subcategory", count: count, "0")
      $0.column("func", of: 0..<count) { $0.value($1) }
      $0.column("nativeSymbol", count: count, "null")
      $0.column("innerWindowID", count: count, "null")
      $0.column("implementation", count: count, "null")
      $0.column("line", of: functions) { $0.valueOrNull(line($1)) }
      $0.column("column", count: count, "null")
    }
  }

  /// WHY `isJS` for what is Python's: only so do the switches between native code and script work.
  private func writeFunctions(to json: inout JsonWriter) {
    let count = functions.count
    json.object {
      $0.member("length", count)
      $0.column("name", of: functions) { $0.value(strings.names[$1]) }
      $0.column("isJS", of: functions) { $0.value(profile.functions[$1].kind == .python) }
      $0.column("relevantForJS", of: functions) { $0.value(profile.functions[$1].kind == .python) }
      $0.column("resource", count: count, "-1")
      $0.column("fileName", of: functions) { $0.valueOrNull(strings.files[$1]) }
      $0.column("lineNumber", of: functions) { $0.valueOrNull(line($1)) }
      $0.column("columnNumber", count: count, "null")
    }
  }

  private static func writeEmpty(_ names: StaticString..., to json: inout JsonWriter) {
    json.object {
      $0.member("length", 0)
      for name in names { $0.column(name, count: 0, "null") }
    }
  }

  private func category(_ function: Int) -> Int {
    FirefoxCategory(profile.functions[function]).rawValue
  }

  private func line(_ function: Int) -> Int? {
    profile.functions[function].file.isEmpty ? nil : Int(profile.functions[function].firstLine)
  }
}
