import Recording

/// Two versions of a program compared, each by the profiles of one run or of several.
///
/// Counts are facts: one that changed is told whatever the clock says. Times have changed when they differ by
/// more than the runs of a side do (`ChangeRule`). Functions are matched by `FunctionMatching`.
///
///     let diff = ProfileDiff(before: [old], after: [new1, new2])
///     for function in diff.functions where function.callsChanged { print(function.function.displayName) }
public struct ProfileDiff: Sendable {
  public let before: [Profile]
  public let after: [Profile]
  /// In the order of the functions after, then those that are gone.
  public let functions: [Function]
  /// By caller, none last, then by callee.
  public let edges: [Edge]
  /// What every profile of both sides has measured; what is not in here must not be compared.
  public let measures: Profile.Measures
  /// Less time is never a change.
  public let leastNs: UInt64

  /// Compares. Neither side may be empty. Where one profile is raw all are taken as raw.
  ///
  /// Cost: O(n log n) for n functions and edges of all profiles.
  public init(before: [Profile], after: [Profile]) {
    let areRaw = (before + after).contains { $0.header.isRaw }
    let (before, after) = areRaw ? (before.map(\.raw), after.map(\.raw)) : (before, after)
    (self.before, self.after) = (before, after)
    measures = (before + after).reduce(.all) { $0.intersection($1.measures) }
    let (old, new) = (DiffSide(before), DiffSide(after))
    let rule = ChangeRule(
      beforeRuns: before.count, afterRuns: after.count, allNs: max(old.allNs, new.allNs))
    leastNs = rule.leastNs
    let rows = DiffRows(old, new, measures, rule)
    functions = rows.functions
    edges = DiffEdges(old, new, rows).edges
  }

  /// Indices of the functions that fit, before or after.
  public func functions(fitting pattern: FunctionPattern) -> [Int] {
    functions.indices.filter { index in
      [functions[index].before, functions[index].after].contains { function in
        function.map { pattern.fits($0.identity) } ?? false
      }
    }
  }
}
