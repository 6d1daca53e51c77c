import Profiles

/// Callgrind's profile format with two events, wall and CPU time, for KCachegrind and callgrind_annotate.
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
    line("event: Wall : Wall-clock time [ns]")
    line("event: CPU : Thread CPU time [ns]")
    line("events: Wall CPU")
    let wall = threads.reduce(0) { $0 + profile.threads[$1].wallNs }
    let cpu = threads.reduce(0) { $0 + profile.threads[$1].cpuNs }
    line("summary: \(wall) \(cpu)")
  }

  mutating func writeThreads() {
    for index in threads {
      let thread = profile.threads[index]
      writePosition(file: "<threads>", function: SafeText.escaped(threadNames[index]))
      line("0 \(thread.selfWallNs) \(thread.selfCpuNs)")
      for edge in fromThread[index] { writeCall(edge, fromLine: 0) }
    }
  }

  mutating func writeFunctions() {
    for (index, function) in profile.functions.enumerated() {
      let tally = statistics.groups[index]
      let calls = fromFunction[index]
      if tally.entries == 0 && calls.isEmpty && tally.times.selfWallNs == 0 { continue }
      writePosition(file: Self.file(of: function), function: functionNames[index])
      line("\(function.firstLine) \(tally.times.selfWallNs) \(tally.times.selfCpuNs)")
      for edge in calls { writeCall(edge, fromLine: function.firstLine) }
    }
  }

  private mutating func writePosition(file: String, function: String) {
    line("")
    line("fl=" + files.reference(to: file))
    line("fn=" + functions.reference(to: function))
  }

  /// WHY at least 1: readers divide by the count, and what carries cost was entered.
  private mutating func writeCall(_ edge: CallStatistics.Edge, fromLine: Int32) {
    let callee = profile.functions[edge.callee]
    line("cfi=" + files.reference(to: Self.file(of: callee)))
    line("cfn=" + functions.reference(to: functionNames[edge.callee]))
    line("calls=\(max(1, edge.tally.entries)) \(callee.firstLine)")
    line("\(fromLine) \(edge.tally.firstWallNs) \(edge.tally.firstCpuNs)")
  }

  private mutating func line(_ content: String) {
    text += content
    text += "\n"
  }

  private static func file(of function: Profile.Function) -> String {
    switch function.kind {
    case .python: SafeText.escaped(function.file.isEmpty ? "<unknown>" : function.file)
    case .builtin, .method, .type: "<built-in>"
    case .gc, .thread, .folded, .cut: "<interpreter>"
    }
  }
}
