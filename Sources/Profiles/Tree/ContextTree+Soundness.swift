extension ContextTree {
  /// Whether a profile can be worked out from the tree: all indices point somewhere, parents stand before their
  /// children in the same thread, and no sum of it can overflow. What comes from a file must be asked. O(n).
  public var isSound: Bool {
    hasSoundNodes && hasSoundFlat && hasSoundTasks && sumsFit
  }

  private var hasSoundNodes: Bool {
    nodes.indices.allSatisfy { index in
      let node = nodes[index]
      return functions.indices.contains(Int(node.function)) && threads.indices.contains(Int(node.thread))
        && node.parent >= -1 && Int(node.parent) < index && isSound(label: node.label)
        && (node.parent < 0 || nodes[Int(node.parent)].thread == node.thread)
    }
  }

  private var hasSoundTasks: Bool {
    tasks.count <= Self.mostTasks
      && tasks.allSatisfy { threads.indices.contains($0.thread) && isSound(label: $0.label) }
  }

  private func isSound(label: Int32) -> Bool { label == -1 || labels.indices.contains(Int(label)) }

  private var hasSoundFlat: Bool {
    flat.allSatisfy { functions.indices.contains($0.function) && threads.indices.contains($0.thread) }
      && flatEdges.allSatisfy {
        functions.indices.contains($0.callee) && threads.indices.contains($0.thread)
          && $0.caller.map(functions.indices.contains) ?? true
      }
  }

  /// WHY a quarter of what fits into 64 bits: statistics add the tree and what is flat, for functions and for
  /// threads. WHY not what was suspended: thousands of coroutines may be for days, so that it is only ever added up
  /// to the largest number there is.
  private var sumsFit: Bool {
    var sum: UInt64 = 0
    for node in nodes {
      sum = addUpTo(sum, node.calls)
      sum = addUpTo(sum, node.resumptions)
      sum = addUpTo(sum, node.selfWallNs)
      sum = addUpTo(sum, node.selfCpuNs)
      sum = addUpTo(sum, node.overheadWallNs)
      sum = addUpTo(sum, node.overheadCpuNs)
    }
    for thread in threads {
      sum = addUpTo(sum, addUpTo(thread.selfWallNs, thread.selfCpuNs))
      sum = addUpTo(sum, addUpTo(thread.overheadWallNs, thread.overheadCpuNs))
    }
    for entry in flat { sum = addUpTo(sum, entry.tally.sum) }
    for edge in flatEdges { sum = addUpTo(sum, edge.tally.sum) }
    return sum <= .max / 4
  }
}

extension CallTally {
  fileprivate var sum: UInt64 {
    [
      calls, primitiveCalls, resumptions, primitiveEntries, open, times.selfWallNs, times.totalWallNs,
      times.selfCpuNs, times.totalCpuNs, firstWallNs, firstCpuNs, times.selfOverheadWallNs,
      times.totalOverheadWallNs, times.selfOverheadCpuNs, times.totalOverheadCpuNs,
    ].reduce(0, addUpTo)
  }
}
