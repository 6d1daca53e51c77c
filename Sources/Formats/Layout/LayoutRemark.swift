/// What formats with a time line say of theirs, so that nobody takes it for the order of events.
enum LayoutRemark {
  static let sentence =
    "This is no time line: each slice is a calling context with all its calls together, "
    + "laid out one after the other in the order of their first call."

  /// For the name of the process, which viewers show.
  static func processName(command: String) -> String {
    (command.isEmpty ? "swiftprof" : command) + " (aggregated: calls together, no time line)"
  }
}
