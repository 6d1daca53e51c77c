import Recording

/// What swiftprof itself took of the times of tasks, which have counters of their own: as large a share as of the times
/// of all that their outermost call's context and those below it hold. Nothing where that is not known.
///
/// Cost: one pass over the nodes per clock, where there are tasks.
struct TaskOverhead {
  /// By task of the snapshot, in 0...1.
  private let wallShare: [Int: Double]
  private let cpuShare: [Int: Double]

  init(_ snapshot: Snapshot, _ overhead: SnapshotOverhead) {
    let wanted = overhead.isEmpty ? [] : Set(snapshot.tasks.compactMap(\.node))
    wallShare = Self.shares(of: wanted, snapshot, overhead.wallNs) { $0.selfWallNs }
    cpuShare = Self.shares(of: wanted, snapshot, overhead.cpuNs) { $0.selfCpuNs }
  }

  /// Overhead as a part of recorded time, callees included.
  private static func shares(
    of wanted: Set<Int>, _ snapshot: Snapshot, _ overhead: [UInt64], _ selfNs: (Snapshot.Node) -> UInt64
  ) -> [Int: Double] {
    if wanted.isEmpty { return [:] }
    var overhead = overhead
    var recorded = snapshot.nodes.map(selfNs)
    for index in snapshot.nodes.indices.reversed() {
      guard let parent = snapshot.nodes[index].parent else { continue }
      overhead[parent] = addUpTo(overhead[parent], overhead[index])
      recorded[parent] = addUpTo(recorded[parent], recorded[index])
    }
    let known = wanted.filter { recorded[$0] > 0 }
    return Dictionary(uniqueKeysWithValues: known.map { ($0, Double(overhead[$0]) / Double(recorded[$0])) })
  }

  /// Takes it out of the times of a task, whose outermost call is of this node.
  func takeOut(of task: inout ContextTree.Task, node: Int?) {
    guard let node, let wall = wallShare[node] else { return }
    let waited = task.wallNs - min(task.wallNs, task.cpuNs)
    task.overheadWallNs = Self.part(wall, of: task.wallNs)
    let cpu = max(
      Self.part(cpuShare[node] ?? 0, of: task.cpuNs), task.overheadWallNs - min(task.overheadWallNs, waited))
    task.overheadCpuNs = min(cpu, task.cpuNs, task.overheadWallNs)
    task.longestStepOverheadNs = Self.part(wall, of: task.longestStepNs)
    task.wallNs -= task.overheadWallNs
    task.cpuNs -= task.overheadCpuNs
    task.longestStepNs -= task.longestStepOverheadNs
  }

  private static func part(_ share: Double, of ns: UInt64) -> UInt64 { min(wholeNs(Double(ns) * share), ns) }
}
