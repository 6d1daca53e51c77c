import Recording

/// All of a function's identity, to be a key.
struct FunctionKey: Hashable {
  private let texts: ExactText
  private let firstLine: Int32
  private let kind: Snapshot.Kind

  init(_ function: Snapshot.Function) {
    // WHY U+0000 between: no name and no path holds it.
    texts = ExactText(
      [function.file, function.module, function.qualifiedName, function.name].joined(separator: "\0"))
    firstLine = function.firstLine
    kind = function.kind
  }
}
