import Profiles

/// Collapsed stacks, `frame;frame;frame NANOSECONDS` a line, for flamegraph.pl and whatever reads its input.
///
/// Source: the comments of Brendan Gregg's `flamegraph.pl` and `stackcollapse.pl`. The first frame is the thread.
/// A line holds its whole path: the file grows with the depth of the tree, unlike any other format here.
struct CollapsedFormat: Format {
  let name = "collapsed"
  let fileEndings = [".collapsed", ".folded"]
  let summary = "stacks for flamegraph.pl, inferno, gprof2dot; one clock, in nanoseconds"

  /// Beyond that it is no file for any reader, and the memory for it is not there.
  static let largestBytes: UInt64 = 4 << 30

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    try requireContexts(of: profile)
    let profile = profile.unlabelled
    let clock = try required(options.clock, of: profile)
    let frames = CollapsedFrames(profile)
    let size = Self.size(of: profile, frames, clock)
    if size > Self.largestBytes {
      throw FormatError(
        "a file of collapsed stacks would take \(size >> 30) GB, for each line repeats its whole path: "
          + "take another format, such as speedscope")
    }
    return Self.text(of: profile, frames, clock, size: Int(size))
  }

  /// At least the bytes that the file will have. One pass.
  private static func size(
    of profile: Profile, _ frames: CollapsedFrames, _ clock: Profile.Clock
  ) -> UInt64 {
    var ends: [UInt64] = []
    ends.reserveCapacity(profile.nodes.count)
    var size = profile.threads.indices.reduce(0) { $0 + UInt64(frames.threads[$1].count + longestEnd) }
    for node in profile.nodes {
      let before = node.parent.map { ends[$0] } ?? UInt64(frames.threads[node.thread].count)
      ends.append(before + 1 + UInt64(frames.functions[node.function].count))
      if clock.selfNs(of: node.times) > 0 { size += ends[ends.count - 1] + UInt64(longestEnd) }
    }
    return size
  }

  /// A blank, the digits of 2^64, a line feed.
  private static let longestEnd = 22

  /// One pass, with the path to the node before in a buffer that is cut back and grown again.
  private static func text(
    of profile: Profile, _ frames: CollapsedFrames, _ clock: Profile.Clock, size: Int
  ) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(size)
    for (index, thread) in profile.threads.enumerated() {
      append(frames.threads[index], clock.selfNs(of: thread), to: &text)
    }
    var path: [UInt8] = []
    var ends: [Int] = []
    ends.reserveCapacity(profile.nodes.count)
    for node in profile.nodes {
      if let parent = node.parent {
        path.removeLast(path.count - ends[parent])
      } else {
        path = frames.threads[node.thread]
      }
      path.append(UInt8(ascii: ";"))
      path.append(contentsOf: frames.functions[node.function])
      ends.append(path.count)
      append(path, clock.selfNs(of: node.times), to: &text)
    }
    return text
  }

  private static func append(_ path: [UInt8], _ ns: UInt64, to text: inout [UInt8]) {
    if ns == 0 { return }
    text.append(contentsOf: path)
    text.append(UInt8(ascii: " "))
    text.append(decimal: ns)
    text.append(UInt8(ascii: "\n"))
  }
}
