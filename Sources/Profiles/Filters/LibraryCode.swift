import Recording

extension Snapshot.Function {
  /// Whether the function belongs to the standard library or to an installed package, by its path: in
  /// `site-packages`, `dist-packages`, `lib/python3.N` or frozen into the interpreter.
  public var isLibraryCode: Bool {
    if kind != .python { return false }
    if file.hasPrefix("<frozen ") { return true }
    let folders = file.split(separator: "/").dropLast()
    var previous: Substring = ""
    for folder in folders {
      if folder == "site-packages" || folder == "dist-packages" { return true }
      if previous.hasPrefix("lib") && Self.isLibraryOfVersion(folder) { return true }
      previous = folder
    }
    return false
  }

  /// Has no Python source, so that whose it is depends on the caller.
  var isNative: Bool { kind != .python }

  /// "python3.11", "python3.13t", "python3" (Debian's dist-packages have it above them).
  private static func isLibraryOfVersion(_ folder: Substring) -> Bool {
    guard folder.hasPrefix("python3.") else { return false }
    let version = folder.dropFirst("python3.".count)
    return version.first?.isNumber == true
  }
}
