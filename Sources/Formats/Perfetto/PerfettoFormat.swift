import Profiles

/// Perfetto's own trace: track events with a counter of CPU time, exact nanoseconds.
///
/// Source: https://perfetto.dev/docs/reference/synthetic-track-event. The tree is laid out (`LaidOutTree`), which
/// the process's name says.
struct PerfettoFormat: Format {
  let name = "perfetto"
  let fileEndings = [".pftrace", ".perfetto-trace"]
  let summary = "for ui.perfetto.dev: the tree laid out, wall and CPU, small"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    try requireContexts(of: profile)
    let profile = profile.unlabelled
    let (clock, second) = try clocks(of: profile)
    var trace = PerfettoTrace(profile, clock, second)
    trace.writeTracks(command: profile.facts.command)
    trace.writeNames()
    for (thread, range) in profile.nodesOfThreads().enumerated() { trace.writeThread(thread, range) }
    return trace.bytes
  }
}

private struct PerfettoTrace {
  private var writer: ProtobufWriter
  private let profile: Profile
  private let identity: TraceIdentity
  private let clock: Profile.Clock
  private let second: Profile.Clock?

  private static let processTrack: UInt64 = 1
  private static func threadTrack(_ thread: Int) -> UInt64 { 2 + 2 * UInt64(thread) }
  private static func counterTrack(_ thread: Int) -> UInt64 { 3 + 2 * UInt64(thread) }

  init(_ profile: Profile, _ clock: Profile.Clock, _ second: Profile.Clock?) {
    (self.profile, self.clock, self.second) = (profile, clock, second)
    writer = ProtobufWriter(capacity: profile.nodes.count * 72 + 4096)
    identity = TraceIdentity(profile)
  }

  var bytes: [UInt8] { writer.bytes }

  // MARK: what stands in front

  mutating func writeTracks(command: String) {
    track(Self.processTrack) { [identity] in
      $0.message(Field.process) {
        $0.write(Field.pid, identity.process)
        $0.write(Field.processName, LayoutRemark.processName(command: command))
      }
    }
    for (index, thread) in profile.threads.enumerated() {
      track(Self.threadTrack(index)) { [identity] in
        $0.message(Field.thread) {
          $0.write(Field.pid, identity.process)
          $0.write(Field.tid, identity.threads[index])
          $0.write(Field.threadName, thread.name)
        }
      }
      if second == nil { continue }
      track(Self.counterTrack(index)) {
        $0.write(Field.parentTrack, Self.threadTrack(index))
        $0.message(Field.counter) { $0.write(Field.counterType, Field.threadTimeNs) }
      }
    }
  }

  /// Names and categories once, by number: the functions, then their kinds.
  mutating func writeNames() {
    let names = UniqueNames(
      profile.functions.map(\.displayName), lines: profile.functions.map(\.firstLine))
    packet { [profile] in
      $0.write(Field.sequenceFlags, Field.newState)
      $0.message(Field.internedData) { data in
        for (kind, function) in Self.kinds(of: profile) {
          data.interned(Field.categories, number: kind, function.kindName)
        }
        for index in profile.functions.indices {
          data.interned(Field.names, number: UInt64(index) + 1, names[index])
        }
      }
    }
  }

  /// A function for each kind that there is.
  private static func kinds(of profile: Profile) -> [(UInt64, Profile.Function)] {
    var seen: Set<UInt64> = []
    return profile.functions.compactMap {
      seen.insert($0.kindNumber).inserted ? ($0.kindNumber, $0) : nil
    }
  }

  // MARK: slices

  mutating func writeThread(_ thread: Int, _ range: Range<Int>) {
    for event in LaidOutTree(profile, range, clock, second: second) {
      let function = profile.nodes[event.node].function
      packet { [profile, second] in
        // WHY even when 0: a packet without a time is dropped.
        $0.write(Field.timestamp, event.ns)
        $0.write(Field.sequenceFlags, Field.needsState)
        $0.message(Field.trackEvent) {
          $0.write(Field.eventType, event.isBegin ? Field.sliceBegin : Field.sliceEnd)
          $0.write(Field.eventTrack, Self.threadTrack(thread))
          if event.isBegin {
            $0.write(Field.categoryNumber, profile.functions[function].kindNumber)
            $0.write(Field.nameNumber, UInt64(function) + 1)
          }
          if second == nil { return }
          $0.write(Field.extraCounterTrack, Self.counterTrack(thread))
          $0.write(Field.extraCounterValue, event.secondNs)
        }
      }
    }
  }

  private mutating func track(_ number: UInt64, _ content: (inout ProtobufWriter) -> Void) {
    packet {
      $0.message(Field.trackDescriptor) {
        $0.write(Field.trackNumber, number)
        content(&$0)
      }
    }
  }

  @inline(__always)
  private mutating func packet(_ content: (inout ProtobufWriter) -> Void) {
    writer.message(Field.packet) {
      $0.write(Field.sequence, 1 as UInt64)
      content(&$0)
    }
  }
}

extension Profile.Function {
  fileprivate var kindNumber: UInt64 { UInt64(kind.rawValue) + 1 }
}

extension ProtobufWriter {
  fileprivate mutating func interned(_ field: UInt64, number: UInt64, _ name: String) {
    message(field) {
      $0.write(1, number)
      $0.write(2, name)
    }
  }
}

/// Field numbers and values of `protos/perfetto/trace` of Perfetto.
private enum Field {
  static let packet: UInt64 = 1  // Trace

  static let timestamp: UInt64 = 8  // TracePacket
  static let sequence: UInt64 = 10
  static let trackEvent: UInt64 = 11
  static let internedData: UInt64 = 12
  static let sequenceFlags: UInt64 = 13
  static let trackDescriptor: UInt64 = 60
  static let newState: UInt64 = 1
  static let needsState: UInt64 = 2

  static let trackNumber: UInt64 = 1  // TrackDescriptor
  static let process: UInt64 = 3
  static let thread: UInt64 = 4
  static let parentTrack: UInt64 = 5
  static let counter: UInt64 = 8
  static let pid: UInt64 = 1  // ProcessDescriptor, ThreadDescriptor
  static let tid: UInt64 = 2
  static let threadName: UInt64 = 5
  static let processName: UInt64 = 6
  static let counterType: UInt64 = 1  // CounterDescriptor
  static let threadTimeNs: UInt64 = 1

  static let categoryNumber: UInt64 = 3  // TrackEvent
  static let eventType: UInt64 = 9
  static let nameNumber: UInt64 = 10
  static let eventTrack: UInt64 = 11
  static let extraCounterValue: UInt64 = 12
  static let extraCounterTrack: UInt64 = 31
  static let sliceBegin: UInt64 = 1
  static let sliceEnd: UInt64 = 2

  static let categories: UInt64 = 1  // InternedData
  static let names: UInt64 = 2
}
