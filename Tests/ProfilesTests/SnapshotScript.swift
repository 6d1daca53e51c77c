import Recording

/// Snapshots written as text, one node a line, indented by depth:
///
///     thread Main
///     main 1 self=10/8
///       fib 3 self=5 resumed=2 suspended=30 open
///       [orders#slow@3,17] 1 self=2
///         span:query 1 self=4
///
/// A word, its calls, then wall/CPU self time (CPU is wall when left out) and counters (`bare=`, `unwinds=`,
/// `unrecorded=`). Names that are not in `functions`
/// become Python functions of file "NAME.py", first line 1, module "m"; in brackets stand labels:
/// context#tag@sessions, each of them may be missing.
struct SnapshotScript {
  var snapshot = Snapshot()
  private var indexOfName: [String: Int] = [:]

  init(_ text: String, functions: [Snapshot.Function] = []) {
    let root = Snapshot.Function(
      name: "<thread>", qualifiedName: "<thread>", module: "", file: "", firstLine: 0, kind: .thread)
    snapshot.functions = [root] + functions
    for (index, function) in snapshot.functions.enumerated() { indexOfName[function.name] = index }
    var path: [Int] = []
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count / 2
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "thread" {
        addThread(words)
        path = [snapshot.nodes.count - 1]
      } else {
        path.removeSubrange((depth + 1)...)
        addNode(words, parent: path.last!)
        path.append(snapshot.nodes.count - 1)
      }
    }
  }

  private mutating func addThread(_ words: [String]) {
    let index = snapshot.threads.count
    snapshot.threads.append(Snapshot.Thread(name: words[1], osID: UInt32(100 + index)))
    var node = Snapshot.Node(parent: nil, function: 0, thread: index)
    Self.read(words.dropFirst(2), into: &node)
    snapshot.nodes.append(node)
  }

  private mutating func addNode(_ words: [String], parent: Int) {
    var node = Snapshot.Node(
      parent: parent, function: function(words[0]), thread: snapshot.threads.count - 1,
      calls: UInt64(words[1])!)
    Self.read(words.dropFirst(2), into: &node)
    snapshot.nodes.append(node)
  }

  private mutating func function(_ name: String) -> Int {
    if let index = indexOfName[name] { return index }
    indexOfName[name] = snapshot.functions.count
    snapshot.functions.append(Self.label(name) ?? Self.span(name) ?? Self.python(name))
    return snapshot.functions.count - 1
  }

  private static func python(_ name: String) -> Snapshot.Function {
    Snapshot.Function(name: name, qualifiedName: name, module: "m", file: "\(name).py", firstLine: 1)
  }

  private static func span(_ word: String) -> Snapshot.Function? {
    guard word.hasPrefix("span:") else { return nil }
    let name = String(word.dropFirst(5))
    return Snapshot.Function(
      name: name, qualifiedName: name, module: "", file: "", firstLine: 0, kind: .span)
  }

  private static func label(_ word: String) -> Snapshot.Function? {
    guard word.hasPrefix("["), word.hasSuffix("]") else { return nil }
    let parts = word.dropFirst().dropLast().split(separator: "@", omittingEmptySubsequences: false)
    let names = parts[0].split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    return Snapshot.Function(
      name: names[0], qualifiedName: names.count > 1 ? names[1] : "",
      module: parts.count > 1 ? String(parts[1]) : "", file: "", firstLine: 0, kind: .label)
  }

  private static func read(_ words: ArraySlice<String>, into node: inout Snapshot.Node) {
    for word in words {
      let parts = word.split(separator: "=")
      switch parts[0] {
      case "self":
        let times = parts[1].split(separator: "/").map { UInt64($0)! }
        node.selfWallNs = times[0]
        node.selfCpuNs = times.last!
      case "resumed": node.resumptions = UInt64(parts[1])!
      case "suspended": node.suspendedNs = UInt64(parts[1])!
      case "bare": node.bareCalls = UInt64(parts[1])!
      case "unwinds": node.unwinds = UInt64(parts[1])!
      case "unrecorded": node.unrecordedCalls = UInt64(parts[1])!
      case "supers": node.superCalls = UInt64(parts[1])!
      case "far": node.isCalledFromFar = true
      case "async": node.isAsync = true
      case "open": node.open = 1
      default: fatalError("unknown word \(word)")
      }
    }
  }
}
