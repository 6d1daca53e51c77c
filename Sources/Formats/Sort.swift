import Profiles

extension FormatOptions {
  /// The order of rows that is asked for; where the profile lacks that number, of the most alike that it has.
  /// Throws when there is no such key.
  func sortKey(of profile: Profile) throws(FormatError) -> SortKey {
    let name = sort.isEmpty ? "tsub" : sort
    if let key = SortKey.named(name) {
      let others = Self.others(than: key)
      return ([key] + others.compactMap(SortKey.named)).first {
        profile.measures.isSuperset(of: Profile.Measures(ofColumn: $0.column ?? ""))
      } ?? key
    }
    let names = SortKey.all.map(\.name).joined(separator: ", ")
    throw FormatError("unknown sort key \"\(name)\": use one of \(names)")
  }

  private static func others(than key: SortKey) -> [String] {
    switch key.column {
    case "twait", "tspan": ["ttot", "cpu", "ncall"]
    case "ttot": ["cpu", "ncall"]
    default: ["tsub", "cpuself", "ncall"]
    }
  }
}
