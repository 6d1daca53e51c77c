import Profiles

/// Text for people: what was measured, then the functions, then, if asked for, tasks with contexts, and the threads.
struct TableFormat: Format {
  let name = "table"
  let fileEndings = [".txt"]
  let summary = "text: ncall, tsub, ttot, tavg, cpu, wait per function"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    let sort = try options.sortKey(of: profile)
    var lines = TableHeader(profile, options, sorted: "by \(sort.name): \(sort.summary)").lines
    lines.append("")
    lines += FunctionsTable(profile, options, sort: sort).lines
    if options.tasksTable { lines += Self.tasks(of: profile, options) }
    if options.threadsTable { lines += [""] + ThreadsTable(profile, options).lines }
    let text = lines.map(Self.withoutTrailingBlanks).joined(separator: "\n")
    return Array((text + "\n").utf8)
  }

  private static func tasks(of profile: Profile, _ options: FormatOptions) -> [String] {
    var lines: [String] = []
    if !profile.tasks.isEmpty { lines += [""] + TasksTable(profile, options).lines }
    if !profile.labels.isEmpty { lines += [""] + LabelsTable(profile, options).lines }
    return lines.isEmpty ? ["", "no tasks, greenlets or contexts of your own were recorded"] : lines
  }

  static func withoutTrailingBlanks(_ line: String) -> String {
    guard let last = line.utf8.lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return "" }
    return String(line[...last])
  }
}
