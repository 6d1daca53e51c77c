import Profiles

/// `samples` of one thread: for each context with time of its own, when that begins in the laid out tree and how
/// long it is. One more without a stack ends them: what was recorded outside of any function.
struct FirefoxSamples {
  /// Index of a context within its thread; nil: outside of any.
  private var stacks: [Int?] = []
  private var startsNs: [UInt64] = []
  private var weightsNs: [UInt64] = []
  /// CPU time since the sample before; empty without.
  private var cpuDeltasNs: [UInt64] = []

  init(_ profile: Profile, _ thread: Int, _ range: Range<Int>, _ clock: Profile.Clock) {
    let withCpu = clock == .wall && profile.clocks.contains(.cpu)
    var (endNs, cpuNs, lastCpuNs) = (0 as UInt64, 0 as UInt64, 0 as UInt64)
    func add(_ stack: Int?, selfNs: UInt64, selfCpuNs: UInt64) {
      stacks.append(stack)
      startsNs.append(endNs)
      weightsNs.append(selfNs)
      if withCpu { cpuDeltasNs.append(cpuNs - lastCpuNs) }
      (endNs, lastCpuNs, cpuNs) = (endNs + selfNs, cpuNs, cpuNs + selfCpuNs)
    }
    for event in LaidOutTree(profile, range, clock) where !event.isBegin {
      let times = profile.nodes[event.node].times
      let selfNs = clock.selfNs(of: times)
      if selfNs > 0 { add(event.node - range.lowerBound, selfNs: selfNs, selfCpuNs: times.selfCpuNs) }
    }
    let outside = profile.threads[thread]
    add(nil, selfNs: clock.selfNs(of: outside), selfCpuNs: outside.selfCpuNs)
  }

  func write(to json: inout JsonWriter) {
    json.object {
      $0.member("length", stacks.count)
      $0.member("weightType", "tracing-ms")
      $0.column("stack", of: stacks) { $0.valueOrNull($1) }
      $0.column("time", of: startsNs) { $0.value($1, decimals: 6) }
      $0.column("weight", of: weightsNs) { $0.value($1, decimals: 6) }
      $0.column("eventDelay", count: stacks.count, "0")
      if !cpuDeltasNs.isEmpty { $0.column("threadCPUDelta", of: cpuDeltasNs) { $0.value($1) } }
    }
  }
}
