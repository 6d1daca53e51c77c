import CSwiftProf

extension UnsafeMutablePointer<sp_error> {
  /// Fills in what happened. A message too long is cut between characters; it always ends in a zero.
  func set(_ code: sp_error_code, _ message: String) {
    pointee.code = code
    copy(message, into: &pointee.message)
  }
}

/// Copies a text into a C array of bytes inside of a struct. Too long a text is cut between characters; it
/// always ends in a zero.
func copy<Array>(_ text: String, into array: inout Array) {
  // SAFETY: at most the array's size less the terminator is written.
  withUnsafeMutableBytes(of: &array) { buffer in
    var end = 0
    for character in text {
      let bytes = String(character).utf8
      guard end + bytes.count < buffer.count else { break }
      for byte in bytes {
        buffer[end] = byte
        end += 1
      }
    }
    buffer[end] = 0
  }
}
