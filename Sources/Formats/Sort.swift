import Profiles

extension FormatOptions {
  /// The order of rows that is asked for. Throws when there is no such key.
  func sortKey() throws(FormatError) -> SortKey {
    let name = sort.isEmpty ? "tsub" : sort
    if let key = SortKey.named(name) { return key }
    let names = SortKey.all.map(\.name).joined(separator: ", ")
    throw FormatError("unknown sort key \"\(name)\": use one of \(names)")
  }
}
