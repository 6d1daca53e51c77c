import Profiles

/// Tasks and greenlets, those that ran longest first, each with where its longest step passed. No line is wider than
/// asked for.
struct TasksTable {
  private let profile: Profile
  private let options: FormatOptions
  private let style: Style
  private let shown: [ContextTree.Task]
  private let restCount: UInt64
  private var numbers: TextColumns

  /// Columns given up first when there is no room for names.
  private static let dropOrder = ["kind", "cpu", "steps"]
  /// So much is kept for a name and what stands behind it.
  private static let leastNameWidth = 30

  init(_ profile: Profile, _ options: FormatOptions) {
    self.profile = profile
    self.options = options
    style = Style(color: options.color)
    let tasks = profile.tasks
    let order = tasks.indices.sorted { (tasks[$1].wallNs, $0) < (tasks[$0].wallNs, $1) }
    let limit = options.limit == 0 ? order.count : options.limit
    shown = order.prefix(limit).map { tasks[$0] }
    restCount = UInt64(order.count - shown.count) + profile.tasksLeftOut
    numbers = Self.numbers(of: shown)
    if !profile.measures.contains(.cpu) { numbers.columns.removeAll { $0.title == "cpu" } }
    for title in Self.dropOrder where options.width > 0 {
      if options.width - numbers.width >= Self.leastNameWidth { break }
      numbers.columns.removeAll { $0.title == title }
    }
  }

  var lines: [String] {
    let head = numbers.head
    var lines = [style(head.titles + "task", .header), style(head.units, .dim)]
    for (index, task) in shown.enumerated() {
      lines.append(numbers.row(index) + text(of: task))
      if let step = step(of: task) { lines.append(style(step, .dim)) }
    }
    if restCount > 0 {
      let text = "... \(NumberText.grouped(restCount)) more task\(restCount == 1 ? "" : "s")"
      lines.append(blanks + Shortening.middle(text, to: room))
    }
    return lines
  }

  private static func numbers(of tasks: [ContextTree.Task]) -> TextColumns {
    let ran = TimeUnit.forColumns(
      largest: tasks.map { max($0.wallNs, $0.cpuNs, $0.longestStepNs) }.max() ?? 0)
    // WHY a unit of its own: most tasks are suspended a thousand times as long as they run.
    let suspended = TimeUnit.forColumns(largest: tasks.map(\.suspendedNs).max() ?? 0)
    return TextColumns(columns: [
      .init(title: "kind", cells: tasks.map(\.kindName)),
      .times("wall", tasks.map(\.wallNs), ran),
      .times("cpu", tasks.map(\.cpuNs), ran),
      .times("suspended", tasks.map(\.suspendedNs), suspended),
      .init(title: "steps", cells: tasks.map { String($0.steps) }),
      .times("longest", tasks.map(\.longestStepNs), ran),
    ])
  }

  private var room: Int { options.width == 0 ? .max : max(8, options.width - numbers.width) }

  private var blanks: String { String(repeating: " ", count: numbers.width) }

  /// `Task-7  app.handle  by asyncio.create_task in Task-1`.
  private func text(of task: ContextTree.Task) -> String {
    let name = Shortening.middle(SafeText.escaped(task.name.isEmpty ? "(no name)" : task.name), to: room)
    let function = "  " + SafeText.escaped(task.function)
    var creator = task.creator.isEmpty ? "" : "  by " + SafeText.escaped(task.creator)
    if !task.creatorTask.isEmpty { creator += " in " + SafeText.escaped(task.creatorTask) }
    let left = room - DisplayWidth.of(name)
    let shownFunction = task.function.isEmpty ? "" : Self.part(function, left)
    return name + shownFunction + style(Self.part(creator, left - DisplayWidth.of(shownFunction)), .dim)
  }

  /// Less of a part tells nothing.
  private static let leastPartWidth = 8

  private static func part(_ text: String, _ room: Int) -> String {
    room < leastPartWidth ? "" : Shortening.middle(text, to: room)
  }

  /// `longest: app.handle > json.loads`. What blocked the others stands at the right, so that the left is cut; what lies
  /// above the task's own outermost function, the event loop, is left out. Below the name, or further left if there is
  /// not enough room.
  private func step(of task: ContextTree.Task) -> String? {
    if task.longestPath.isEmpty { return nil }
    let own = task.longestPath.lastIndex(of: task.function) ?? 0
    let path = task.longestPath[own...].map(SafeText.escaped).joined(separator: " > ")
    if options.width == 0 { return blanks + Self.stepHead + path }
    let free = options.width - Self.stepHead.count
    let indent = max(0, min(numbers.width, free - DisplayWidth.of(path)))
    let left = free - indent
    if left < Self.leastPartWidth { return nil }
    return String(repeating: " ", count: indent) + Self.stepHead + Shortening.left(path, to: left)
  }

  private static let stepHead = "  longest: "
}

extension ContextTree.Task {
  /// The kind as Python's API names it.
  var kindName: String {
    switch kind {
    case .coroutine: "task"
    case .greenlet: "greenlet"
    }
  }
}
