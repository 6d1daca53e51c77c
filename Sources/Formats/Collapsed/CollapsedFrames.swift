import Profiles

/// The text of each frame: `qualname (file:line)`, as py-spy writes it, which gprof2dot and others take apart; each
/// text stands for one function. What would end a frame or a line is escaped.
struct CollapsedFrames {
  let functions: [[UInt8]]
  let threads: [[UInt8]]

  init(_ profile: Profile) {
    var seen: Set<ExactText> = []
    functions = profile.functions.map { function in
      var name = Self.escaped(function.displayName)
      let place = function.file.isEmpty ? "" : Self.escaped(" (\(function.file):\(function.firstLine))")
      while !seen.insert(ExactText(name + place)).inserted { name += "'" }
      return Array((name + place).utf8)
    }
    let names = ThreadNames(profile.threads, .frame)
    threads = profile.threads.indices.map { Array(Self.escaped(names[$0]).utf8) }
  }

  private static func escaped(_ text: String) -> String {
    let safe = SafeText.escaped(text)
    guard safe.utf8.contains(UInt8(ascii: ";")) else { return safe }
    return safe.split(separator: ";", omittingEmptySubsequences: false).joined(separator: "\\x3b")
  }
}
