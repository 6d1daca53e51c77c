/// The registry: every format there is. Adding one means a type that conforms to `Format` and a line here.
public enum Formats {
  public static let all: [any Format] = [
    TableFormat(),
    TreeFormat(),
    HtmlFormat(),
    PprofFormat(),
    PstatsFormat(),
    CallgrindFormat(),
    CollapsedFormat(),
    SpeedscopeFormat(),
    ChromeFormat(),
    PerfettoFormat(),
    FirefoxFormat(),
    DotFormat(),
    JsonFormat(),
    CsvFormat(),
    MarkdownFormat(),
  ]

  /// The format of this name. Throws when there is none.
  public static func named(_ name: String) throws(FormatError) -> any Format {
    if let format = all.first(where: { $0.name == name }) { return format }
    let names = all.map(\.name).joined(separator: ", ")
    throw FormatError("unknown format \"\(name)\": use one of \(names)")
  }
}
