import Profiles

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
