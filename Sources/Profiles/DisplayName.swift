import Recording

extension Snapshot.Function {
  /// The name that people know the function by.
  ///
  /// `app.db.Pool.get`, `builtins.len`, `collections.deque.append`; built-in types and their methods without a
  /// module: `dict`, `list.append`; what has no module as it is: `<gc generation 0>`.
  var displayName: String {
    let name = qualifiedName.isEmpty ? self.name : qualifiedName
    switch kind {
    case .gc, .thread, .folded, .cut, .span, .label: return name
    case .method where module == "builtins", .type where module == "builtins": return name
    case .python, .builtin, .method, .type: return module.isEmpty ? name : "\(module).\(name)"
    }
  }
}
