import Profiles
import Recording

extension ContextTree {
  /// What a pstats file tells: calls and wall time of functions and of who called whom, no contexts.
  init(_ file: PstatsReader) {
    self.init()
    measures = [.calls, .wall]
    threads = [Thread(name: "")]
    functions = file.keys.map(\.function)
    for (index, entry) in file.entries.enumerated() where entry.isKnown {
      flat.append(Flat(function: index, thread: 0, tally: entry.tally))
    }
    for edge in file.edges {
      var tally = edge.tally
      // Within calls of the function itself, which stand for this time already.
      if edge.caller == edge.callee { tally.firstWallNs = 0 }
      flatEdges.append(FlatEdge(caller: edge.caller, callee: edge.callee, thread: 0, tally: tally))
    }
    addCallsOfNobody(file)
  }

  /// What a function has more than its callers account for came from the top of a thread.
  private mutating func addCallsOfNobody(_ file: PstatsReader) {
    var rest = file.entries.map(\.tally)
    for edge in file.edges { rest[edge.callee].subtract(edge.tally, isRecursion: edge.caller == edge.callee) }
    for (index, tally) in rest.enumerated() where tally.calls > 0 {
      flatEdges.append(FlatEdge(caller: nil, callee: index, thread: 0, tally: tally))
    }
  }
}

extension CallTally {
  /// As far as there is anything.
  fileprivate mutating func subtract(_ other: CallTally, isRecursion: Bool) {
    calls -= min(calls, other.calls)
    times.selfWallNs -= min(times.selfWallNs, other.times.selfWallNs)
    if isRecursion { return }
    primitiveCalls -= min(primitiveCalls, other.primitiveCalls)
    primitiveEntries -= min(primitiveEntries, other.primitiveEntries)
    times.totalWallNs -= min(times.totalWallNs, other.times.totalWallNs)
    firstWallNs -= min(firstWallNs, other.firstWallNs)
  }
}

extension PstatsKey {
  /// The function that a profiler gave this key, as far as the key tells.
  fileprivate var function: Snapshot.Function {
    if file != Self.noFile || line != 0 {
      return Snapshot.Function(name: name, qualifiedName: name, module: "", file: file, firstLine: line)
    }
    if let inner = name.between("<built-in method ", ">"), let names = Self.dotted(inner) {
      return Self.native(.builtin, names.last, names.last, names.module)
    }
    if let inner = name.between("<method '", "' objects>"), let middle = inner.range(of: "' of '") {
      let method = String(decoding: inner[..<middle.lowerBound], as: UTF8.self)
      let type = Self.dotted(inner[middle.upperBound...])
      let typeName = type.map { $0.last } ?? String(decoding: inner[middle.upperBound...], as: UTF8.self)
      return Self.native(.method, method, "\(typeName).\(method)", type?.module ?? "builtins")
    }
    if let inner = name.between("<class '", "'>") {
      let type = Self.dotted(inner)
      let typeName = type.map { $0.last } ?? String(decoding: inner, as: UTF8.self)
      return Self.native(.type, typeName, typeName, type?.module ?? "builtins")
    }
    return Self.native(name.hasPrefix("<gc") ? .gc : .builtin, name, name, "")
  }

  private static func native(
    _ kind: Snapshot.Kind, _ name: String, _ qualifiedName: String, _ module: String
  ) -> Snapshot.Function {
    Snapshot.Function(
      name: name, qualifiedName: qualifiedName, module: module, file: "", firstLine: 0, kind: kind)
  }

  /// `a.b.c` as `a.b` and `c`; nil when it has no dot, or is more than a dotted name.
  private static func dotted(_ text: ArraySlice<UInt8>) -> (module: String, last: String)? {
    guard !text.contains(UInt8(ascii: " ")), let dot = text.lastIndex(of: UInt8(ascii: ".")),
      dot > text.startIndex
    else { return nil }
    return (
      String(decoding: text[..<dot], as: UTF8.self), String(decoding: text[(dot + 1)...], as: UTF8.self)
    )
  }
}

extension String {
  /// What stands between a beginning and an end.
  fileprivate func between(_ beginning: String, _ end: String) -> ArraySlice<UInt8>? {
    let bytes = Array(utf8)
    let (count, tail) = (beginning.utf8.count, end.utf8.count)
    guard bytes.count >= count + tail, bytes.starts(with: beginning.utf8),
      bytes.suffix(tail).elementsEqual(end.utf8)
    else { return nil }
    return bytes[count..<(bytes.count - tail)]
  }
}

extension ArraySlice<UInt8> {
  fileprivate func range(of text: String) -> Range<Int>? {
    let wanted = Array(text.utf8)
    return indices.lazy.filter { $0 + wanted.count <= endIndex }.first {
      self[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }.map { $0..<($0 + wanted.count) }
  }
}
