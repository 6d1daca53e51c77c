import Profiles

/// The report of a comparison: the same page, over the union of both trees.
///
/// With several runs of a side the page shows the one whose recorded time is the median: adding runs up would
/// make sides of different numbers of runs differ, and a mean is no run that anybody had.
struct HtmlDiffFormat: DiffFormat {
  let name = "html"
  let fileEndings = [".html", ".htm"]
  let summary = "the report for any browser, both sides in one tree, coloured by what changed"

  func bytes(of diff: ProfileDiff, _ options: DiffOptions) throws(FormatError) -> [UInt8] {
    HtmlPage.bytes(holding: ReportData(diff, options))
  }
}

extension ReportData {
  init(_ diff: ProfileDiff, _ options: DiffOptions) {
    let (before, after) = (Self.medianRun(of: diff.before), Self.medianRun(of: diff.after))
    let union = TreeUnion(before: before, after: after)
    functions = union.functions.map { function in
      function.after.map { after.functions[$0] } ?? before.functions[function.before ?? 0]
    }
    sides = [
      Side(
        before, runs: diff.before.count, label: options.before, union.functions.map(\.before),
        NodeNumbers(union.nodes.map(\.before))),
      Side(
        after, runs: diff.after.count, label: options.after, union.functions.map(\.after),
        NodeNumbers(union.nodes.map(\.after))),
    ]
    shape = Shape(
      parents: union.nodes.map(\.parent), functions: union.nodes.map { UInt64($0.function) },
      threadCounts: [UInt64(union.nodes.count)])
    paths = PathShortener(options.common.pathRoots)
  }

  private static func medianRun(of runs: [Profile]) -> Profile {
    let times = runs.indices.sorted { runs[$0].recordedNs < runs[$1].recordedNs }
    return runs[times[times.count / 2]]
  }
}

extension ReportData.Side {
  /// Of a comparison; `indices`: of the page's functions in `profile`.
  fileprivate init(
    _ profile: Profile, runs: Int, label: String, _ indices: [Int?], _ nodes: ReportData.NodeNumbers
  ) {
    facts = ReportData.Fact.all(of: profile)
    facts.append(ReportData.Fact(name: "label", value: label))
    facts.append(ReportData.Fact(name: "runsOfSide", value: String(runs)))
    threads = profile.threads
    functions = ReportData.FunctionNumbers(
      indices.map { $0.map { profile.functions[$0] } }, profile.mainClock)
    self.nodes = nodes
  }
}

extension ReportData.NodeNumbers {
  fileprivate init(_ nodes: [TreeUnion.Numbers]) {
    calls = nodes.map(\.calls)
    resumptions = nodes.map(\.resumptions)
    open = nodes.map(\.open)
    selfWallNs = nodes.map(\.selfWallNs)
    selfCpuNs = nodes.map(\.selfCpuNs)
  }
}

extension Profile {
  fileprivate var recordedNs: UInt64 { threads.reduce(0) { $0 + max($1.wallNs, $1.cpuNs) } }
}
