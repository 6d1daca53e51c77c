import CRecording

@testable import Recording

/// What should become of coroutines and scopes, as plainly as it can be said: a path of names, and for each frame that
/// is suspended the names that come back with it.
struct SuspensionModel {
  struct Entry: Equatable {
    var calls: UInt64 = 0
    var resumptions: UInt64 = 0
    var wallNs: UInt64 = 0
    var suspendedNs: UInt64 = 0
  }

  private struct Open {
    var name: String
    /// 0: no coroutine.
    var frame: UInt64 = 0
  }

  private struct Idle {
    var name: String
    var scopes: [String]
    var path: String
    var since: UInt64
  }

  private var entries: [String: Entry] = [:]
  private var stack: [Open] = []
  private var idle: [UInt64: Idle] = [:]
  private var now: UInt64 = 0
  private var lastFrame: UInt64 = 0

  private var path: String { stack.map(\.name).joined(separator: "/") }
  private static func isScope(_ name: String) -> Bool { name.first == "#" || name.first == "@" }

  /// Everything up to now, those still suspended included.
  func entriesNow() -> [String: Entry] {
    var entries = entries
    for frame in idle.values { entries[frame.path]!.suspendedNs += now - frame.since }
    return entries
  }

  /// The same with what stands below labels added to what does not; how often labels were opened is nobody's calls.
  func entriesWithoutLabels() -> [String: Entry] {
    var sums: [String: Entry] = [:]
    for (path, entry) in entriesNow() {
      let names = path.split(separator: "/")
      var sum = sums[names.filter { $0.first != "@" }.joined(separator: "/"), default: Entry()]
      if names.last?.first != "@" {
        sum.calls += entry.calls
        sum.resumptions += entry.resumptions
      }
      sum.wallNs += entry.wallNs
      sum.suspendedNs += entry.suspendedNs
      sums[names.filter { $0.first != "@" }.joined(separator: "/")] = sum
    }
    return sums
  }

  /// What ends all that is open or suspended.
  func ending() -> [Tracer.Event] {
    let frames = stack.reversed().filter { !Self.isScope($0.name) }.map { Tracer.Event.leave($0.name) }
    let idle = idle.sorted { $0.key < $1.key }.flatMap {
      [.awaken($1.name, $0), Tracer.Event.leave($1.name)]
    }
    return frames + idle
  }

  /// An event that could happen now.
  mutating func anyEvent(_ random: inout SplitMix) -> Tracer.Event {
    let frame = stack.last { !Self.isScope($0.name) }
    switch random.next() % 10 {
    case 0, 1:
      return .run(random.next() % 100)
    case 2 where stack.count < 12:
      return .call(["f", "g"][Int(random.next() % 2)])
    case 3, 4:
      guard stack.count < 12 else { return .run(1) }
      lastFrame += 1
      return .call(["c", "d"][Int(random.next() % 2)])
    case 5 where stack.count < 12 && frame != nil:
      return .open(["#s", "@l", "#t"][Int(random.next() % 3)])
    case 6 where stack.last.map { Self.isScope($0.name) } == true:
      return .close(stack.last!.name)
    case 7:
      guard let any = idle.keys.sorted().randomElement(&random), stack.count < 12 else { return .run(3) }
      return .awaken(idle[any]!.name, any)
    default:
      guard let frame else { return .run(2) }
      return frame.frame != 0 && random.next() % 3 > 0
        ? .suspend(frame.name, frame.frame) : .leave(frame.name)
    }
  }

  mutating func play(_ event: Tracer.Event) {
    switch event {
    case .call(let name):
      stack.append(Open(name: name, frame: name == "c" || name == "d" ? lastFrame : 0))
      entries[path, default: Entry()].calls += 1
    case .open(let name):
      stack.append(Open(name: name))
      entries[path, default: Entry()].calls += 1
    case .close: stack.removeLast()
    case .leave: _ = takeFrame()
    case .suspend(let name, let frame):
      let path = takeFrame()
      idle[frame] = Idle(name: name, scopes: path.scopes, path: path.path, since: now)
    case .awaken(let name, let frame):
      let woken = idle.removeValue(forKey: frame)!
      entries[woken.path]!.suspendedNs += now - woken.since
      for next in [Open(name: name, frame: frame)] + woken.scopes.map({ Open(name: $0) }) {
        stack.append(next)
        entries[path, default: Entry()].resumptions += 1
      }
    case .run(let ns):
      now += ns
      entries[path, default: Entry()].wallNs += ns
    case .wait, .resume, .bareCall, .unwind, .unrecorded, .superCall: fatalError("NaiveModel plays these")
    }
  }

  /// Takes the innermost frame off the stack with the scopes above it.
  private mutating func takeFrame() -> (path: String, scopes: [String]) {
    let at = stack.lastIndex { !Self.isScope($0.name) }!
    let scopes = stack[(at + 1)...].map(\.name)
    stack.removeSubrange((at + 1)...)
    defer { stack.removeLast() }
    return (path, scopes)
  }
}

extension SuspensionModel.Entry {
  init(_ node: Snapshot.Node) {
    self.init(
      calls: node.calls, resumptions: node.resumptions, wallNs: node.selfWallNs, suspendedNs: node.suspendedNs
    )
  }
}

extension Array {
  /// An element that the generator chooses.
  fileprivate func randomElement(_ random: inout SplitMix) -> Element? {
    isEmpty ? nil : self[Int(random.next() % UInt64(count))]
  }
}
