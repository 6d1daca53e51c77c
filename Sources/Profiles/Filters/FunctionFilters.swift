extension ContextTree {
  /// Functions that are not wanted become a part of their callers, and so do C functions that they call, as if
  /// they had been left out while recording.
  func selecting(include: [FunctionPattern], exclude: [FunctionPattern]) -> ContextTree {
    let isExcluded = functions.map { function in
      if exclude.anyFits(function) { return true }
      return !include.isEmpty && !function.isNative && !include.anyFits(function)
    }
    let isNative = functions.map(\.isNative)
    return foldingIntoCallers { function, caller in
      if isExcluded[function] { return true }
      let hasNoCaller = caller.function == nil && !include.isEmpty
      return isNative[function] && (caller.isFolded || hasNoCaller)
    }
  }

  /// Library code called by library code becomes a part of it. C functions belong to who calls them.
  func foldingLibrary() -> ContextTree {
    let isLibrary = functions.map(\.isLibraryCode)
    let isNative = functions.map(\.isNative)
    return foldingIntoCallers { function, caller in
      guard let above = caller.function, isLibrary[above] else { return false }
      return isLibrary[function] || isNative[function]
    }
  }

  /// Who calls a context.
  private struct FoldCaller {
    /// Function of the nearest context above that stays; nil: none does.
    var function: Int?
    /// The caller itself does not stay.
    var isFolded = false
  }

  /// Folds contexts for which `isFolded(function, caller)` into their callers.
  private func foldingIntoCallers(_ isFolded: (Int, FoldCaller) -> Bool) -> ContextTree {
    var callers: [FoldCaller] = []
    callers.reserveCapacity(nodes.count)
    let actions = nodes.map { node -> TreeRewrite.Action in
      let caller = node.parent < 0 ? FoldCaller() : callers[Int(node.parent)]
      let goes = isFolded(Int(node.function), caller)
      callers.append(
        goes
          ? FoldCaller(function: caller.function, isFolded: true)
          : FoldCaller(function: Int(node.function)))
      return goes ? .foldIntoCaller : .keep
    }
    var rewrite = TreeRewrite(self)
    var tree = rewrite.applied(actions)
    tree.removeFlat { isFolded($0, FoldCaller()) }
    return tree
  }
}
