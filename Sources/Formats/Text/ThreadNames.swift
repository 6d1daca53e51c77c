import Profiles

/// Names for threads where they stand among functions: `<thread MainThread 4711>`, each one once.
struct ThreadNames {
  private let names: [String]

  init(_ threads: [Profile.Thread]) {
    var seen: Set<ExactText> = []
    names = threads.map { thread in
      var name = "<thread \(thread.name.isEmpty ? "" : thread.name + " ")\(thread.osID)"
      // The system uses the number of an ended thread again.
      while !seen.insert(ExactText(name)).inserted { name += "'" }
      return name + ">"
    }
  }

  subscript(thread: Int) -> String { names[thread] }
}
