import CRecording
import Testing

@testable import Recording

/// Recordings with a timer of the program's own, driven as the bridge does it: the time first, then the event.
@Suite struct ProgramTimerTests {
  private let recording: Recording
  private let recorder: UnsafeMutablePointer<sp_recorder>

  init() {
    var options = Recording.Options()
    options.maxNodes = 1_000
    options.ownTimer = true
    recording = Recording(options)!
    recorder = addThread(to: recording, name: "main", host: silentHost)
    for name in ["f", "g"] { register(name) }
  }

  private func key(_ name: String) -> sp_key { sp_key(name.utf8.first!) << 4 }

  private func register(_ name: String) {
    var text = name
    text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      recording.register(
        nil, key(name),
        Callee(
          kind: SP_KIND_PYTHON, visibility: SP_SHOWN, firstLine: 1, name: bytes, qualifiedName: bytes,
          module: nothing, file: nothing))
    }
  }

  private func call(_ name: String, at tick: UInt64) {
    recorder.pointee.timer_tick = tick
    _ = sp_call_timer(recorder, key(name), nil)
  }

  private func leave(_ name: String, at tick: UInt64) {
    recorder.pointee.timer_tick = tick
    _ = sp_leave_timer(recorder, key(name), nil)
  }

  private func snapshot() -> Snapshot { RegionImage(of: recording)!.decode() }

  private func selfTimes(_ snapshot: Snapshot) -> [String: UInt64] {
    Dictionary(
      snapshot.nodes.map { (snapshot.functions[$0.function].name, $0.selfWallNs) }, uniquingKeysWith: +)
  }

  @Test func aTickIsANanosecond() {
    call("f", at: 0)
    call("g", at: 10)
    leave("g", at: 13)
    leave("f", at: 18)
    let snapshot = snapshot()
    #expect(selfTimes(snapshot) == ["(thread)": 0, "f": 15, "g": 3])
    #expect(snapshot.threads.map(\.durationNs) == [18])
  }

  @Test func nothingIsMeasuredBesides() {
    call("f", at: 0)
    leave("f", at: 9_000_000_000)
    let snapshot = snapshot()
    #expect(!snapshot.header.measuresCpu)
    #expect(snapshot.header.clockTroubles == [.ownTimer])
    #expect(snapshot.nodes.allSatisfy { $0.selfCpuNs == $0.selfWallNs })
    #expect(snapshot.threads.allSatisfy { $0.profilerNs == 0 && $0.resyncs == 0 && $0.pace == nil })
  }

  @Test func aTimerThatStandsLowerThanBeforeTakesNothingAway() {
    call("f", at: 50)
    call("g", at: 40)
    leave("g", at: 54)
    #expect(selfTimes(snapshot()) == ["(thread)": 50, "f": 0, "g": 4])
  }

  @Test func aSnapshotChargesTheCallingThreadUpToNow() {
    call("f", at: 0)
    recorder.pointee.timer_tick = 7
    #expect(selfTimes(snapshot())["f"] == 7)
    call("g", at: 9)
    #expect(selfTimes(snapshot())["f"] == 9)
  }

  /// What this thread's timer says is no time of another thread's.
  @Test func aSnapshotLeavesOtherThreadsAtTheirLastReading() {
    let other = addThread(to: recording, name: "other", host: silentHost, osID: 2)
    call("f", at: 5)
    other.pointee.timer_tick = 1
    _ = sp_call_timer(other, key("g"), nil)
    recorder.pointee.timer_tick = 5_000_000
    #expect(selfTimes(snapshot()) == ["(thread)": 6, "f": 4_999_995, "g": 0])
  }

  @Test func framesThatWereOpenBeforeBeginWithTheFirstEvent() {
    recording.enterOpen(recorder, key("f"))
    call("g", at: 0)
    leave("g", at: 2)
    leave("f", at: 3)
    #expect(selfTimes(snapshot()) == ["(thread)": 0, "f": 1, "g": 2])
  }

  @Test func suspendedTimesAreTheTimersToo() {
    call("f", at: 0)
    recorder.pointee.timer_tick = 2
    _ = sp_suspend_timer(recorder, key("f"), nil, 0x40)
    recorder.pointee.timer_tick = 50
    _ = sp_awaken_timer(recorder, key("f"), nil, 0x40)
    leave("f", at: 51)
    let node = snapshot().nodes.first { $0.calls > 0 && $0.selfWallNs == 3 }
    #expect(node?.suspendedNs == 48)
  }

  @Test func afterAForkTimeGoesOn() {
    call("f", at: 0)
    call("g", at: 5)
    recording.noteFork()
    leave("g", at: 11)
    #expect(selfTimes(snapshot()) == ["(thread)": 0, "f": 5, "g": 6])
  }
}
