@testable import Formats

/// Takes a packed report apart again, by the order that `PackedReport` promises.
struct PackedReportReader {
  private(set) var facts: [String: String] = [:]
  private(set) var threadNames: [String] = []
  private(set) var functionNames: [String] = []
  private(set) var functionNumbers = ReportData.FunctionNumbers()
  private(set) var shape = ReportData.Shape()
  private(set) var nodes = ReportData.NodeNumbers()
  private(set) var edgeCount = 0
  /// Bytes behind the end.
  var rest: Int { bytes.count }

  private var bytes: ArraySlice<UInt8>
  private var hasSuspension = false
  private var hasOverhead = false

  init(_ report: [UInt8]) {
    bytes = report[...]
    _ = number()
    hasSuspension = number() == 1
    hasOverhead = number() == 1
    _ = number()
    for _ in 0..<number() { facts[text()] = text() }
    for _ in 0..<number() {
      threadNames.append(text())
      _ = column(6)
    }
    let lengths = column(number())
    let texts = lengths.map { take(Int($0)) }
    let count = number()
    functionNames = column(count).map { texts[Int($0)] }
    _ = column(4 * count)
    _ = column(2 * count)
    functionNumbers.own = numbers(count)
    functionNumbers.primitiveCalls = column(count)
    functionNumbers.totalWallNs = column(count)
    functionNumbers.totalCpuNs = column(below: functionNumbers.totalWallNs)
    let nodeCount = number()
    shape.rises = column(nodeCount)
    shape.functions = column(nodeCount)
    shape.threadCounts = column(number())
    nodes = numbers(nodeCount)
    edgeCount = number()
    _ = column(9 * edgeCount)
  }

  private mutating func numbers(_ count: Int) -> ReportData.NodeNumbers {
    var numbers = ReportData.NodeNumbers()
    numbers.calls = column(count)
    numbers.resumptions = column(count)
    numbers.open = column(count)
    numbers.selfWallNs = column(count)
    numbers.selfCpuNs = column(below: numbers.selfWallNs)
    numbers.suspendedNs = hasSuspension ? column(count) : Array(repeating: 0, count: count)
    numbers.overheadNs = hasOverhead ? column(count) : Array(repeating: 0, count: count)
    return numbers
  }

  private mutating func varint() -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = bytes.removeFirst()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func number() -> Int { Int(varint()) }
  private mutating func column(_ count: Int) -> [UInt64] { (0..<count).map { _ in varint() } }

  private mutating func column(below base: [UInt64]) -> [UInt64] {
    base.map { whole in
      let packed = varint()
      return whole &- (packed >> 1 ^ (packed & 1 == 0 ? 0 : .max))
    }
  }

  private mutating func text() -> String { take(number()) }

  private mutating func take(_ count: Int) -> String {
    defer { bytes.removeFirst(count) }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
