import Profiles

/// Names of which no two are equal, byte by byte, for readers that know a thing by its name alone.
/// Names that several share get their line, then as many `'` as it takes.
struct UniqueNames {
  private let names: [String]

  /// - Parameters:
  ///   - lines: a line for each name.
  ///   - reserved: what none of the names may be.
  init(_ names: [String], lines: [Int32], reserved: [String] = []) {
    var uses: [ExactText: Int] = [:]
    for name in reserved + names { uses[ExactText(name), default: 0] += 1 }
    var taken = Set(uses.keys)
    self.names = zip(names, lines).map { name, line in
      if uses[ExactText(name)] == 1 { return name }
      var unique = "\(name):\(line)"
      while !taken.insert(ExactText(unique)).inserted { unique += "'" }
      return unique
    }
  }

  subscript(index: Int) -> String { names[index] }
}
