import Profiles

/// One way of writing a profile. A format is a file of its own, named in `Formats.all`.
public protocol Format: Sendable {
  /// As given to `-f`: "pstats".
  var name: String { get }
  /// Endings of file names that mean this format: ".prof".
  var fileEndings: [String] { get }
  /// One line for people.
  var summary: String { get }
  /// The profile as the bytes of a file. Throws when an option names what there is not.
  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8]
}

/// What to write, and how. Each option says which format it concerns.
public struct FormatOptions: Sendable {
  /// Table, CSV, Markdown: key of `SortKey.all`; empty: "tsub".
  public var sort = ""
  /// Table, CSV, Markdown: rows; 0: all.
  public var limit = 0
  /// Table: columns of the terminal; 0: as wide as needed.
  public var width = 0
  /// Table: ANSI colours.
  public var color = false
  /// Table: add the threads.
  public var threadsTable = false
  /// Table: add the tasks, greenlets and the user's own contexts.
  public var tasksTable = false
  /// Formats with one time only: which.
  public var clock = Profile.Clock.wall
  /// pstats: whether threads are functions of their own.
  public var threadRoots = ThreadRoots.automatic
  /// Tree: branches with less than this part (in %) of the whole are only counted.
  public var minPercent = 0.0
  /// Tree: deeper contexts are only counted; nil: none is.
  public var depth: Int?
  /// callgrind: index of the one thread to write; nil: all.
  public var onlyThread: Int?
  /// Table: how to shorten paths; the longest prefix that fits wins.
  public var pathRoots: [PathRoot] = []

  public init() {}

  /// Whether threads stand in the file as functions that call their first functions.
  public enum ThreadRoots: String, Sendable {
    /// As cProfile does: no.
    case merge
    case roots
    /// Roots when there is more than one thread.
    case automatic = ""
  }

  /// A prefix of file paths and what to show in its place: "/usr/lib/python3.11/" → "".
  public struct PathRoot: Sendable {
    public var prefix: String
    public var shownAs: String
    public init(prefix: String, shownAs: String) {
      (self.prefix, self.shownAs) = (prefix, shownAs)
    }
  }
}

/// A wish that cannot be granted.
public struct FormatError: Error, Equatable {
  /// What happened and what to do, in one sentence.
  public let message: String
  public init(_ message: String) { self.message = message }
}
