import Profiles

/// One way of writing a comparison. As `Format`: a type of its own, named in `DiffFormats.all`.
public protocol DiffFormat: Sendable {
  /// As given to `-f`: "table".
  var name: String { get }
  /// Endings of file names that mean this format.
  var fileEndings: [String] { get }
  /// One line for people.
  var summary: String { get }
  /// The comparison as the bytes of a file. Throws when an option names what there is not.
  func bytes(of diff: ProfileDiff, _ options: DiffOptions) throws(FormatError) -> [UInt8]
}

/// What to write of a comparison, and how.
public struct DiffOptions: Sendable {
  /// Of these: sort (a key of `DiffSort`), limit (rows of each part), width, color, clock, path roots.
  public var common = FormatOptions()
  /// What the sides are, for people: names of files.
  public var before = ""
  public var after = ""

  public init() {}
}

/// The registry of formats of comparisons.
public enum DiffFormats {
  public static let all: [any DiffFormat] = [
    DiffTableFormat(), DiffMarkdownFormat(), DiffJsonFormat(), HtmlDiffFormat(),
  ]

  /// The format of this name. Throws when there is none.
  public static func named(_ name: String) throws(FormatError) -> any DiffFormat {
    if let format = all.first(where: { $0.name == name }) { return format }
    let names = all.map(\.name).joined(separator: ", ")
    throw FormatError("no format \"\(name)\" for a comparison: use one of \(names)")
  }
}
