import Profiles

/// A graph of functions for Graphviz: who calls whom, what is slow in colour.
///
/// Source: https://graphviz.org/doc/info/lang.html. What is small is left out, by the thresholds that gprof2dot has
/// (`dot` takes minutes for graphs of thousands of functions); the title says how much.
struct DotFormat: Format {
  let name = "dot"
  let fileEndings = [".dot", ".gv"]
  let summary = "call graph for Graphviz; small parts left out"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    let graph = DotGraph(profile, try required(options.clock, of: profile))
    var text = "digraph swiftprof {\n"
    text +=
      "  graph [label=\(DotText.quoted(graph.title(command: profile.facts.command))), labelloc=t, fontname=Helvetica];\n"
    text += "  node [shape=box, style=filled, fontname=Helvetica, fontsize=10];\n"
    text += "  edge [fontname=Helvetica, fontsize=9, color=\"#555555\"];\n"
    for function in graph.functions { text += "  " + graph.node(function) + "\n" }
    for edge in graph.edges { text += "  " + graph.edge(edge) + "\n" }
    return Array((text + "}\n").utf8)
  }
}

/// What is drawn, and the statements that draw it.
private struct DotGraph {
  /// Indices in `profile.functions`, of those that took so much of all time, callees included.
  let functions: [Int]
  let edges: [Profile.Edge]
  private let profile: Profile
  private let clock: Profile.Clock
  private let allNs: UInt64
  private let called: Int

  /// In 1000 parts of all time: `--node-thres` and `--edge-thres` of gprof2dot.
  private static let leastOfNode: UInt64 = 5
  private static let leastOfEdge: UInt64 = 1

  init(_ profile: Profile, _ clock: Profile.Clock) {
    (self.profile, self.clock) = (profile, clock)
    let allNs = profile.threads.reduce(0) { $0 + clock.totalNs(of: $1) }
    self.allNs = allNs
    let shown = profile.functions.map {
      Self.reaches(Self.leastOfNode, clock.totalNs(of: $0.times), of: allNs)
    }
    functions = shown.indices.filter { shown[$0] }
    let calls = profile.edges.filter { $0.caller != nil }
    called = calls.count
    edges = calls.filter {
      shown[$0.callee] && shown[$0.caller ?? $0.callee]
        && Self.reaches(Self.leastOfEdge, clock.totalNs(of: $0.times), of: allNs)
    }
  }

  private static func reaches(_ thousandths: UInt64, _ ns: UInt64, of allNs: UInt64) -> Bool {
    Double(ns) * 1000 >= Double(thousandths) * Double(allNs)
  }

  func title(command: String) -> String {
    let hidden = [
      Self.count(profile.functions.count - functions.count, "function") + " under 0.5 %",
      Self.count(called - edges.count, "edge") + " under 0.1 % or between them",
    ]
    return [
      command, "\(clock.rawValue) time \(NumberText.time(Double(allNs)))",
      "left out: " + hidden.joined(separator: ", "),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(NumberText.grouped(UInt64(number))) \(noun)\(number == 1 ? "" : "s")"
  }

  func node(_ index: Int) -> String {
    let function = profile.functions[index]
    let (selfNs, totalNs) = (clock.selfNs(of: function.times), clock.totalNs(of: function.times))
    let label = [
      function.displayName, NumberText.percent(totalNs, of: allNs),
      "(\(NumberText.percent(selfNs, of: allNs)))",
    ]
    let lines = DotText.quoted(lines: label + calls(function.calls, function.primitiveCalls))
    let place = function.file.isEmpty ? function.displayName : "\(function.file):\(function.firstLine)"
    return "f\(index) [label=\(lines), tooltip=\(DotText.quoted(place)), "
      + "fillcolor=\"\(Self.colour(selfNs, of: allNs))\"];"
  }

  func edge(_ edge: Profile.Edge) -> String {
    let totalNs = clock.totalNs(of: edge.times)
    let label = [NumberText.percent(totalNs, of: allNs)] + calls(edge.calls, edge.calls)
    let share = allNs == 0 ? 0 : min(1, Double(totalNs) / Double(allNs))
    let width = NumberText.fixed(0.5 + 3.5 * share, decimals: 2)
    return "f\(edge.caller ?? edge.callee) -> f\(edge.callee) "
      + "[label=\(DotText.quoted(lines: label)), penwidth=\(width)];"
  }

  /// `1,234×`, with recursion `1,234/1×`; no line where calls were not counted.
  private func calls(_ calls: UInt64, _ primitive: UInt64) -> [String] {
    guard profile.measures.contains(.calls) else { return [] }
    let all = NumberText.grouped(calls)
    return [calls == primitive ? "\(all)\u{d7}" : "\(all)/\(NumberText.grouped(primitive))\u{d7}"]
  }

  /// White to orange: hue, saturation, brightness. WHY the root: most functions are small, and would all be white.
  private static func colour(_ selfNs: UInt64, of allNs: UInt64) -> String {
    let share = allNs == 0 ? 0 : min(1, Double(selfNs) / Double(allNs))
    return "0.07 \(NumberText.fixed(share.squareRoot() * 0.8, decimals: 3)) 1.000"
  }
}

/// Strings in quotes as Graphviz reads them.
enum DotText {
  /// Line feeds begin a new line; other control characters are shown escaped.
  static func quoted(_ text: String) -> String {
    quoted(lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// Lines, centred; a line feed within one is shown escaped.
  ///
  /// WHY `&`: Graphviz takes `&lt;` for `<`, as HTML does. WHY the backslash twice: `\N` would be the node's name.
  static func quoted(lines: [String]) -> String {
    let escaped = lines.map { line in
      SafeText.escaped(line).unicodeScalars.reduce(into: "") { text, scalar in
        switch scalar {
        case "\\": text += "\\\\"
        case "\"": text += "\\\""
        case "&": text += "&amp;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return "\"" + escaped.joined(separator: "\\n") + "\""
  }
}
