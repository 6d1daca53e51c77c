/// Makes text fit a number of columns, with "…" where something is missing.
enum Shortening {
  /// Cuts the middle: the module at the left and the method at the right both tell. Two thirds go to the right.
  static func middle(_ text: String, to columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    if columns < 2 { return String(repeating: "…", count: max(0, columns)) }
    let left = (columns - 1) / 3
    return "\(DisplayWidth.prefix(text, left))…\(DisplayWidth.suffix(text, columns - 1 - left))"
  }

  /// Cuts the left of a path: whole folders if that is enough.
  static func left(_ path: String, to columns: Int) -> String {
    if DisplayWidth.of(path) <= columns { return path }
    if columns < 2 { return String(repeating: "…", count: max(0, columns)) }
    let rest = DisplayWidth.suffix(path, columns - 1)
    guard let slash = rest.firstIndex(of: "/") else { return "…\(rest)" }
    return "…\(rest[slash...])"
  }
}
