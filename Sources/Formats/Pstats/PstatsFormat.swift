import Profiles

/// What `cProfile` writes and `pstats.Stats` reads: a marshalled dictionary
/// `{key: (primitive calls, calls, self, total, {caller: (calls, primitive calls, self, total)})}`, seconds.
///
/// Calls are calls and resumptions, as cProfile counts them. Functions of one key (two lambdas on one line) are
/// added up, and what is primitive is worked out for them together; cProfile keeps only one of them.
/// With thread roots, `<all threads>` calls one function per thread, so that viewers that draw from a single
/// root show everything.
struct PstatsFormat: ReadableFormat {
  let name = "pstats"
  let fileEndings = [".pstats", ".prof"]
  let summary = "for Python's pstats, snakeviz, tuna, gprof2dot"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    let clock = try required(options.clock, of: profile)
    let withRoots =
      switch options.threadRoots {
      case .merge: false
      case .roots: true
      case .automatic: profile.threads.count > 1
      }
    var entries = PstatsEntries(profile)
    if withRoots { entries.addThreadRoots(of: profile) }
    return PstatsFile(entries, clock: clock).bytes
  }

  /// WHY two bytes: JSON begins with a brace as well.
  func recognizes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 2, bytes[0] & 0x7f == UInt8(ascii: "{") else { return false }
    return [UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "0")].contains(bytes[1] & 0x7f)
  }

  func tree(from bytes: UnsafeRawBufferPointer, limits: ReadLimits) throws(FormatError) -> ContextTree {
    try ContextTree(PstatsReader(bytes, limits))
  }
}

/// The bytes: every key in full where it stands first, then by reference.
private struct PstatsFile {
  private var writer = MarshalWriter()
  private var references: [UInt32?]
  private let keys: [PstatsKey]
  private let clock: Profile.Clock

  init(_ entries: PstatsEntries, clock: Profile.Clock) {
    keys = entries.keys
    references = Array(repeating: nil, count: keys.count)
    self.clock = clock
    writer.beginDictionary()
    for (index, tally) in entries.tallies.enumerated() {
      writeKey(index)
      writer.beginTuple(5)
      writer.write(tally.primitiveEntries)
      writer.write(tally.entries)
      writeTimes(tally.times)
      writer.beginDictionary()
      for caller in entries.callers[index] {
        writeKey(caller.key)
        writer.beginTuple(4)
        writer.write(caller.tally.entries)
        writer.write(caller.tally.primitiveEntries)
        writeTimes(caller.tally.times)
      }
      writer.endDictionary()
    }
    writer.endDictionary()
  }

  var bytes: [UInt8] { writer.bytes }

  private mutating func writeKey(_ index: Int) {
    if let reference = references[index] { return writer.repeatReference(reference) }
    references[index] = writer.beginSharedTuple(3)
    writer.write(keys[index].file)
    writer.write(UInt64(max(0, keys[index].line)))
    writer.write(keys[index].name)
  }

  private mutating func writeTimes(_ times: Profile.Times) {
    writer.write(Double(clock.selfNs(of: times)) / 1e9)
    writer.write(Double(clock.totalNs(of: times)) / 1e9)
  }
}
