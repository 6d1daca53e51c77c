import Profiles

/// Names for threads, each one once.
struct ThreadNames {
  private let names: [String]

  enum Style {
    /// Among functions: `<thread MainThread 4711>`.
    case entry
    /// As the frame below all others: `MainThread [4711]`.
    case frame
    /// In lists: `MainThread (4711)`.
    case title

    fileprivate var parts: (before: String, open: String, close: String, unnamed: String) {
      switch self {
      case .entry: ("<thread ", "", ">", "")
      case .frame: ("", "[", "]", "thread ")
      case .title: ("", "(", ")", "Thread ")
      }
    }
  }

  init(_ threads: [Profile.Thread], _ style: Style = .entry) {
    let parts = style.parts
    var seen: Set<ExactText> = []
    names = threads.map { thread in
      let name = thread.name.isEmpty ? parts.unnamed : thread.name + " "
      var number = String(thread.osID)
      // The system uses the number of an ended thread again.
      while !seen.insert(ExactText(name + number)).inserted { number += "'" }
      return parts.before + name + parts.open + number + parts.close
    }
  }

  subscript(thread: Int) -> String { names[thread] }
}
