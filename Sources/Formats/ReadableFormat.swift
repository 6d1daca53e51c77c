import Profiles

/// A format that can be read as well as written.
///
/// What is read may be anything: damaged, cut off, made to do harm. A reader refuses that with one sentence; it
/// never crashes, and its memory is bounded by the size of the file.
public protocol ReadableFormat: Format {
  /// Whether the bytes begin as this format's do.
  func recognizes(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// The tree that the file holds. Its indices and sums are checked by the caller.
  func tree(from bytes: UnsafeRawBufferPointer, limits: ReadLimits) throws(FormatError) -> ContextTree
}

extension Formats {
  /// The tree of a file in any of the formats that can be read, told by its contents.
  ///
  /// - Parameter limits: what the file may take; nil: the usual for its size.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, limits: ReadLimits? = nil
  ) throws(FormatError) -> ContextTree {
    if bytes.isEmpty { throw FormatError("the file is empty") }
    let readable = all.compactMap { $0 as? any ReadableFormat }
    guard let format = readable.first(where: { $0.recognizes(bytes) }) else {
      let names = readable.map(\.name).joined(separator: " or ")
      throw FormatError("this is no profile that swiftprof reads: give a file of format \(names)")
    }
    let tree = try format.tree(from: bytes, limits: limits ?? ReadLimits(fileBytes: bytes.count))
    guard tree.isSound else {
      throw FormatError("the file is damaged: its numbers or references make no profile (\(format.name))")
    }
    return tree
  }
}
