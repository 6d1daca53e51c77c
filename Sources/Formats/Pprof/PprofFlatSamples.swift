import Profiles

/// Samples for calls whose contexts are not known: for each caller → callee pair one with these two frames, and
/// one of the callee alone for what no pair has. Self values of a function add up to its own.
struct PprofFlatSamples {
  struct Sample {
    /// Innermost first.
    let functions: [Int]
    let thread: Int
    let values: [UInt64]
  }

  private struct Place: Hashable {
    let function: Int
    let thread: Int
  }

  private(set) var samples: [Sample] = []
  /// What has no sample yet, for each function and thread.
  private var rest: [Place: [UInt64]] = [:]
  private let columns: [PprofColumn]

  init(_ profile: Profile, _ columns: [PprofColumn]) {
    self.columns = columns
    // What also stands in the tree has its samples there.
    let entries = profile.flat.filter { !$0.standsInTree }
    for entry in entries {
      let place = Place(function: entry.function, thread: entry.thread)
      let values = columns.map { $0.value(of: entry.tally) }
      rest[place] =
        rest[place].map { zip($0, values).map { $0.addingReportingOverflow($1).partialValue } } ?? values
    }
    for edge in profile.flatEdges {
      guard let caller = edge.caller else { continue }
      take(edge.tally, from: Place(function: edge.callee, thread: edge.thread), stack: [edge.callee, caller])
    }
    for entry in entries {
      let place = Place(function: entry.function, thread: entry.thread)
      if let values = rest.removeValue(forKey: place) { add([entry.function], entry.thread, values) }
    }
  }

  private mutating func take(_ tally: CallTally, from place: Place, stack: [Int]) {
    guard let left = rest[place] else { return }
    let values = zip(columns, left).map { min($0.value(of: tally), $1) }
    rest[place] = zip(left, values).map { $0 - $1 }
    add(stack, place.thread, values)
  }

  private mutating func add(_ functions: [Int], _ thread: Int, _ values: [UInt64]) {
    if values.allSatisfy({ $0 == 0 }) { return }
    samples.append(Sample(functions: functions, thread: thread, values: values))
  }
}
