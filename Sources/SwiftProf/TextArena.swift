import CSwiftProf

/// Texts for C: one block of memory with all of them, each one addressed as an `sp_text`.
///
/// Not thread-safe while it grows; the texts are valid as long as the arena lives.
final class TextArena {
  private var blocks: [UnsafeMutableBufferPointer<CChar>] = []
  private var free: UnsafeMutableBufferPointer<CChar>.SubSequence =
    UnsafeMutableBufferPointer(start: nil, count: 0)[...]

  private var lists: [UnsafeMutableBufferPointer<sp_text>] = []
  private var listOfTexts: [[String]: UnsafeMutableBufferPointer<sp_text>] = [:]

  private static let blockBytes = 1 << 16

  deinit {
    for block in blocks { block.deallocate() }
    for list in lists { list.deallocate() }
  }

  /// Copies texts in, each of them once in a row.
  func add(_ texts: [String]) -> UnsafeMutableBufferPointer<sp_text> {
    if texts.isEmpty { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    // WHY remembered: those of the tasks of a program are mostly the same.
    if let known = listOfTexts[texts] { return known }
    let list = UnsafeMutableBufferPointer<sp_text>.allocate(capacity: texts.count)
    _ = list.initialize(from: texts.map { add($0) })
    lists.append(list)
    listOfTexts[texts] = list
    return list
  }

  /// Copies a text in.
  func add(_ text: String) -> sp_text {
    let count = text.utf8.count
    if count == 0 { return sp_text(bytes: nil, count: 0) }
    if free.count < count {
      let block = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(count, Self.blockBytes))
      blocks.append(block)
      free = block[...]
    }
    let place = UnsafeMutableBufferPointer(rebasing: free.prefix(count))
    free = free.dropFirst(count)
    _ = place.initialize(from: text.utf8.lazy.map { CChar(bitPattern: $0) })
    return sp_text(bytes: UnsafePointer(place.baseAddress), count: count)
  }
}

extension String {
  /// The text that C hands over; bytes that are no UTF-8 are replaced.
  init(_ text: sp_text) {
    guard let bytes = text.bytes else {
      self = ""
      return
    }
    // SAFETY: the header promises `count` bytes at `bytes`, for the time of the call.
    let buffer = UnsafeRawBufferPointer(start: bytes, count: text.count)
    self = String(decoding: buffer, as: UTF8.self)
  }
}
