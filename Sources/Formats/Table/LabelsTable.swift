import Profiles

/// The user's own contexts, those that took longest first.
struct LabelsTable {
  private let profile: Profile
  private let options: FormatOptions

  init(_ profile: Profile, _ options: FormatOptions) {
    self.profile = profile
    self.options = options
  }

  var lines: [String] {
    let style = Style(color: options.color)
    let labels = profile.labels
    let order = labels.indices.sorted {
      (labels[$1].selfWallNs, labels[$1].selfCpuNs, $0) < (labels[$0].selfWallNs, labels[$0].selfCpuNs, $1)
    }
    let limit = options.limit == 0 ? order.count : options.limit
    let shown = order.prefix(limit).map { labels[$0] }
    let unit = TimeUnit.forColumns(largest: shown.map { max($0.selfWallNs, $0.selfCpuNs) }.max() ?? 0)
    var columns = TextColumns(columns: [
      .init(title: "ncall", cells: shown.map { String($0.calls) }),
      .times("wall", shown.map(\.selfWallNs), unit),
      .times("cpu", shown.map(\.selfCpuNs), unit),
    ])
    columns.columns.removeAll { !profile.measures.isSuperset(of: Profile.Measures(ofColumn: $0.title)) }
    let room = options.width == 0 ? Int.max : max(8, options.width - columns.width)
    let head = columns.head
    var lines = [style(head.titles + "context", .header), style(head.units, .dim)]
    for (index, label) in shown.enumerated() {
      lines.append(columns.row(index) + Shortening.middle(SafeText.escaped(label.text), to: room))
    }
    let rest = order.count - shown.count
    if rest > 0 {
      let blanks = String(repeating: " ", count: columns.width)
      lines.append(blanks + Shortening.middle("... \(rest) more context\(rest == 1 ? "" : "s")", to: room))
    }
    return lines
  }
}

extension Profile.Label {
  /// `orders  #slow`.
  fileprivate var text: String {
    [context, tag.isEmpty ? "" : "#" + tag].filter { !$0.isEmpty }.joined(separator: "  ")
  }
}
