import Profiles

/// What a pstats file knows a function by: (file, first line, name).
struct PstatsKey {
  let file: String
  let line: Int32
  let name: String

  /// A place that is no file, as cProfile writes it for C functions.
  static let noFile = "~"

  /// Python functions: file, line, `co_name`. C functions as `normalizeUserObj` in CPython's
  /// `Modules/_lsprof.c` names them, which takes the `repr` of what is no function: types are `<class 'dict'>`.
  init(_ function: Profile.Function) {
    switch function.kind {
    case .python:
      self.init(file: function.file, line: function.firstLine, name: function.name)
    case .builtin where function.name.hasPrefix("<"):
      // As it stood in a file that was read.
      self.init(artificial: function.name)
    case .builtin:
      let module = function.module.isEmpty ? "" : function.module + "."
      self.init(artificial: "<built-in method \(module)\(function.name)>")
    case .method:
      self.init(artificial: "<method '\(function.name)' of '\(Self.typeName(of: function))' objects>")
    case .type:
      self.init(artificial: "<class '\(Self.withModule(function.qualifiedName, of: function))'>")
    case .gc, .thread, .folded, .cut, .span, .label:
      self.init(artificial: function.name)
    }
  }

  init(artificial name: String) { self.init(file: Self.noFile, line: 0, name: name) }

  init(file: String, line: Int32, name: String) {
    (self.file, self.line, self.name) = (file, line, name)
  }

  /// As `tp_name`: `list`, `collections.deque`.
  private static func typeName(of function: Profile.Function) -> String {
    var type = Substring(function.qualifiedName)
    if type.hasSuffix("." + function.name) { type.removeLast(function.name.count + 1) }
    return withModule(type, of: function)
  }

  private static func withModule(_ type: some StringProtocol, of function: Profile.Function) -> String {
    let needsModule = !function.module.isEmpty && function.module != "builtins"
    return needsModule ? "\(function.module).\(type)" : String(type)
  }
}

extension PstatsKey: Hashable {
  static func == (left: Self, right: Self) -> Bool {
    left.line == right.line && left.file.utf8.elementsEqual(right.file.utf8)
      && left.name.utf8.elementsEqual(right.name.utf8)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(line)
    hasher.combine(ExactText(file))
    hasher.combine(ExactText(name))
  }
}
