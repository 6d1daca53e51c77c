import Profiles

/// What swiftprof itself took of a sample's time: a field of ours, so that the values which other tools show are without.
struct PprofOverhead: Equatable {
  private(set) var wallNs: UInt64 = 0
  private(set) var cpuNs: UInt64 = 0

  init() {}

  @inline(__always)
  init(_ node: Profile.Node) {
    (wallNs, cpuNs) = (node.times.selfOverheadWallNs, node.times.selfOverheadCpuNs)
  }

  /// What `write` wrote.
  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Damage) {
    var reader = ProtobufReader(bytes)
    if reader.isAtEnd { return }
    wallNs = try reader.varint()
    cpuNs = reader.isAtEnd ? wallNs : try reader.varint()
  }

  /// Nothing of nothing, and one number where both are the same, as they nearly always are: a profile may have millions.
  @inline(__always)
  func write(to sample: inout ProtobufWriter) {
    if wallNs | cpuNs == 0 { return }
    sample.message(PprofField.Sample.overhead) {
      $0.varint(wallNs)
      if cpuNs != wallNs { $0.varint(cpuNs) }
    }
  }
}
