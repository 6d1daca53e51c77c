extension Profile {
  /// What is known of the program besides what the core measured, as text for people.
  public struct Facts: Sendable, Equatable {
    /// What was run: "app.py --port 80".
    public var command = ""
    /// "CPython 3.13.0".
    public var pythonVersion = ""
    /// How the interpreter was hooked: "monitoring", "setprofile".
    public var backend = ""
    /// Folder of the script, "" where there is none.
    public var scriptFolder = ""
    /// Targets that were not recorded, each with the reason.
    public var missingTargets: [MissingTarget] = []

    public init() {}

    public struct MissingTarget: Sendable, Equatable {
      public var name: String
      public var reason: String
      public init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }
    }
  }

  /// What was measured. What is not in here is unknown, and not zero: its numbers must not be shown.
  public struct Measures: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// How often functions were called.
    public static let calls = Measures(rawValue: 1)
    public static let wall = Measures(rawValue: 2)
    public static let cpu = Measures(rawValue: 4)
    public static let resumptions = Measures(rawValue: 8)
    /// Calling contexts, not only functions and who called whom.
    public static let contexts = Measures(rawValue: 16)
    /// For how long coroutines and async generators were suspended. Only where any were: in a recording of ours
    /// without it none was.
    public static let suspended = Measures(rawValue: 32)
    /// What every recording of ours has.
    public static let all: Measures = [.calls, .wall, .cpu, .resumptions, .contexts]
  }
}
