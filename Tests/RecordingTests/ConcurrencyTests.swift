import CRecording
import Glibc
import Synchronization
import Testing

@testable import Recording

/// Eight threads in events at once, as without a GIL. For the thread sanitizer above all.
///
/// Serialized: the lanes share the moment of a snapshot.
@Suite(.serialized) struct ConcurrencyTests {
  private let gate = Gate()

  @Test(arguments: 0..<3) func threadsInEventsAtOnceRecordWhatEachDid(seed: UInt64) {
    let (recording, workers) = start(seed, maxNodes: 1_000_000)
    run(recording, workers, lives: 3, events: 400) { compare($0, $1, byFunction: false) }
  }

  @Test(arguments: 0..<3) func functionTotalsStayExactWhenThreadsFoldAtOnce(seed: UInt64) {
    let (recording, workers) = start(seed, maxNodes: 300)
    run(recording, workers, lives: 3, events: 400) { compare($0, $1, byFunction: true) }
    let snapshot = RegionImage(of: recording)!.decode()
    #expect(snapshot.header.foldedCalls > 0)
    // The budget holds among threads: beyond it there are only roots and what stands for folded contexts.
    let kinds = snapshot.nodes.map { snapshot.functions[$0.function].kind }
    #expect(kinds.filter { $0 != .thread && $0 != .folded }.count <= 300)
  }

  @Test(.disabled(if: hasThreadSanitizer, "it hangs in the child of a process with several threads"))
  func aForkFindsTheRecordingFreeAndWhole() throws {
    // WHY dlsym: Swift's Glibc marks fork as unavailable.
    let fork = unsafeBitCast(try #require(dlsym(nil, "fork")), to: (@convention(c) () -> pid_t).self)
    var options = Recording.Options()
    options.maxNodes = 100_000
    let recording = try #require(Recording(options))
    let living = Living(1)
    let threads = (0..<3).map { number in
      RunningThread { callsUntilNobodyLives(living, recording, number) }
    }
    // The child may only use what is there already: other threads' locks of the Swift runtime stay as they were.
    forked(try #require(Recording(options)))
    for _ in 0..<30 {
      let child = fork()
      if child == 0 {
        forked(recording)
        _exit(0)
      }
      guard exitsWithZero(child) else {
        Issue.record("a child hangs or has failed")
        break
      }
    }
    living.count.store(0, ordering: .releasing)
    for thread in threads { thread.join() }
  }

  private func start(_ seed: UInt64, maxNodes: Int) -> (Recording, [Worker]) {
    LaneClock.frozen.store(0, ordering: .relaxed)
    var options = Recording.Options()
    options.maxNodes = maxNodes
    let recording = Recording(options, clock: LaneClock.cold)!
    return (recording, (0..<8).map { Worker($0, seed: seed, recording, gate) })
  }

  /// Lets the workers live while snapshots are taken, keys die and others register them again; checks each snapshot.
  private func run(
    _ recording: Recording, _ workers: [Worker], lives: Int, events: Int,
    check: (Snapshot, [UInt64: NaiveModel]) -> Void
  ) {
    let living = Living(workers.count)
    let threads = workers.map { worker in
      RunningThread {
        worker.live(times: lives, events: events)
        living.count.subtract(1, ordering: .releasing)
      }
    }
    let registrar = RunningThread {
      while living.count.load(ordering: .acquiring) > 0 {
        for index in 0..<12 { Worker.register(recording, nil, Worker.key(index, of: 0)) }
      }
    }
    var random = SplitMix(state: 1)
    while living.count.load(ordering: .acquiring) > 0 {
      usleep(5_000)
      let (image, models) = takeSnapshot(recording, workers, &random)
      check(image.decode(), models)
    }
    for thread in threads + [registrar] { thread.join() }
    let (image, models) = takeSnapshot(recording, workers, &random)
    let snapshot = image.decode()
    #expect(snapshot.threads.count == workers.count * lives)
    #expect(snapshot.threads.allSatisfy { $0.ended && $0.unmatchedReturns == 0 })
    check(snapshot, models)
  }

  /// What is done with events kept out.
  private func takeSnapshot(_ recording: Recording, _ workers: [Worker], _ random: inout SplitMix)
    -> (RegionImage, [UInt64: NaiveModel])
  {
    gate.close(to: workers.map(\.word))
    defer { gate.open() }
    let now = max(workers.map(\.lane.now).max()!, LaneClock.frozen.load(ordering: .relaxed))
    LaneClock.frozen.store(now, ordering: .releasing)
    let image = RegionImage(of: recording)!
    for worker in workers {
      recording.retire(Worker.key(Int(random.next() % 24), of: worker.number))
      worker.identify()
    }
    let models = workers.map { $0.models(at: now) }
    return (image, models.reduce(into: [:]) { $0.merge($1) { $1 } })
  }

  private typealias Entries = [String: NaiveModel.Entry]

  private func compare(_ snapshot: Snapshot, _ models: [UInt64: NaiveModel], byFunction: Bool) {
    for (ident, entries) in byFunction ? functions(of: snapshot) : contexts(of: snapshot) {
      let expected = byFunction ? functions(of: models[ident]!) : models[ident]!.entries
      // Outside of calls time passes while a recorder is made and ended, which no gate holds up.
      for place in Set(entries.keys).union(expected.keys) where place != "" {
        #expect(entries[place] == expected[place], "thread \(ident): \(place)")
      }
    }
  }

  /// "a/b/c" -> what happened there, by ident of the thread.
  private func contexts(of snapshot: Snapshot) -> [UInt64: Entries] {
    var paths: [String] = []
    return snapshot.nodes.reduce(into: [:]) { contexts, node in
      let name = snapshot.functions[node.function].name
      let path = node.parent.map { paths[$0].isEmpty ? name : "\(paths[$0])/\(name)" } ?? ""
      paths.append(path)
      contexts[snapshot.threads[node.thread].pythonIdent, default: [:]][path] = NaiveModel.Entry(node)
    }
  }

  private func functions(of snapshot: Snapshot) -> [UInt64: Entries] {
    var sums: [UInt64: Entries] = [:]
    for node in snapshot.nodes where snapshot.functions[node.function].kind != .folded {
      let place = node.parent == nil ? "" : snapshot.functions[node.function].name
      sums[snapshot.threads[node.thread].pythonIdent, default: [:]][place, default: .init()] += .init(node)
    }
    for one in snapshot.folded {
      let (name, ident) = (snapshot.functions[one.function].name, snapshot.threads[one.thread].pythonIdent)
      sums[ident]![name, default: .init()] += NaiveModel.Entry(
        calls: one.calls, resumptions: one.resumptions, wallNs: one.selfWallNs, cpuNs: one.selfCpuNs)
    }
    return sums
  }

  private func functions(of model: NaiveModel) -> Entries {
    model.entries.reduce(into: [:]) { sums, entry in
      sums[entry.key.split(separator: "/").last.map(String.init) ?? "", default: .init()] += entry.value
    }
  }
}

/// New keys, new contexts, births and deaths: as much as possible of what locks, and no more threads than there is room for.
private func callsUntilNobodyLives(_ living: Living, _ recording: Recording, _ number: Int) {
  var lives = 0
  while living.count.load(ordering: .acquiring) > 0 {
    lives += 1
    let recorder =
      lives < 500 ? addThread(to: recording, name: "busy", host: silentHost, osID: 0) : nil
    for index in 0..<24 {
      let key = Worker.key(index, of: number)
      Worker.register(recording, recorder, key)
      if let recorder { _ = sp_call_tsc(recorder, key, nil) }
    }
    if let recorder { recording.endThread(recorder) }
  }
}

private let hasThreadSanitizer = dlsym(nil, "__tsan_init") != nil

/// Waits for a child, which is killed if it takes so long that it must hang.
private func exitsWithZero(_ child: pid_t) -> Bool {
  var status: Int32 = -1
  for _ in 0..<20_000 where waitpid(child, &status, WNOHANG) == 0 { usleep(1_000) }
  if status == -1 {
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
  }
  return status == 0
}

/// What a child does first.
private func forked(_ recording: Recording) {
  recording.noteFork()
  let recorder = addThread(to: recording, name: "child", host: silentHost, osID: 0)
  Worker.register(recording, recorder, Worker.key(1, of: 0))
  _ = sp_call_tsc(recorder, Worker.key(1, of: 0), nil)
  recording.endThread(recorder)
}

private final class Living: Sendable {
  let count: Atomic<Int>
  init(_ count: Int) { self.count = Atomic(count) }
}

extension NaiveModel.Entry {
  fileprivate static func += (sum: inout Self, one: Self) {
    sum.calls += one.calls
    sum.resumptions += one.resumptions
    sum.wallNs += one.wallNs
    sum.cpuNs += one.cpuNs
  }
}
