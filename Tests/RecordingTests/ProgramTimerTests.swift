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
    sp_timer_set(77)  // what an earlier recording has left
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
    sp_timer_set(tick)
    _ = sp_call_timer(recorder, key(name), nil)
  }

  private func leave(_ name: String, at tick: UInt64) {
    sp_timer_set(tick)
    _ = sp_leave_timer(recorder, key(name), nil)
  }

  private func snapshot() -> Snapshot { RegionImage(of: recording)!.decode() }

  private func selfTimes(_ snapshot: Snapshot) -> [String: UInt64] {
    Dictionary(
      snapshot.nodes.map { (snapshot.functions[$0.function].name, $0.selfWallNs) }, uniquingKeysWith: +)
  }

  @Test func aTickIsANanosecondAndTimeBeginsWithTheFirstEvent() {
    call("f", at: 1_000)
    call("g", at: 1_010)
    leave("g", at: 1_013)
    leave("f", at: 1_018)
    let snapshot = snapshot()
    #expect(selfTimes(snapshot) == ["(thread)": 0, "f": 15, "g": 3])
    #expect(snapshot.threads.map(\.durationNs) == [18])
  }

  @Test func nothingIsMeasuredBesides() {
    call("f", at: 1_000)
    leave("f", at: 9_000_000_000)
    let snapshot = snapshot()
    #expect(!snapshot.header.measuresCpu)
    #expect(snapshot.header.clockTroubles == [.ownTimer])
    #expect(snapshot.nodes.allSatisfy { $0.selfCpuNs == $0.selfWallNs })
    #expect(snapshot.threads.allSatisfy { $0.profilerNs == 0 && $0.resyncs == 0 && $0.pace == nil })
  }

  @Test func aTimerThatStandsLowerThanBeforeTakesNothingAway() {
    call("f", at: 1_000)
    call("g", at: 900)
    leave("g", at: 1_004)
    #expect(selfTimes(snapshot()) == ["(thread)": 0, "f": 0, "g": 4])
  }

  @Test func aSnapshotChargesTheCallingThreadUpToNow() {
    call("f", at: 1_000)
    sp_timer_set(1_007)
    #expect(selfTimes(snapshot())["f"] == 7)
    call("g", at: 1_009)
    #expect(selfTimes(snapshot())["f"] == 9)
  }

  /// What this thread's timer says is no time of another thread's.
  @Test func aSnapshotLeavesOtherThreadsAtTheirLastEvent() {
    call("f", at: 1_000)
    call("g", at: 1_005)
    recorder.pointee.thread.pointee.os_id &+= 1
    sp_timer_set(5_000_000)
    #expect(selfTimes(snapshot()) == ["(thread)": 0, "f": 5, "g": 0])
  }

  @Test func framesThatWereOpenBeforeBeginWithTheFirstEvent() {
    recording.enterOpen(recorder, key("f"))
    call("g", at: 1_000)
    leave("g", at: 1_002)
    leave("f", at: 1_003)
    #expect(selfTimes(snapshot()) == ["(thread)": 0, "f": 1, "g": 2])
  }

  @Test func suspendedTimesAreTheTimersToo() {
    call("f", at: 1_000)
    sp_timer_set(1_002)
    _ = sp_suspend_timer(recorder, key("f"), nil, 0x40)
    sp_timer_set(1_050)
    _ = sp_awaken_timer(recorder, key("f"), nil, 0x40)
    leave("f", at: 1_051)
    let node = snapshot().nodes.first { $0.calls > 0 && $0.selfWallNs == 3 }
    #expect(node?.suspendedNs == 48)
  }

  @Test func afterAForkTimeGoesOn() {
    call("f", at: 1_000)
    call("g", at: 1_005)
    recording.noteFork()
    leave("g", at: 1_011)
    #expect(selfTimes(snapshot()) == ["(thread)": 0, "f": 5, "g": 6])
  }
}
