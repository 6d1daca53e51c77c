/// Text compared byte by byte, to be a key.
/// WHY: Swift takes canonically equivalent strings for equal ("é" in one and in two scalars); to Python and to
/// a file system they are two names.
package struct ExactText: Hashable, Sendable {
  private let bytes: [UInt8]
  package init(_ text: String) { bytes = Array(text.utf8) }
}
