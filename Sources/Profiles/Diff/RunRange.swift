/// One number over the runs of one side of a comparison.
public struct RunRange: Sendable, Equatable {
  public let low: UInt64
  /// Of an even number of runs: the mean of the two in the middle, rounded down.
  public let median: UInt64
  public let high: UInt64

  public static let zero = RunRange([])

  /// Of no runs: zero.
  public init(_ values: [UInt64]) {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    low = sorted.first ?? 0
    high = sorted.last ?? 0
    if sorted.isEmpty {
      median = 0
    } else if sorted.count.isMultiple(of: 2) {
      median = sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
    } else {
      median = sorted[middle]
    }
  }

  /// How far the runs lie apart.
  public var spread: UInt64 { high - low }

  /// Whether no value is common to both ranges.
  public func isApart(from other: RunRange) -> Bool { high < other.low || other.high < low }

  /// From the median of `before` to this one's.
  public func change(from before: RunRange) -> Int64 {
    median >= before.median
      ? Int64(clamping: median - before.median) : -Int64(clamping: before.median - median)
  }
}

/// When a number has changed, and is not only measured anew.
struct ChangeRule {
  /// Both sides have one run: nothing tells how far runs lie apart.
  let isSingle: Bool
  /// Less is never a change: a part of all time that nobody would look at.
  let leastNs: UInt64

  /// Part of all time.
  private static let leastParts: UInt64 = 1000
  /// With one run a side, times closer than a tenth are taken for equal.
  private static let singleParts: UInt64 = 10

  init(beforeRuns: Int, afterRuns: Int, allNs: UInt64) {
    isSingle = beforeRuns == 1 && afterRuns == 1
    leastNs = allNs / Self.leastParts
  }

  /// Counts are exact: any value that no run of the other side has is a change.
  func countChanged(_ before: RunRange, _ after: RunRange) -> Bool { before.isApart(from: after) }

  /// Times: ranges apart, and medians further apart than the runs of either side.
  func timeChanged(_ before: RunRange, _ after: RunRange) -> Bool {
    let change = after.change(from: before).magnitude
    let noise = isSingle ? max(before.high, after.high) / Self.singleParts : max(before.spread, after.spread)
    return before.isApart(from: after) && change > noise && change > leastNs
  }
}
