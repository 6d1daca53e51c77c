import Recording

/// The functions that a profile shows, and where each function of the snapshot went.
struct FunctionRows {
  private(set) var functions: [Snapshot.Function] = []
  /// The snapshot's folded calls, with `function` an index into `functions`.
  private(set) var folded: [Snapshot.Folded] = []
  /// Row of kind `.folded`.
  private(set) var foldedRow: Int?
  /// Row of each function of the snapshot; -1: not shown.
  private(set) var rowOfFunction: [Int32]

  init(of tree: VisibleTree, in snapshot: Snapshot) {
    var used = Array(repeating: false, count: snapshot.functions.count)
    for node in tree.nodes { used[Int(node.function)] = true }
    let shown = snapshot.folded.filter { snapshot.functions[$0.function].visibility == .shown }
    for entry in shown { used[entry.function] = true }
    rowOfFunction = Array(repeating: -1, count: used.count)
    for (index, function) in snapshot.functions.enumerated() where used[index] {
      rowOfFunction[index] = Int32(functions.count)
      if function.kind == .folded { foldedRow = functions.count }
      functions.append(function.kind == .folded ? .foldedRow : function)
    }
    folded = shown.map {
      var entry = $0
      entry.function = Int(rowOfFunction[$0.function])
      return entry
    }
  }
}

extension Snapshot.Function {
  fileprivate static let foldedRow = Self(
    name: "(folded)", qualifiedName: "(folded)", module: "", file: "", firstLine: 0, kind: .folded)
}
