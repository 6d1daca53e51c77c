import Foundation
import Profiles

@testable import Formats

/// What a file of a format says, read back by Foundation.
enum Exports {
  static func json(_ format: any Format, _ profile: Profile, _ options: FormatOptions = FormatOptions())
    throws
    -> [String: Any]
  {
    let bytes = try format.bytes(of: profile, options)
    // WHY: Foundation takes a comma before a bracket, RFC 8259 does not.
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard !text.contains(",}") && !text.contains(",]") else { throw FormatError("a comma too many") }
    guard let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
      throw FormatError("no JSON object")
    }
    return object
  }

  static func text(_ format: any Format, _ profile: Profile, _ options: FormatOptions = FormatOptions())
    throws
    -> String
  {
    let bytes = try format.bytes(of: profile, options)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw FormatError("no UTF-8") }
    return text
  }

  /// The made-up program, with facts.
  static var sample: Profile {
    var profile = SampleProfile.withEqualKeys
    profile.facts.command = "python main.py\n\"x\" </script>"
    profile.facts.pythonVersion = "CPython 3.11.7"
    return profile
  }

  /// Self times of the nodes of each thread, added up.
  static func selfNsOfThreads(_ profile: Profile, _ clock: Profile.Clock) -> [UInt64] {
    profile.nodes.reduce(into: Array(repeating: 0, count: profile.threads.count)) { sums, node in
      sums[node.thread] += clock.selfNs(of: node.times)
    }
  }
}

/// One thread, one function for each name, called in turn.
func profile(ofNames names: [String], file: String = "/tmp/x.py") -> Profile {
  var snapshot = SnapshotScript(
    "thread Main\n" + names.indices.map { "f\($0) 1 self=\($0 + 1)" }.joined(separator: "\n")
  ).snapshot
  for (index, name) in names.enumerated() {
    snapshot.functions[index + 1].name = name
    snapshot.functions[index + 1].qualifiedName = name
    snapshot.functions[index + 1].module = ""
    snapshot.functions[index + 1].file = file
  }
  return Profile(snapshot)
}

/// Names that formats must neither lose nor mix up nor be broken by.
let hostileNames = [
  "a;b", "a;b c", "line\nfeed", "carriage\rreturn", "tab\t", "quote\"", "apostrophe'", "back\\slash",
  "ends\\",
  "\\N", "&lt;", "&amp;lt;", "<b>", "</script>", "<!--", "]]>", "\u{0}nul", "\u{1b}[31m", "\u{7f}", "\u{85}",
  "\u{2028}", "\u{202e}x", "\u{fffd}", "\\udc80", "e\u{301}", "\u{e9}", "索引", "👩‍👩‍👧", "", " ", " a ", "|", "a|b",
  "\\|", "`", "``a`", "`a", "*a*", "__a__", "=1+1", "@a", "-a", "1", "a 12", "(a)", "{a}", "%s", "$a",
]
