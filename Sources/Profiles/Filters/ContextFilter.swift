import Glibc

extension ContextTree {
  /// Only what ran in contexts of the user's own that fit one of the patterns; what is above stays as the way there,
  /// without numbers. Tasks whose first step belonged to one stay. Throws when no context fits.
  ///
  /// A pattern is a context's name, or shell wildcards that fit all of it; with "tag:" before it, a tag's.
  func keepingContexts(_ patterns: [String]) throws(FilterError) -> ContextTree {
    let fits = labels.map { label in patterns.contains { label.fits($0) } }
    if !fits.contains(true) { throw FilterError(message(nothingFits: patterns)) }
    func isWanted(_ label: Int32) -> Bool { label >= 0 && fits[Int(label)] }
    var tree = keeping(nodes.map { isWanted($0.label) }, above: .keepAsPath)
    tree.removeFlat { _ in true }
    tree.tasks.removeAll { !isWanted($0.label) }
    return tree
  }

  private static let mostNames = 8

  private func message(nothingFits patterns: [String]) -> String {
    let wanted = patterns.map { "\"\($0)\"" }.joined(separator: " or ")
    if labels.isEmpty {
      return "this profile has no contexts of its own, so none that is \(wanted): "
        + "say which there are while recording, with swiftprof.set_context"
    }
    let names = labels.prefix(Self.mostNames).map(\.description).joined(separator: ", ")
    let more = labels.count > Self.mostNames ? " and \(labels.count - Self.mostNames) more" : ""
    return "no context is \(wanted); there are: \(names)\(more)"
  }
}

extension ContextTree.Label {
  private static let tagPrefix = "tag:"

  fileprivate func fits(_ pattern: String) -> Bool {
    if Self.equals(pattern, context) || fnmatch(pattern, context, 0) == 0 { return !context.isEmpty }
    guard pattern.hasPrefix(Self.tagPrefix) else { return false }
    let pattern = String(pattern.dropFirst(Self.tagPrefix.count))
    return !tag.isEmpty && (Self.equals(pattern, tag) || fnmatch(pattern, tag, 0) == 0)
  }

  private static func equals(_ pattern: String, _ text: String) -> Bool {
    pattern.utf8.elementsEqual(text.utf8)
  }

  fileprivate var description: String {
    let parts = [context.isEmpty ? "" : "\"\(context)\"", tag.isEmpty ? "" : "\"\(Self.tagPrefix)\(tag)\""]
    return parts.filter { !$0.isEmpty }.joined(separator: " with ")
  }
}
