import Profiles
import Recording

/// The functions of a file, and which of them each location stands for.
struct PprofSymbols {
  private(set) var functions: [Snapshot.Function] = []
  private let functionIds: PprofIds
  private let locationIds: PprofIds
  /// Functions of the locations one behind the other, outermost first.
  private var frames: [Int32] = []
  /// Where in `frames` each location begins, and the end.
  private var starts: [Int] = [0]

  init(_ tables: PprofTables) throws(FormatError) {
    functionIds = PprofIds(tables.functions.lazy.map(\.id))
    locationIds = PprofIds(tables.locations.lazy.map(\.id))
    let lines = Self.smallestLines(tables, functionIds)
    for (index, function) in tables.functions.enumerated() {
      try functions.append(Self.function(function, tables, line: lines[index]))
    }
    for location in tables.locations {
      let own = tables.lines[location.firstLine..<(location.firstLine + location.lineCount)]
      // The first line is the innermost.
      for line in own.reversed() {
        if let function = functionIds.index(of: line.function) { frames.append(Int32(function)) }
      }
      if frames.count == starts[starts.count - 1] { addUnnamed(location) }
      starts.append(frames.count)
    }
  }

  /// Index of the function with this id.
  func function(_ id: UInt64) -> Int? { functionIds.index(of: id) }

  /// The functions at a location, outermost first.
  @inline(__always)
  func frames(atLocation id: UInt64) -> ArraySlice<Int32>? {
    guard let index = locationIds.index(of: id) else { return nil }
    return frames[starts[index]..<starts[index + 1]]
  }

  /// A place in machine code that has no name.
  private mutating func addUnnamed(_ location: PprofTables.Location) {
    let name = "0x" + String(location.address, radix: 16)
    frames.append(Int32(functions.count))
    functions.append(
      Snapshot.Function(
        name: name, qualifiedName: name, module: "", file: "", firstLine: 0, kind: .builtin))
  }

  /// Of each function the first line that a location is at, for files that do not tell where functions begin.
  private static func smallestLines(_ tables: PprofTables, _ ids: PprofIds) -> [Int64] {
    var lines = Array(repeating: Int64.max, count: tables.functions.count)
    for line in tables.lines {
      if let index = ids.index(of: line.function) { lines[index] = min(lines[index], line.line) }
    }
    return lines.map { $0 == .max ? 0 : $0 }
  }

  private static func function(
    _ raw: PprofTables.Function, _ tables: PprofTables, line: Int64
  ) throws(FormatError) -> Snapshot.Function {
    let file = try tables.text(raw.file)
    let firstLine = Int32(clamping: raw.startLine > 0 ? raw.startLine : line)
    if let own = raw.own, let kind = PprofKind.kind(of: own.kind) {
      return try Snapshot.Function(
        name: tables.text(own.name), qualifiedName: tables.text(own.qualifiedName),
        module: tables.text(own.module), file: file, firstLine: Int32(clamping: raw.startLine), kind: kind)
    }
    let name = try tables.text(raw.name)
    return Snapshot.Function(
      name: name, qualifiedName: name, module: "", file: file, firstLine: file.isEmpty ? 0 : firstLine,
      kind: PprofKind.kind(ofFunction: name, file: file))
  }
}
