import Recording
import Testing

@testable import Profiles

/// The rules of formats.md 1.1 in their plainest form: the path of every node, looked at as a list.
private struct NaiveModel {
  var functions: [Int: [UInt64]] = [:]
  var edges: [[Int]: [UInt64]] = [:]

  init(_ snapshot: Snapshot) {
    func path(_ node: Int) -> [Int] {
      guard let parent = snapshot.nodes[node].parent else { return [] }
      return path(parent) + [snapshot.nodes[node].function]
    }
    var inclusive = snapshot.nodes.map(\.selfWallNs)
    for (index, node) in snapshot.nodes.enumerated().reversed() {
      if let parent = node.parent { inclusive[parent] += inclusive[index] }
    }
    for (index, node) in snapshot.nodes.enumerated() where node.parent != nil {
      let path = path(index)
      let above = path.dropLast()
      let pairs = zip([-1] + path, path).map { [$0, $1] }
      let first = !above.contains(node.function)
      let firstPair = !pairs.dropLast().contains(pairs.last!)
      let all = [node.calls, node.resumptions, node.selfWallNs]
      let outer = [node.calls, node.calls + node.resumptions, inclusive[index]]
      let none: [UInt64] = [0, 0, 0]
      add(&functions[node.function, default: []], all + (first ? outer : none))
      add(
        &edges[pairs.last!, default: []],
        all + (firstPair ? outer : none) + [first ? inclusive[index] : 0])
    }
  }

  private func add(_ sums: inout [UInt64], _ values: [UInt64]) {
    sums = sums.isEmpty ? values : zip(sums, values).map { $0 + $1 }
  }
}

@Suite struct NaiveModelTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func randomTreesAgreeWithTheNaiveModel(seed: UInt64) {
    let snapshot = RandomSnapshot.make(seed: seed)
    let model = NaiveModel(snapshot)
    let profile = Profile(snapshot)
    let statistics = profile.statistics(
      groups: Array(profile.functions.indices), groupCount: profile.functions.count)
    let numberOf = profile.functions.map { Int($0.name.dropFirst())! + 1 }
    #expect(model.functions.count == profile.functions.count)
    for (index, tally) in statistics.groups.enumerated() {
      #expect(tally.listed == model.functions[numberOf[index]])
    }
    #expect(model.edges.count == profile.edges.count)
    var edges: [[Int]: CallTally] = [:]
    for edge in statistics.edges {
      let caller = if case .group(let group) = edge.caller { numberOf[group] } else { -1 }
      edges[[caller, numberOf[edge.callee]], default: CallTally()].add(edge.tally)
    }
    #expect(edges.mapValues { $0.listed + [$0.firstWallNs] } == model.edges)
    let firsts = edges.reduce(into: [Int: UInt64]()) { $0[$1.key[1], default: 0] += $1.value.firstWallNs }
    #expect(firsts == model.functions.mapValues { $0[5] }, "first costs add up to the totals")
  }
}

extension CallTally {
  fileprivate var listed: [UInt64] {
    [calls, resumptions, times.selfWallNs, primitiveCalls, primitiveEntries, times.totalWallNs]
  }
}
