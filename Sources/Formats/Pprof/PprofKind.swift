import Recording

/// Numbers of kinds of functions in a file, which must stay what they are.
enum PprofKind {
  private static let kinds: [Snapshot.Kind] = [
    .python, .builtin, .method, .type, .gc, .folded, .thread, .cut, .span, .label,
  ]

  static func number(of kind: Snapshot.Kind) -> UInt64 {
    switch kind {
    case .python: 0
    case .builtin: 1
    case .method: 2
    case .type: 3
    case .gc: 4
    case .folded: 5
    case .thread: 6
    case .cut: 7
    case .span: 8
    case .label: 9
    }
  }

  /// nil: a kind of a later version.
  static func kind(of number: UInt64) -> Snapshot.Kind? {
    number < UInt64(kinds.count) ? kinds[Int(number)] : nil
  }
}

extension PprofKind {
  /// What a function of another tool seems to be.
  static func kind(ofFunction name: String, file: String) -> Snapshot.Kind {
    if !file.isEmpty { return .python }
    if name == "(folded)" { return .folded }
    if name == Snapshot.Function.leftOut.name { return .cut }
    return name.hasPrefix("<gc") ? .gc : .builtin
  }
}
