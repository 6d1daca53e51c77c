import Glibc
import Testing

/// Commands of the system.
///
/// WHY not Foundation's Process: it leaks, which the address sanitizer reports.
enum Command {
  /// What a command prints, errors included, and its exit status. No argument may hold a quote.
  static func run(_ arguments: String...) throws -> (output: String, status: Int32) {
    let line = arguments.map { "'\($0)'" }.joined(separator: " ")
    let pipe = try #require(popen(line + " 2>&1", "r"))
    var bytes: [UInt8] = []
    while case let byte = getc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
    let status = pclose(pipe)
    return (String(decoding: bytes, as: UTF8.self), status)
  }
}
