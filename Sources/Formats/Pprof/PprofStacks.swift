import Profiles

/// The stacks of all contexts, leaf first, as packed location ids; walked in pre-order.
///
/// Every stack is written in full, so a chain of n contexts would take n²/2 entries. All stacks together have
/// `maximumEntries` at most, or `minimumFrames` each where that is more: deeper stacks keep their outermost and
/// innermost frames, with a marker between.
struct PprofStacks {
  static let maximumEntries = 1 << 25
  static let minimumFrames = 64

  /// Frames that a stack may have, the marker among them.
  let maximumFrames: Int
  /// The ids on the path to the last node, innermost first, filled from the back.
  private var path: [UInt8]
  /// Where in `path` the frame at each depth begins; depth 0 is the end.
  private var starts: [Int]
  private var depths: [Int32]
  private let marker: UInt64

  /// - Parameter marker: id of the location that stands for frames left out.
  init(_ nodes: [Profile.Node], marker: UInt64, maximumEntries: Int = Self.maximumEntries) {
    var depths: [Int32] = []
    depths.reserveCapacity(nodes.count)
    var contextsAtDepth: [Int] = [0]
    for node in nodes {
      let depth = node.parent.map { Int(depths[$0]) + 1 } ?? 1
      depths.append(Int32(depth))
      if depth == contextsAtDepth.count { contextsAtDepth.append(0) }
      contextsAtDepth[depth] += 1
    }
    maximumFrames = Self.maximumFrames(contextsAtDepth, contexts: nodes.count, entries: maximumEntries)
    self.depths = depths
    let idBytes = Self.varintBytes(marker)
    path = Array(repeating: 0, count: (contextsAtDepth.count - 1) * idBytes)
    starts = [path.count]
    self.marker = marker
  }

  private static func maximumFrames(_ contextsAtDepth: [Int], contexts: Int, entries: Int) -> Int {
    var deeper = contexts
    var sum = 0
    for depth in 1..<max(contextsAtDepth.count, 2) {
      // All stacks of at least this depth have one more entry.
      sum += deeper
      if sum > entries && depth > minimumFrames { return max(minimumFrames, depth - 1) }
      deeper -= depth < contextsAtDepth.count ? contextsAtDepth[depth] : 0
    }
    return max(minimumFrames, contextsAtDepth.count - 1)
  }

  /// Steps to the next node, whose own location has this id.
  @inline(__always)
  mutating func step(to node: Int, location: UInt64) {
    let depth = Int(depths[node])
    starts.removeLast(starts.count - depth)
    let start = starts[depth - 1] - Self.varintBytes(location)
    starts.append(start)
    var (rest, at) = (location, start)
    while rest >= 0x80 {
      path[at] = UInt8(truncatingIfNeeded: rest) | 0x80
      (rest, at) = (rest >> 7, at + 1)
    }
    path[at] = UInt8(truncatingIfNeeded: rest)
  }

  /// Frames that the stack of the last node has not; 0: it is whole.
  var framesLeftOut: Int {
    let depth = starts.count - 1
    return depth <= maximumFrames ? 0 : depth - maximumFrames + 1
  }

  /// Writes the stack of the last node.
  @inline(__always)
  func write(to sample: inout ProtobufWriter) {
    let depth = starts.count - 1
    if depth <= maximumFrames {
      sample.write(PprofField.Sample.location, path[starts[depth]...])
    } else {
      sample.message(PprofField.Sample.location) { writeCut(to: &$0) }
    }
  }

  private func writeCut(to stack: inout ProtobufWriter) {
    let inner = maximumFrames / 2
    for depth in stride(from: starts.count - 1, to: starts.count - 1 - inner, by: -1) {
      stack.varint(id(at: depth))
    }
    stack.varint(marker)
    for depth in stride(from: maximumFrames - inner - 1, to: 0, by: -1) { stack.varint(id(at: depth)) }
  }

  private func id(at depth: Int) -> UInt64 {
    path[starts[depth]..<starts[depth - 1]].reversed().reduce(0) { $0 << 7 | UInt64($1 & 0x7f) }
  }

  private static func varintBytes(_ value: UInt64) -> Int {
    max(1, (70 - value.leadingZeroBitCount) / 7)
  }
}
