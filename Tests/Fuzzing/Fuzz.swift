import Glibc
import Profiles

@testable import Formats

// What libFuzzer calls with one input after the other. scripts/fuzz builds and runs it; SWIFTPROF_FUZZ names the
// reader. Whatever the bytes are, the reader gives a profile or a sentence. A trap, a report of the address
// sanitizer, too much time or memory, or a profile that does not come back from its own file is a finding.

@c
public func LLVMFuzzerTestOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzReader(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

private let fuzzReader: @Sendable (UnsafeRawBufferPointer) -> Void =
  switch getenv("SWIFTPROF_FUZZ").map({ String(cString: $0) }) {
  case "pprof": fuzzPprof
  case "pstats": fuzzPstats
  case "gzip": fuzzGzip
  default: fatalError("SWIFTPROF_FUZZ must be pprof, pstats or gzip")
  }

/// WHY both: the same bytes, whole in memory and through the window of a compressed file, must mean the same.
@Sendable private func fuzzPprof(_ bytes: UnsafeRawBufferPointer) {
  let limits = ReadLimits(fileBytes: bytes.count)
  let plain = outcome { () throws(FormatError) in try PprofFormat().tree(from: bytes, limits: limits) }
  let packed = Deflate.compress(Array(bytes), .gzip, level: 1)
  let inflated = packed.withUnsafeBytes { packed in
    outcome { () throws(FormatError) in try PprofFormat().tree(from: packed, limits: limits) }
  }
  switch (plain, inflated) {
  case (.success(let a), .success(let b)): precondition(a == b, "compressed, the file means something else")
  case (.failure(let a), .failure(let b)): precondition(a == b, "compressed, the file is refused otherwise")
  default: preconditionFailure("compressed, the file is read, or not read")
  }
  if let tree = try? Formats.read(bytes) { expectBack(tree) }
}

@Sendable private func fuzzPstats(_ bytes: UnsafeRawBufferPointer) {
  if case .success(let tree) = outcome({ () throws(FormatError) in
    try PstatsFormat().tree(from: bytes, limits: ReadLimits(fileBytes: bytes.count))
  }) {
    if tree.isSound { expectBack(tree) }
  }
}

@Sendable private func fuzzGzip(_ bytes: UnsafeRawBufferPointer) {
  _ = try? Inflate.gunzip(bytes, limit: 1 << 22)
  if let tree = try? Formats.read(bytes) { expectBack(tree) }
}

/// Saves what was read and reads it again.
private func expectBack(_ tree: ContextTree) {
  let profile = Profile(tree)
  guard let file = try? PprofFormat().bytes(of: profile, FormatOptions()) else {
    preconditionFailure("a profile that was read cannot be written")
  }
  let again = file.withUnsafeBytes { try? Formats.read($0) }
  precondition(again.map(Profile.init) == profile, "a profile does not come back from its own file")
}

private func outcome(_ body: () throws(FormatError) -> ContextTree) -> Result<ContextTree, FormatError> {
  do throws(FormatError) { return .success(try body()) } catch { return .failure(error) }
}
