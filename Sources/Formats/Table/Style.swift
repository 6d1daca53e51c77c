/// ANSI colours, or none. Restrained: a bold header, dim paths, one accent for what is hot.
struct Style {
  let color: Bool

  enum Look: String {
    case header = "1"
    case dim = "2"
    case hot = "33"
    case hottest = "31"
    case warm = "32"

    /// Of a comparison: a number that grew, one that shrank.
    static let more = hottest
    static let less = warm
  }

  /// How a part of all time looks: most of it, much, some, next to nothing.
  static func look(ofShare share: Double) -> Look? {
    switch share {
    case 0.6...: .hottest
    case 0.3...: .hot
    case 0.05...: .warm
    default: nil
    }
  }

  func callAsFunction(_ text: String, _ look: Look?) -> String {
    guard color, let look, !text.isEmpty else { return text }
    return "\u{1b}[\(look.rawValue)m\(text)\u{1b}[0m"
  }
}
