import Glibc
import Recording

/// A pattern that names functions, as `--include` and all other filters take them (docs/filters.md).
///
/// - Without `/`: `module.qualname` or a beginning of it that ends at a dot, or shell wildcards that fit the
///   whole of `module.qualname`, of the qualname, or of the name that is shown.
/// - With `/`: a file or a folder above it, or wildcards that fit the path.
public struct FunctionPattern: Sendable {
  private let text: String
  private let namesFile: Bool

  public init(_ text: String) {
    namesFile = text.utf8.contains(UInt8(ascii: "/"))
    self.text = namesFile ? Self.withoutTrailingSlashes(text) : text
  }

  public func fits(_ function: Snapshot.Function) -> Bool {
    if namesFile {
      return isEqualOrAbove(function.file, separator: "/") || matches(function.file)
    }
    let fullName = function.fullName
    return isEqualOrAbove(fullName, separator: ".") || matches(fullName)
      || matches(function.qualifiedName) || matches(function.displayName)
  }

  private func isEqualOrAbove(_ name: String, separator: Character) -> Bool {
    guard name.utf8.starts(with: text.utf8) else { return false }
    return name.utf8.count == text.utf8.count
      || name.utf8.dropFirst(text.utf8.count).first == separator.asciiValue
  }

  /// Shell wildcards as fnmatch(3) has them, which decides while recording as well.
  private func matches(_ name: String) -> Bool { fnmatch(text, name, 0) == 0 }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var shortened = Substring(path)
    while shortened.utf8.count > 1 && shortened.utf8.last == UInt8(ascii: "/") { shortened.removeLast() }
    return String(shortened)
  }
}

extension [FunctionPattern] {
  func anyFits(_ function: Snapshot.Function) -> Bool { contains { $0.fits(function) } }
}

extension Snapshot.Function {
  /// `module.qualname`.
  fileprivate var fullName: String { module.isEmpty ? qualifiedName : "\(module).\(qualifiedName)" }
}
