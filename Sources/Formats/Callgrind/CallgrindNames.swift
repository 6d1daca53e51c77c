import Profiles

/// A name for each function that no other function or thread has.
/// WHY: gprof2dot knows a function by its name alone. Functions that share one get their line, then a `'`.
struct CallgrindNames {
  private let names: [String]

  init(_ profile: Profile, _ threadNames: ThreadNames) {
    let plain = profile.functions.map { SafeText.escaped($0.displayName) }
    var uses: [String: Int] = [:]
    for index in profile.threads.indices { uses[SafeText.escaped(threadNames[index]), default: 0] += 1 }
    for name in plain { uses[name, default: 0] += 1 }
    var taken = Set(uses.keys)
    names = zip(plain, profile.functions).map { name, function in
      if uses[name] == 1 { return name }
      var unique = "\(name):\(function.firstLine)"
      while !taken.insert(unique).inserted { unique += "'" }
      return unique
    }
  }

  subscript(function: Int) -> String { names[function] }
}

/// Name compression: `(id) name` where a name stands first, `(id)` from then on.
struct CompressedNames {
  private var ids: [ExactText: Int] = [:]

  mutating func reference(to name: String) -> String {
    let key = ExactText(name)
    if let id = ids[key] { return "(\(id))" }
    ids[key] = ids.count + 1
    return "(\(ids.count)) \(name)"
  }
}
