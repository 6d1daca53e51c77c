import CRecording

@testable import Recording

/// A thread that lives several times: each life has a recorder, plays a random trace, and a model says what should be in
/// the recording. Half of the functions are everybody's, the others its own.
final class Worker: @unchecked Sendable {
  // SAFETY (@unchecked Sendable): its thread changes it in steps of the gate; others read while that is closed.
  let number: Int
  let word = Gate.Word()
  let lane = Lane()
  private let recording: Recording
  private let gate: Gate
  private(set) var recorder: UnsafeMutablePointer<sp_recorder>?
  private var random: SplitMix
  private var life: UInt64 = 0
  private var model = NaiveModel()
  private var ended: [UInt64: NaiveModel] = [:]

  init(_ number: Int, seed: UInt64, _ recording: Recording, _ gate: Gate) {
    self.number = number
    self.recording = recording
    self.gate = gate
    random = SplitMix(state: seed &* 1_000 &+ UInt64(number))
  }

  /// Names in capitals are C functions; every worker calls the first half by the same names and keys.
  static func name(_ index: Int, of worker: Int) -> String {
    let letter = index % 4 == 3 ? "F" : "f"
    return index < 12 ? "\(letter)\(index)" : "\(letter)\(index).\(worker)"
  }

  static func key(_ index: Int, of worker: Int) -> sp_key {
    let place = index < 12 ? index : index + 100 * (worker + 1)
    return UInt64(0x10_0000 + place * 64) | (index % 4 == 3 ? SP_KEY_NATIVE : 0)
  }

  static func register(_ recording: Recording, _ recorder: UnsafeMutablePointer<sp_recorder>?, _ key: sp_key)
  {
    let place = Int((key & ~SP_KEY_NATIVE) - 0x10_0000) / 64
    var name = place < 100 ? name(place, of: 0) : name(place % 100, of: place / 100 - 1)
    name.withUTF8 { utf8 in
      let (bytes, nothing) = (UnsafeRawBufferPointer(utf8), UnsafeRawBufferPointer(start: nil, count: 0))
      let kind = key & SP_KEY_NATIVE != 0 ? SP_KIND_BUILTIN : SP_KIND_PYTHON
      recording.register(
        recorder, key,
        Callee(
          kind: kind, visibility: SP_SHOWN, firstLine: 1, name: bytes, qualifiedName: bytes, module: nothing,
          file: nothing))
    }
  }

  /// Runs in a thread of its own.
  func live(times: Int, events: Int) {
    LaneClock.enter(lane)
    defer { LaneClock.exit() }
    for _ in 0..<times { liveOnce(events: events) }
  }

  /// Models of all lives, by the ident of their threads; the one that is lived has waited up to `tick`.
  func models(at tick: UInt64) -> [UInt64: NaiveModel] {
    var current = model
    if tick > lane.now { current.play(.wait(tick - lane.now)) }
    return ended.merging([ident: current]) { ended, _ in ended }
  }

  private var ident: UInt64 { UInt64(number) * 1_000 + life }

  private func liveOnce(events: Int) {
    gate.step(word) {
      life += 1
      model = NaiveModel()
    }
    // Births and names wait for no gate.
    let recorder = addThread(to: recording, name: "", host: host, osID: 0, ident: ident)
    gate.step(word) {
      self.recorder = recorder
      catchUp()
      _ = leave(recorder, 0xDEAD_0001, LaneClock.self)
    }
    identify()
    for _ in 0..<events { gate.step(word) { play(nextEvent()) } }
    if random.next() % 2 == 0 { dieAtOnce(recorder) } else { dieOutsideOfCalls(recorder) }
  }

  private func dieAtOnce(_ recorder: UnsafeMutablePointer<sp_recorder>) {
    gate.step(word) {
      catchUp()
      forgetRecorder()
      recording.endThread(recorder)
      ended[ident] = model
    }
  }

  /// Such a death waits for no gate: no call is open that a snapshot could charge meanwhile.
  private func dieOutsideOfCalls(_ recorder: UnsafeMutablePointer<sp_recorder>) {
    while !model.stack.isEmpty { gate.step(word) { play(.leave(model.stack.last!)) } }
    gate.step(word) { forgetRecorder() }
    recording.endThread(recorder)
    gate.step(word) { ended[ident] = model }
  }

  private func forgetRecorder() { recorder = nil }

  func identify() {
    guard let recorder else { return }
    var name = "worker \(number) life \(life)"
    name.withUTF8 { recording.identify(recorder, ident, name: UnsafeRawBufferPointer($0)) }
  }

  /// A snapshot has been taken at a time that is still to come here: the thread was held up that long.
  private func catchUp() {
    let frozen = LaneClock.frozen.load(ordering: .acquiring)
    guard frozen > lane.now else { return }
    model.play(.wait(frozen - lane.now))
    lane.wait(frozen - lane.now)
  }

  private func play(_ event: Tracer.Event) {
    catchUp()
    model.play(event)
    switch event {
    case .suspend, .awaken, .open, .close: fatalError("no worker plays these")
    case .call(let name): _ = enter(recorder!, key(name), nil, resumed: false, LaneClock.self)
    case .bareCall(let name): _ = enterBare(recorder!, key(name), nil, LaneClock.self)
    case .resume(let name): _ = enter(recorder!, key(name), nil, resumed: true, LaneClock.self)
    case .leave(let name): _ = leave(recorder!, key(name), LaneClock.self)
    case .unwind(let name): _ = unwind(recorder!, key(name), LaneClock.self)
    case .unrecorded: _ = noteUnrecorded(recorder!)
    case .superCall: _ = noteSuper(recorder!)
    case .run(let ns): lane.run(ns)
    case .wait(let ns): lane.wait(ns)
    }
  }

  private func key(_ name: String) -> sp_key {
    Self.key(Int(name.dropFirst().prefix { $0 != "." })!, of: number)
  }

  private func nextEvent() -> Tracer.Event {
    switch random.next() % 10 {
    case 0...3 where model.stack.count < 25:
      let name = Self.name(Int(random.next() % 24), of: number)
      return random.next() % 5 == 0 ? .resume(name) : random.next() % 4 == 0 ? .bareCall(name) : .call(name)
    case 4...6 where !model.stack.isEmpty:
      return random.next() % 8 == 0 ? .unwind(model.stack.last!) : .leave(model.stack.last!)
    case 7, 8: return .run(random.next() % 1_000)
    default: return .wait(random.next() % 5_000)
    }
  }

  private var host: sp_host {
    sp_host(
      context: Unmanaged.passUnretained(self).toOpaque(), answer: nil,
      describe: { context, key, _ in
        let worker = Unmanaged<Worker>.fromOpaque(context!).takeUnretainedValue()
        Worker.register(worker.recording, worker.recorder, key)
      }, switched: { _ in }, watched: { _, _ in }, place: { _, _ in 0 }, unfamiliar: { _, _, _ in })
  }
}
