/// Facts under each other: a dim label, then text that is wrapped between words.
struct LabelledLines {
  private(set) var lines: [String] = []
  private let style: Style
  private let room: Int

  private static let labelWidth = 10

  /// - Parameter width: of a line; 0: as wide as needed.
  init(width: Int, style: Style) {
    self.style = style
    room = width == 0 ? Int.max : max(10, width - Self.labelWidth)
  }

  /// A word that is too long is cut in its middle.
  mutating func add(_ label: String, _ text: String) {
    var wrapped: [String] = []
    var line = ""
    for word in text.split(separator: " ").map({ Shortening.middle(String($0), to: room) }) {
      if !line.isEmpty && DisplayWidth.of(line) + 1 + DisplayWidth.of(word) > room {
        wrapped.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " " + word
    }
    for (index, line) in (wrapped + [line]).enumerated() {
      let head = index == 0 ? label : ""
      let blanks = String(repeating: " ", count: Self.labelWidth - head.count)
      lines.append(style(head, .dim) + blanks + line)
    }
  }
}
