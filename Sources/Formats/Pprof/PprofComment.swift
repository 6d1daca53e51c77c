import Profiles

/// What other tools show above a profile.
enum PprofComment {
  /// `swiftprof: app.py --port 80 (CPython 3.13.0, monitoring)`.
  static func text(for profile: Profile) -> String {
    let facts = profile.facts
    let command = facts.command.isEmpty ? "process \(profile.header.processID)" : facts.command
    var details = [facts.pythonVersion, facts.backend].filter { !$0.isEmpty }
    if profile.header.runs > 1 { details.append("\(profile.header.runs) runs") }
    let behind = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    return SafeText.escaped("\(prefix)\(command)\(behind)")
  }

  /// What a comment says of the command: it itself, without our words before it.
  static func command(of comment: String) -> String {
    comment.hasPrefix(prefix) ? String(comment.dropFirst(prefix.count)) : comment
  }

  private static let prefix = "swiftprof: "
}
