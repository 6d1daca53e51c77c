import Recording

@testable import Profiles

/// The rule for labels in its plainest form: every context by the list of functions and labels that lead to it.
struct NaiveTwins {
  /// "function[label]" from the top, then its numbers: calls, resumptions, wall, CPU, suspended.
  typealias Contexts = [[String]: [UInt64]]

  private let snapshot: Snapshot

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// nil: all sessions, and what is in none.
  func contexts(inSession session: UInt64?) -> Contexts {
    var contexts: Contexts = [:]
    for (index, node) in snapshot.nodes.enumerated() {
      let path = path(index)
      if path.isEmpty { continue }
      let isLabel = function(index).kind == .label
      let own = [
        isLabel ? 0 : node.calls, isLabel ? 0 : node.resumptions, node.selfWallNs, node.selfCpuNs,
        node.suspendedNs,
      ]
      let numbers = isInSession(index, session) ? own : [0, 0, 0, 0, 0]
      contexts[path] = zip(contexts[path] ?? [0, 0, 0, 0, 0], numbers).map { $0 + $1 }
    }
    return session == nil ? contexts : Self.pruned(contexts)
  }

  static func contexts(of profile: Profile) -> Contexts {
    var paths: [[String]] = []
    var contexts: Contexts = [:]
    for node in profile.nodes {
      let label = node.label.map { "\(profile.labels[$0].context)#\(profile.labels[$0].tag)" } ?? ""
      let above = node.parent.map { paths[$0] } ?? [String(profile.threads[node.thread].name)]
      paths.append(above + ["\(profile.functions[node.function].name)[\(label)]"])
      contexts[paths.last!] = [
        node.calls, node.resumptions, node.times.selfWallNs, node.times.selfCpuNs, node.times.suspendedNs,
      ]
    }
    return contexts
  }

  private static func pruned(_ contexts: Contexts) -> Contexts {
    let wanted = contexts.filter { $0.value.contains { $0 > 0 } }.keys
    return contexts.filter { context in wanted.contains { $0.starts(with: context.key) } }
  }

  private func function(_ node: Int) -> Snapshot.Function {
    snapshot.functions[snapshot.nodes[node].function]
  }

  private func innermostLabel(_ node: Int) -> Snapshot.Function? {
    if function(node).kind == .label { return function(node) }
    return snapshot.nodes[node].parent.flatMap(innermostLabel)
  }

  private func isInSession(_ node: Int, _ session: UInt64?) -> Bool {
    guard let session else { return true }
    return innermostLabel(node)?.module.split(separator: ",").contains { $0 == String(session) } ?? false
  }

  /// Empty for threads and for labels at their top.
  private func path(_ node: Int) -> [String] {
    guard let parent = snapshot.nodes[node].parent else { return [] }
    let above = path(parent)
    let label = innermostLabel(node).map { "\($0.name)#\($0.qualifiedName)" } ?? ""
    let shown = "[\(label == "#" ? "" : label)]"
    if function(node).kind == .label {
      guard let last = above.last else { return [] }
      return above.dropLast() + [last.prefix { $0 != "[" } + shown]
    }
    let top = above.isEmpty ? [snapshot.threads[snapshot.nodes[node].thread].name] : above
    return top + [function(node).name + shown]
  }
}
