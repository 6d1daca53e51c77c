import CRecording

@testable import Recording

/// A recording driven by a script of events, with functions named by letters.
final class Tracer {
  enum Event {
    case call(String)
    /// A call that no CALL instruction made.
    case bareCall(String)
    case resume(String)
    case leave(String)
    /// Left by an exception.
    case unwind(String)
    /// A call of something that is not recorded.
    case unrecorded, superCall
    /// A frame is known by its number.
    case suspend(String, UInt64)
    case awaken(String, UInt64)
    case open(String)
    case close(String)
    case run(UInt64)
    case wait(UInt64)
  }

  let recording: Recording
  private(set) var recorder: UnsafeMutablePointer<sp_recorder>
  private(set) var switches = 0
  private(set) var watchedCalls = 0
  /// What the host says of the place of each call in a new context.
  var place: UInt32 = 0
  private(set) var placesAsked = 0
  /// How long the host takes to find it.
  var placingNs: UInt64 = 0
  private(set) var unfamiliarFrames: [UInt64] = []
  /// What events gave back, each value once; `answer` is what they should.
  private(set) var answers: Set<HostPointer?> = []
  nonisolated(unsafe) static let answer = HostPointer(bitPattern: 0xA115_3E40)
  /// How long the host takes to describe a callee.
  var describingNs: UInt64 = 0
  /// And for how long it is off the processor meanwhile.
  var describingWaitNs: UInt64 = 0
  private var keys: [String: sp_key] = [:]
  /// Who lives at an address now; another may have lived there before.
  private var tenants: [sp_key: String] = [:]

  init(
    maxNodes: Int = 10_000, exclusive: Bool = false, costs: EventCosts = EventCosts(),
    source: ClockSource = .scripted
  ) {
    ScriptedClock.reset()
    var options = Recording.Options()
    options.maxNodes = maxNodes
    options.exclusive = exclusive
    options.costs = costs
    recording = Recording(options, clock: ScriptedClock.cold(source))!
    recorder = addThread(to: recording, name: "main", host: silentHost)
    recording.setHost(recorder, host)
    touch()
  }

  /// Describes callees by the names that the script gave them, and notes switches.
  private var host: sp_host {
    sp_host(
      context: Unmanaged.passUnretained(self).toOpaque(), answer: Self.answer,
      describe: { context, key, _ in
        let tracer = Unmanaged<Tracer>.fromOpaque(context!).takeUnretainedValue()
        ScriptedClock.run(tracer.describingNs)
        if tracer.describingWaitNs > 0 { ScriptedClock.wait(tracer.describingWaitNs) }
        tracer.register(tracer.tenants[key]!)
      },
      switched: { context in
        Unmanaged<Tracer>.fromOpaque(context!).takeUnretainedValue().switches += 1
      },
      watched: { context, _ in
        Unmanaged<Tracer>.fromOpaque(context!).takeUnretainedValue().watchedCalls += 1
      },
      place: { context, _ in
        let tracer = Unmanaged<Tracer>.fromOpaque(context!).takeUnretainedValue()
        tracer.placesAsked += 1
        ScriptedClock.run(tracer.placingNs)
        return tracer.place
      },
      unfamiliar: { context, _, frame in
        Unmanaged<Tracer>.fromOpaque(context!).takeUnretainedValue().unfamiliarFrames.append(frame >> 4)
      })
  }

  /// The thread's first event binds it; an unmatched leave is the smallest there is.
  func touch() {
    _ = leave(recorder, 0xDEAD_0000, ScriptedClock.self)
  }

  func play(_ events: [Event]) {
    for event in events { play(event) }
  }

  func play(_ event: Event) {
    switch event {
    case .call(let name): call(name, resumed: false)
    case .bareCall(let name): answers.insert(enterBare(recorder, key(name), nil, ScriptedClock.self))
    case .resume(let name): call(name, resumed: true)
    case .unwind(let name): answers.insert(unwind(recorder, key(name), ScriptedClock.self))
    case .unrecorded: answers.insert(noteUnrecorded(recorder))
    case .superCall: answers.insert(noteSuper(recorder))
    case .leave(let name): answers.insert(leave(recorder, key(name), ScriptedClock.self))
    case .suspend(let name, let frame):
      answers.insert(suspend(recorder, key(name), frame << 4, ScriptedClock.self))
    case .awaken(let name, let frame):
      answers.insert(awaken(recorder, key(name), nil, frame << 4, ScriptedClock.self))
    case .open(let name):
      if !isRegistered(name) { register(name) }
      answers.insert(openScope(recorder, key(name), ScriptedClock.self))
    case .close(let name): answers.insert(closeScope(recorder, key(name), ScriptedClock.self))
    case .run(let ns): ScriptedClock.run(ns)
    case .wait(let ns): ScriptedClock.wait(ns)
    }
  }

  private func call(_ name: String, resumed: Bool) {
    answers.insert(enter(recorder, key(name), nil, resumed: resumed, ScriptedClock.self))
  }

  /// Names in capitals are C functions, those that begin with `@` labels, with `#` spans, with `_` the profiler's own.
  func key(_ name: String) -> sp_key {
    if let key = keys[name] { return key }
    if let number = Self.isScope(name) ? UInt32(keys.count + 1) : nil {
      rekey(name, to: sp_scope_key(number))
      return keys[name]!
    }
    let native: UInt64 = name.first!.isUppercase ? SP_KEY_NATIVE : 0
    rekey(name, to: UInt64(0x1000 + keys.count * 64) | native)
    return keys[name]!
  }

  func rekey(_ name: String, to key: sp_key) {
    keys[name] = key
    tenants[key] = name
  }

  func register(_ name: String, firstLine: Int32 = 1) {
    var text = name
    text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      let firstLine = Self.isScope(name) ? Int32(key(name) >> 2) : firstLine
      recording.register(
        Self.isScope(name) ? nil : recorder, key(name),
        Callee(
          kind: Self.kind(name), visibility: name.first == "_" ? SP_OWN : SP_SHOWN, firstLine: firstLine,
          name: bytes, qualifiedName: bytes, module: nothing, file: nothing, watched: name.first == "!"))
    }
  }

  func isRegistered(_ name: String) -> Bool { recording.function(of: key(name)) != nil }

  private static func isScope(_ name: String) -> Bool { name.first == "@" || name.first == "#" }

  private static func kind(_ name: String) -> sp_kind {
    switch name.first! {
    case "@": SP_KIND_LABEL
    case "#": SP_KIND_SPAN
    case let first where first.isUppercase: SP_KIND_BUILTIN
    default: SP_KIND_PYTHON
    }
  }

  func snapshot() -> Snapshot { RegionImage(of: recording)!.decode() }

  /// "a/b/c" -> node, of the whole tree.
  func tree() -> [String: Snapshot.Node] {
    let snapshot = snapshot()
    var paths: [String] = []
    var tree: [String: Snapshot.Node] = [:]
    for node in snapshot.nodes {
      let name = snapshot.functions[node.function].name
      let path = node.parent.map { paths[$0].isEmpty ? name : "\(paths[$0])/\(name)" } ?? ""
      paths.append(path)
      tree[path] = node
    }
    return tree
  }
}

/// Nobody to ask.
var silentHost: sp_host {
  sp_host(
    context: nil, answer: nil, describe: { _, _, _ in }, switched: { _ in }, watched: { _, _ in },
    place: { _, _ in 0 }, unfamiliar: { _, _, _ in })
}

func addThread(
  to recording: Recording, name: String, host: sp_host, osID: UInt32 = 1,
  ident: UInt64 = 7
) -> UnsafeMutablePointer<sp_recorder> {
  var name = name
  return name.withUTF8 {
    recording.addThread(
      osID: osID, pythonIdent: ident, name: UnsafeRawBufferPointer($0), startedBefore: true, host: host)!
  }
}
