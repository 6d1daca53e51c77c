import Profiles

/// A report's data as the bytes that the page's `report.js` takes apart again, column by column.
///
/// Order: version, whether there is suspension, whether there is overhead, sides (facts, threads), texts, functions (who;
/// numbers of each side), tree (shape; numbers of each side), edges. Whoever changes it changes `report.js` too, and the version of both.
struct PackedReport {
  static let version = 3

  private var columns = ColumnWriter()
  private let hasSuspension: Bool
  private let hasOverhead: Bool
  var bytes: [UInt8] { columns.bytes }

  init(_ report: ReportData) {
    (hasSuspension, hasOverhead) = (report.hasSuspension, report.hasOverhead)
    columns.reserve(12 * report.shape.functions.count)
    columns.write(Self.version)
    columns.write(hasSuspension ? 1 : 0)
    columns.write(hasOverhead ? 1 : 0)
    columns.write(report.sides.count)
    for side in report.sides { write(side) }
    write(report.functions, report.paths)
    for side in report.sides { write(side.functions) }
    write(report.shape)
    for side in report.sides { write(side.nodes) }
    write(report.edges)
  }

  private mutating func write(_ side: ReportData.Side) {
    columns.write(side.facts.count)
    for fact in side.facts {
      columns.write(fact.name)
      columns.write(SafeText.escaped(fact.value))
    }
    columns.write(side.threads.count)
    for thread in side.threads {
      columns.write(SafeText.escaped(thread.name))
      columns.write(Int(thread.osID))
      columns.write((thread.startedBefore ? 1 : 0) + (thread.ended ? 2 : 0))
      columns.write(thread.startNs)
      columns.write(thread.durationNs)
      columns.write(thread.selfWallNs)
      columns.write(thread.selfCpuNs)
    }
  }

  private mutating func write(_ functions: [Profile.Function], _ paths: PathShortener) {
    var texts = TextTable()
    let numbers = functions.map { function in
      let shown = paths.shortened(function.file)
      let names = [function.displayName, function.qualifiedName, function.module, function.file, shown]
      // WHY escaped: a mark that turns the direction of writing would turn the text around it too.
      return names.map { texts.number(of: SafeText.escaped($0)) }
    }
    texts.write(to: &columns)
    columns.write(functions.count)
    for column in 0..<5 {
      for number in numbers { columns.write(number[column]) }
    }
    for function in functions { columns.write(signed: Int64(function.firstLine)) }
    for function in functions { columns.write(function.packedKind) }
  }

  private mutating func write(_ numbers: ReportData.FunctionNumbers) {
    write(numbers.own)
    columns.write(column: numbers.primitiveCalls)
    columns.write(column: numbers.totalWallNs)
    columns.write(column: numbers.totalCpuNs, below: numbers.totalWallNs)
  }

  private mutating func write(_ shape: ReportData.Shape) {
    columns.write(shape.functions.count)
    columns.write(column: shape.rises)
    columns.write(column: shape.functions)
    columns.write(shape.threadCounts.count)
    columns.write(column: shape.threadCounts)
  }

  private mutating func write(_ numbers: ReportData.NodeNumbers) {
    columns.write(column: numbers.calls)
    columns.write(column: numbers.resumptions)
    columns.write(column: numbers.open)
    columns.write(column: numbers.selfWallNs)
    columns.write(column: numbers.selfCpuNs, below: numbers.selfWallNs)
    if hasSuspension { columns.write(column: numbers.suspendedNs) }
    if hasOverhead { columns.write(column: numbers.overheadNs) }
  }

  private mutating func write(_ edges: [Profile.Edge]) {
    columns.write(edges.count)
    for edge in edges {
      columns.write((edge.caller ?? -1) + 1)
      columns.write(edge.callee)
      columns.write(edge.calls)
      columns.write(edge.primitiveCalls)
      columns.write(edge.resumptions)
      columns.write(edge.times.selfWallNs)
      columns.write(edge.times.selfCpuNs)
      columns.write(edge.times.totalWallNs)
      columns.write(edge.times.totalCpuNs)
    }
  }
}

extension Profile.Function {
  /// Place of its kind in `report.js`'s `KINDS`.
  fileprivate var packedKind: Int { Int(PprofKind.number(of: kind)) }
}
