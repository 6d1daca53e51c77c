/// The last column: names and their places. Aligned where everything fits, else each name with as much of its
/// place as there is room for.
struct NameColumn {
  private let entries: [(name: String, place: String)]
  private let room: Int
  private let style: Style
  private let nameWidth: Int

  private static let widestAligned = 72
  /// Less of a place tells nothing.
  private static let leastPlaceWidth = 8

  /// - Parameter room: columns of the terminal.
  init(_ entries: [(name: String, place: String)], room: Int, style: Style) {
    self.entries = entries
    self.room = room
    self.style = style
    let widest = entries.reduce(0) { max($0, DisplayWidth.of($1.name)) }
    let widestPlace = entries.reduce(0) { max($0, DisplayWidth.of($1.place)) }
    nameWidth = widest <= Self.widestAligned && widest + widestPlace <= room - 2 ? widest : 0
  }

  func cell(_ index: Int, isDim: Bool = false) -> String {
    let (name, place) = entries[index]
    let shortName = Shortening.middle(name, to: room)
    let used = DisplayWidth.of(shortName)
    let blanks = max(nameWidth - used, 0) + 2
    let left = room - used - blanks
    let shown = style(shortName, isDim ? .dim : nil)
    if place.isEmpty || left < Self.leastPlaceWidth { return shown }
    return shown + String(repeating: " ", count: blanks) + style(Shortening.left(place, to: left), .dim)
  }
}
