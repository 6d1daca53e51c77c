import Recording

/// Which function of one profile is which of another, be it of another version of the program.
///
/// In this order, each function once:
/// 1. `same`: kind, module and qualified name are equal; of several such (lambdas of a function, say) those
///    at the same place when their number differs, then in the order of their lines. Without a module, as in
///    files of other tools, the file stands for it.
/// 2. `same`: kind, file, first line and name are equal (one side knows no module or qualified name).
/// 3. `moved`: Python functions of equal qualified name that are the only ones left over by it in the same
///    file; else in files of the same base name; else anywhere, if the name says something (`<lambda>` does not).
///
/// Cost: O(n log n) for n functions of both sides.
///
///     let matching = FunctionMatching(before.functions, after.functions)
///     for pair in matching.pairs { print(before.functions[pair.before], after.functions[pair.after]) }
public struct FunctionMatching: Sendable, Equatable {
  public enum Evidence: Sendable, Equatable {
    case same, moved
  }

  /// Indices into the two arrays of functions.
  public struct Pair: Sendable, Equatable {
    public let before: Int
    public let after: Int
    public let evidence: Evidence
  }

  /// By `after`, ascending.
  public private(set) var pairs: [Pair] = []
  /// Before only, ascending.
  public let gone: [Int]
  /// After only, ascending.
  public let new: [Int]

  public init(_ before: [Profile.Function], _ after: [Profile.Function]) {
    var rest = LeftOvers(before: before, after: after)
    rest.pairInOrder(by: \.nameKey)
    rest.pairUnique(.same) { $0.place }
    rest.pairUnique(.moved) { $0.movedWithinFile }
    rest.pairUnique(.moved) { $0.movedWithFile }
    rest.pairUnique(.moved) { $0.movedAnywhere }
    pairs = rest.pairs.sorted { $0.after < $1.after }
    gone = rest.before.indices.filter { rest.isLeftBefore[$0] }
    new = rest.after.indices.filter { rest.isLeftAfter[$0] }
  }
}

/// The functions of both sides that have no partner yet.
private struct LeftOvers {
  let before: [Profile.Function]
  let after: [Profile.Function]
  var isLeftBefore: [Bool]
  var isLeftAfter: [Bool]
  var pairs: [FunctionMatching.Pair] = []

  init(before: [Profile.Function], after: [Profile.Function]) {
    (self.before, self.after) = (before, after)
    isLeftBefore = Array(repeating: true, count: before.count)
    isLeftAfter = Array(repeating: true, count: after.count)
  }

  private mutating func pair(_ one: Int, _ other: Int, _ evidence: FunctionMatching.Evidence) {
    isLeftBefore[one] = false
    isLeftAfter[other] = false
    pairs.append(.init(before: one, after: other, evidence: evidence))
  }

  /// Pairs what has the same key.
  mutating func pairInOrder(by key: (Profile.Function) -> NameKey) {
    let partners = groups(after, isLeftAfter, key)
    for (key, ones) in groups(before, isLeftBefore, key) {
      guard let others = partners[key] else { continue }
      if ones.count != others.count { pairAtSamePlace(ones, others) }
      let restOfOnes = ones.filter { isLeftBefore[$0] }.sorted { before[$0].stands(before: before[$1]) }
      let restOfOthers = others.filter { isLeftAfter[$0] }.sorted { after[$0].stands(before: after[$1]) }
      for (one, other) in zip(restOfOnes, restOfOthers) { pair(one, other, .same) }
    }
  }

  private mutating func pairAtSamePlace(_ ones: [Int], _ others: [Int]) {
    for one in ones {
      let there = others.first {
        isLeftAfter[$0] && after[$0].firstLine == before[one].firstLine
          && after[$0].file.utf8.elementsEqual(before[one].file.utf8)
      }
      if let there { pair(one, there, .same) }
    }
  }

  /// Pairs what is the only one left of its key on both sides; a key of nil pairs with nothing.
  mutating func pairUnique(
    _ evidence: FunctionMatching.Evidence, by key: (Profile.Function) -> NameKey?
  ) {
    let partners = groups(after, isLeftAfter, key)
    for (key, ones) in groups(before, isLeftBefore, key) where ones.count == 1 {
      guard let others = partners[key], others.count == 1 else { continue }
      pair(ones[0], others[0], evidence)
    }
  }

  private func groups(
    _ functions: [Profile.Function], _ isLeft: [Bool], _ key: (Profile.Function) -> NameKey?
  ) -> [NameKey: [Int]] {
    var groups: [NameKey: [Int]] = [:]
    for index in functions.indices where isLeft[index] {
      if let key = key(functions[index]) { groups[key, default: []].append(index) }
    }
    return groups
  }
}

/// Names to be compared byte by byte.
/// WHY not strings: Swift takes "é" in one and in two scalars for equal, Python does not.
private struct NameKey: Hashable {
  private let bytes: [UInt8]

  /// 0xff separates: it is in no UTF-8.
  init(_ kind: Snapshot.Kind, _ names: String...) {
    bytes = names.reduce(into: [kind.rawValue]) { bytes, name in
      bytes.append(0xff)
      bytes.append(contentsOf: name.utf8)
    }
  }
}

extension Profile.Function {
  fileprivate var nameKey: NameKey {
    NameKey(kind, module.isEmpty ? file : "", module, longestName)
  }

  fileprivate var place: NameKey? {
    file.isEmpty ? nil : NameKey(kind, file, String(firstLine), name)
  }

  fileprivate var movedWithinFile: NameKey? {
    file.isEmpty ? nil : NameKey(kind, file, longestName)
  }

  fileprivate var movedWithFile: NameKey? {
    guard !file.isEmpty else { return nil }
    let start = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    return NameKey(kind, String(file[start...]), longestName)
  }

  /// WHY Python functions only: `os.open` and `io.open` are no two names of one function.
  fileprivate var movedAnywhere: NameKey? {
    file.isEmpty || longestName.utf8.last == UInt8(ascii: ">") ? nil : NameKey(kind, longestName)
  }

  private var longestName: String { qualifiedName.isEmpty ? name : qualifiedName }

  fileprivate func stands(before other: Self) -> Bool {
    if firstLine != other.firstLine { return firstLine < other.firstLine }
    return file.utf8.lexicographicallyPrecedes(other.file.utf8)
  }
}
