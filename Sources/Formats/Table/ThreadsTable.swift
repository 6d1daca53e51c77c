import Profiles

/// The threads, in the order in which they were seen.
struct ThreadsTable {
  private let profile: Profile
  private let options: FormatOptions

  init(_ profile: Profile, _ options: FormatOptions) {
    self.profile = profile
    self.options = options
  }

  var lines: [String] {
    let style = Style(color: options.color)
    let threads = profile.threads
    let all = threads.reduce(0) { $0 + $1.wallNs }
    let unit = TimeUnit.forColumns(largest: threads.map { max($0.wallNs, $0.cpuNs) }.max() ?? 0)
    var columns = TextColumns(columns: [
      .times("wall", threads.map(\.wallNs), unit),
      .times("cpu", threads.map(\.cpuNs), unit),
      .times("wait", threads.map { $0.wallNs - min($0.wallNs, $0.cpuNs) }, unit),
      .init(title: "share", unit: "wall", cells: threads.map { NumberText.percent($0.wallNs, of: all) }),
      .init(title: "OS id", cells: threads.map { $0.osID == 0 ? "-" : String($0.osID) }),
      .init(title: "started", cells: threads.map { $0.startedBefore ? "before" : "during" }),
    ])
    columns.columns.removeAll { !profile.measures.isSuperset(of: Profile.Measures(ofColumn: $0.title)) }
    let room = options.width == 0 ? Int.max : max(8, options.width - columns.width)
    let head = columns.head
    return [style(head.titles + "thread", .header), style(head.units, .dim)]
      + threads.enumerated().map { index, thread in
        columns.row(index) + Shortening.middle(SafeText.escaped(thread.name), to: room)
      }
  }
}
