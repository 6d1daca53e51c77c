import Profiles

/// Paths as people want to see them: the longest prefix that is known is replaced, and so is a folder of
/// libraries, wherever the profile comes from.
struct PathShortener {
  private let roots: [FormatOptions.PathRoot]

  init(_ roots: [FormatOptions.PathRoot]) {
    self.roots = roots.filter { !$0.prefix.isEmpty }
      .sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
  }

  func shortened(_ path: String) -> String {
    let library = LibraryPath.folder(of: path)
    guard let root = roots.first(where: { path.utf8.starts(with: $0.prefix.utf8) }),
      root.prefix.utf8.count >= library.utf8.count
    else { return String(path[library.endIndex...]) }
    return root.shownAs + String(decoding: path.utf8.dropFirst(root.prefix.utf8.count), as: UTF8.self)
  }

  /// `app/db.py:12`; empty for what has no file.
  func location(of function: Profile.Function) -> String {
    function.file.isEmpty ? "" : SafeText.escaped("\(shortened(function.file)):\(function.firstLine)")
  }
}
