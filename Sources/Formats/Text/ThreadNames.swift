import Profiles

/// Names for threads where they stand among functions: `<thread MainThread 4711>`, each one once.
struct ThreadNames {
  private let names: [String]

  init(_ threads: [Profile.Thread]) {
    var seen: Set<ExactText> = []
    names = threads.map { thread in
      var name = "<thread \(Self.plain(thread))"
      // The system uses the number of an ended thread again.
      while !seen.insert(ExactText(name)).inserted { name += "'" }
      return name + ">"
    }
  }

  /// "MainThread 4711": its name, where it has one, and its OS id, where that is known.
  static func plain(_ thread: Profile.Thread) -> String {
    [thread.name, thread.osID == 0 && !thread.name.isEmpty ? "" : String(thread.osID)]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  subscript(thread: Int) -> String { names[thread] }
}
