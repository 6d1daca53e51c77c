import Recording

extension Snapshot.Function {
  /// Whether the function belongs to the standard library or to an installed package, by its path: in
  /// `site-packages`, `dist-packages`, `lib/python3.N` or frozen into the interpreter.
  public var isLibraryCode: Bool {
    kind == .python && (file.hasPrefix("<frozen ") || !LibraryPath.folder(of: file).isEmpty)
  }

  /// Has no Python source, so that whose it is depends on the caller.
  var isNative: Bool { kind != .python }

}

/// Where the standard library and installed packages lie.
public enum LibraryPath {
  /// The beginning of a path that ends with the innermost folder of libraries: ".../lib/python3.11/",
  /// ".../site-packages/"; empty where there is none.
  public static func folder(of path: String) -> Substring {
    var found = path[..<path.startIndex]
    var previous: Substring = ""
    var rest = path[...]
    while let slash = rest.firstIndex(of: "/") {
      let folder = rest[..<slash]
      let isPackages = folder == "site-packages" || folder == "dist-packages"
      if isPackages || (previous.hasPrefix("lib") && isOfVersion(folder)) { found = path[...slash] }
      previous = folder
      rest = rest[rest.index(after: slash)...]
    }
    return found
  }

  /// "python3.11", "python3.13t".
  private static func isOfVersion(_ folder: Substring) -> Bool {
    folder.hasPrefix("python3.") && folder.dropFirst("python3.".count).first?.isNumber == true
  }
}
