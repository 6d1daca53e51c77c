/// How much a file may ask for before it is refused: what is small on disk may be large in memory.
public struct ReadLimits: Sendable {
  /// Bytes of memory, what comes out included.
  public var memoryBytes: Int
  /// Bytes that may come out of a compressed file, none of which are kept.
  public var inflatedBytes: Int
  /// Samples of a pprof file.
  public var samples: Int
  /// Entries in the stacks of all samples together.
  public var stackEntries: Int

  /// The usual limits for a file of this size.
  ///
  /// WHY 32 MB and twenty times the file: a context takes 185 bytes of memory and 13 in a file of a real program,
  /// fewer than 8 in none; 32 MB, some 200,000 contexts, is what any small file may take. Inflated: compressed
  /// stacks of deep trees may be a hundred times as long, but the writer bounds them (`PprofStacks`).
  public init(fileBytes: Int) {
    memoryBytes = 32 << 20 + 20 * fileBytes
    inflatedBytes = 128 << 20 + 64 * fileBytes
    samples = 2 << 20 + fileBytes
    stackEntries = 1 << 25 + 64 * fileBytes
  }
}

/// Counts what a reader takes, and refuses more.
final class ReadBudget {
  private var left: Int

  init(_ limits: ReadLimits) { left = limits.memoryBytes }

  /// Takes so many bytes.
  @inline(__always)
  func take(_ bytes: Int) throws(FormatError) {
    left -= bytes
    if left < 0 { throw .tooLarge }
  }
}

extension FormatError {
  static let tooLarge = FormatError(
    "the file needs far more memory than files of its size do: it is damaged, or made to fill the memory")

  static func truncated(_ place: String) -> FormatError {
    FormatError("the file ends in the middle of \(place): it is truncated, copy or save it again")
  }

  static func damaged(_ what: String) -> FormatError { FormatError("the file is damaged: \(what)") }
}
