/// Text that Markdown must leave alone. WHY code spans: in them `__init__`, `<module>`, `@name` and `#12` mean nothing.
enum MarkdownText {
  /// As a code span; control characters are shown escaped.
  static func code(_ text: String) -> String {
    let safe = SafeText.escaped(text)
    let fence = String(repeating: "`", count: longestRunOfBackticks(safe) + 1)
    // A blank at each end is taken off again, and keeps backticks of the text from the fence.
    let needsBlanks = safe.hasPrefix("`") || safe.hasSuffix("`") || safe.hasPrefix(" ") || safe.isEmpty
    return needsBlanks ? "\(fence) \(safe) \(fence)" : fence + safe + fence
  }

  /// Within a table `|` would end the cell, in a code span as well.
  static func codeInTable(_ text: String) -> String {
    code(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func longestRunOfBackticks(_ text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
