import Profiles

/// Callgrind's profile format, for KCachegrind and callgrind_annotate. Its events are the times that were
/// measured: wall and CPU.
///
/// Source: https://valgrind.org/docs/manual/cl-format.html. One part; threads are functions that call their
/// first functions. Calls whose callee is on the stack already carry no inclusive cost: only so do the readers,
/// which add incoming calls up, give exact inclusive times under recursion. Counts are calls and resumptions.
struct CallgrindFormat: Format {
  let name = "callgrind"
  let fileEndings = [".callgrind", "callgrind.out"]
  let summary = "for KCachegrind, callgrind_annotate, gprof2dot; wall and CPU"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    if let thread = options.onlyThread, !profile.threads.indices.contains(thread) {
      throw FormatError("there is no thread \(thread): this profile has \(profile.threads.count)")
    }
    if profile.clocks.isEmpty { _ = try required(.wall, of: profile) }
    let statistics = profile.statistics(
      groups: Array(profile.functions.indices), groupCount: profile.functions.count,
      onlyThread: options.onlyThread)
    var file = CallgrindFile(profile, statistics, onlyThread: options.onlyThread)
    file.writeHeader(options)
    file.writeThreads()
    file.writeFunctions()
    return Array(file.text.utf8)
  }
}

private struct CallgrindFile {
  private(set) var text = ""
  private let profile: Profile
  private let statistics: CallStatistics
  private let threads: [Int]
  private let clocks: [Profile.Clock]
  private let threadNames: ThreadNames
  private let functionNames: UniqueNames
  private var files = CompressedNames()
  private var functions = CompressedNames()
  /// Edges by caller.
  private var fromFunction: [[CallStatistics.Edge]]
  private var fromThread: [[CallStatistics.Edge]]

  init(_ profile: Profile, _ statistics: CallStatistics, onlyThread: Int?) {
    self.profile = profile
    self.statistics = statistics
    clocks = profile.clocks
    threads = onlyThread.map { [$0] } ?? Array(profile.threads.indices)
    threadNames = ThreadNames(profile.threads)
    // WHY unique: gprof2dot knows a function by its name alone.
    functionNames = UniqueNames(
      profile.functions.map { SafeText.escaped($0.displayName) }, lines: profile.functions.map(\.firstLine),
      reserved: profile.threads.indices.map { [threadNames] in SafeText.escaped(threadNames[$0]) })
    fromFunction = Array(repeating: [], count: profile.functions.count)
    fromThread = Array(repeating: [], count: profile.threads.count)
    for edge in statistics.edges {
      switch edge.caller {
      case .group(let function): fromFunction[function].append(edge)
      case .thread(let thread): fromThread[thread].append(edge)
      }
    }
  }

  /// WHY this order: callgrind_annotate wants `events:` after the other keys, KCachegrind skips a file whose
  /// `summary:` stands before it.
  mutating func writeHeader(_ options: FormatOptions) {
    line("# callgrind format")
    line("version: 1")
    line("creator: swiftprof")
    line("pid: \(profile.header.processID)")
    if !profile.facts.command.isEmpty { line("cmd: \(SafeText.escaped(profile.facts.command))") }
    if let thread = options.onlyThread { line("desc: Thread: \(SafeText.escaped(threadNames[thread]))") }
    line("desc: Trigger: Program termination")
    line("positions: line")
    for clock in clocks { line("event: \(Self.event(of: clock))") }
    line("events: \(clocks.map(Self.name).joined(separator: " "))")
    let totals = clocks.map { clock in threads.reduce(0) { $0 + clock.totalNs(of: profile.threads[$1]) } }
    line("summary: \(Self.columns(totals))")
  }

  mutating func writeThreads() {
    for index in threads {
      let thread = profile.threads[index]
      writePosition(file: "<threads>", function: SafeText.escaped(threadNames[index]))
      line("0 \(Self.columns(clocks.map { $0.selfNs(of: thread) }))")
      for edge in fromThread[index] { writeCall(edge, fromLine: 0) }
    }
  }

  mutating func writeFunctions() {
    for (index, function) in profile.functions.enumerated() {
      let tally = statistics.groups[index]
      let calls = fromFunction[index]
      let own = clocks.map { $0.selfNs(of: tally.times) }
      if tally.entries == 0 && calls.isEmpty && own.allSatisfy({ $0 == 0 }) { continue }
      writePosition(file: Self.file(of: function), function: functionNames[index])
      line("\(function.firstLine) \(Self.columns(own))")
      for edge in calls { writeCall(edge, fromLine: function.firstLine) }
    }
  }

  private mutating func writePosition(file: String, function: String) {
    line("")
    line("fl=" + files.reference(to: file))
    line("fn=" + functions.reference(to: function))
  }

  /// WHY at least 1: readers divide by the count, and what carries cost was entered, if not counted.
  private mutating func writeCall(_ edge: CallStatistics.Edge, fromLine: Int32) {
    let callee = profile.functions[edge.callee]
    line("cfi=" + files.reference(to: Self.file(of: callee)))
    line("cfn=" + functions.reference(to: functionNames[edge.callee]))
    line("calls=\(max(1, edge.tally.entries)) \(callee.firstLine)")
    let below = clocks.map { $0.of(wallNs: edge.tally.firstWallNs, cpuNs: edge.tally.firstCpuNs) }
    line("\(fromLine) \(Self.columns(below))")
  }

  private mutating func line(_ content: String) {
    text += content
    text += "\n"
  }

  private static func columns(_ costs: [UInt64]) -> String {
    costs.map(String.init).joined(separator: " ")
  }

  private static func name(of clock: Profile.Clock) -> String { clock == .cpu ? "CPU" : "Wall" }

  private static func event(of clock: Profile.Clock) -> String {
    "\(name(of: clock)) : \(clock == .cpu ? "Thread CPU time" : "Wall-clock time") [ns]"
  }

  private static func file(of function: Profile.Function) -> String {
    switch function.kind {
    case .python: SafeText.escaped(function.file.isEmpty ? "<unknown>" : function.file)
    case .builtin, .method, .type: "<built-in>"
    case .gc, .thread, .folded, .cut, .span, .label: "<interpreter>"
    }
  }
}
