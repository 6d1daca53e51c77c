import Recording

/// What of a profile is wanted. The parts are applied in the order in which they stand here.
///
///     var filter = ProfileFilter()
///     filter.focus = [FunctionPattern("app.db")]
///     let databaseOnly = try filter.applied(to: profile)
public struct ProfileFilter: Sendable {
  /// Threads whose name fits one of these (shell wildcards), or whose OS id is one; empty: all.
  public var threads: [String] = []
  /// Contexts of the user's own (`Profile.labels`), by name or shell wildcards; tags with "tag:" before them. Only what
  /// ran in one that fits; what is above it stays as the way there, without numbers; empty: all.
  public var contexts: [String] = []
  /// Paths through a function that fits are left out, with all that it calls.
  public var ignore: [FunctionPattern] = []
  /// Only paths through a function that fits; what is above it stays as the way there, without its own time.
  public var focus: [FunctionPattern] = []
  /// Functions that fit none of these are taken for a part of their caller; empty: none is.
  public var include: [FunctionPattern] = []
  /// Functions that fit are taken for a part of their caller.
  public var exclude: [FunctionPattern] = []
  /// Library code that library code calls is taken for a part of its caller: what remains is the user's code
  /// and the library functions that it called.
  public var foldsLibrary = false
  /// Deeper contexts become one "(deeper)" per caller; nil: none.
  public var depth: Int?
  /// Contexts with less than this part (in %) of the whole become one "(smaller)" per caller.
  public var minPercent = 0.0
  /// The clock that `minPercent` is about.
  public var clock = Profile.Clock.wall

  public init() {}

  /// The profile with what is wanted. Throws `FilterError` where that needs what the profile lacks.
  ///
  /// What is left out is out of all numbers that are worked out from the tree; what is folded or cut keeps its
  /// time. The header stays that of the whole recording.
  public func applied(to profile: Profile) throws(FilterError) -> Profile {
    if isEmpty { return profile }
    var tree = profile.contextTree
    try check(tree)
    if !threads.isEmpty { tree = try tree.keepingThreads(threads) }
    if !contexts.isEmpty { tree = try tree.keepingContexts(contexts) }
    if !ignore.isEmpty { tree = tree.ignoring(ignore) }
    if !focus.isEmpty { tree = tree.focused(on: focus) }
    if !include.isEmpty || !exclude.isEmpty { tree = tree.selecting(include: include, exclude: exclude) }
    if foldsLibrary { tree = tree.foldingLibrary() }
    if let depth { tree = tree.cutBelow(depth: depth) }
    if minPercent > 0 { tree = tree.cutBelow(percent: minPercent, clock: clock) }
    return Profile(tree)
  }

  private var isEmpty: Bool {
    threads.isEmpty && contexts.isEmpty && ignore.isEmpty && focus.isEmpty && include.isEmpty
      && exclude.isEmpty
      && !foldsLibrary && depth == nil && minPercent <= 0
  }

  /// WHY the others go without contexts: they only take functions away.
  private func check(_ tree: ContextTree) throws(FilterError) {
    if minPercent > 0 && tree.measures.contains(.contexts) && !tree.measures.isSuperset(of: clock.measures) {
      throw FilterError("this profile has no \(clock.rawValue) times, of which min-percent would be a part")
    }
    guard !tree.measures.contains(.contexts) else { return }
    let wanted = [
      (!focus.isEmpty, "focus"), (foldsLibrary, "fold"), (depth != nil, "depth"),
      (minPercent > 0, "min-percent"),
    ].filter(\.0).map(\.1)
    if !wanted.isEmpty {
      throw FilterError(
        "this profile has no calling contexts, which \(wanted.joined(separator: " and ")) would need: "
          + "it was read from a file of functions only (pstats); record with swiftprof, or leave that out")
    }
  }
}

/// A filter that cannot be applied to a profile.
public struct FilterError: Error, Equatable {
  /// What happened and what to do, in one sentence.
  public let message: String
  public init(_ message: String) { self.message = message }
}
