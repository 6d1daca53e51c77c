import Recording

/// What the labels of a snapshot say.
struct SnapshotLabels {
  struct Meaning {
    /// Index in `labels`; -1: it says nothing but sessions.
    let label: Int32
    /// It bears the session that is asked for, or none is.
    let isInSession: Bool
  }

  private(set) var labels: [ContextTree.Label] = []
  /// For each function of the snapshot: what it means as a label; nil: it is none.
  private(set) var of: [Meaning?]
  private(set) var isEmpty = true

  init(_ functions: [Snapshot.Function], session: UInt64?) {
    var number: [[ExactText]: Int32] = [:]
    var meanings: [Meaning?] = Array(repeating: nil, count: functions.count)
    for (index, function) in functions.enumerated() where function.kind == .label {
      isEmpty = false
      let label = ContextTree.Label(context: function.name, tag: function.qualifiedName)
      var at: Int32 = -1
      if !label.isEmpty {
        let key = [ExactText(label.context), ExactText(label.tag)]
        at = number[key] ?? Int32(labels.count)
        if at == labels.count { labels.append(label) }
        number[key] = at
      }
      meanings[index] = Meaning(label: at, isInSession: session.map(function.bears) ?? true)
    }
    of = meanings
  }
}

extension Snapshot.Function {
  /// Whether a label has this number among its sessions.
  fileprivate func bears(_ session: UInt64) -> Bool {
    module.utf8.split(separator: UInt8(ascii: ",")).contains { String($0).flatMap { UInt64($0) } == session }
  }
}
