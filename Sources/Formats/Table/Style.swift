/// ANSI colours, or none. Restrained: a bold header, dim paths, one accent for what is hot.
struct Style {
  let color: Bool

  enum Look: String {
    case header = "1"
    case dim = "2"
    case hot = "33"
  }

  func callAsFunction(_ text: String, _ look: Look?) -> String {
    guard color, let look, !text.isEmpty else { return text }
    return "\u{1b}[\(look.rawValue)m\(text)\u{1b}[0m"
  }
}
