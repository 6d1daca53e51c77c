import Profiles

extension Profile.Function {
  /// The kind as Python's API names it: "python", "builtin", ...
  var kindName: String {
    switch kind {
    case .python: "python"
    case .builtin: "builtin"
    case .method: "method"
    case .type: "type"
    case .gc: "gc"
    case .thread: "thread"
    case .folded: "folded"
    case .cut: "cut"
    case .span: "span"
    case .label: "label"
    }
  }
}
