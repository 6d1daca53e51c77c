import Testing

@testable import Formats

@Suite struct DeflateTests {
  static let texts: [[UInt8]] = [
    [], [1], Array(repeating: 7, count: 1 << 20),
    (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) },
  ]

  @Test(arguments: texts.indices, [1, 6, 9] as [Int32])
  func whatGoesInComesOut(text: Int, level: Int32) throws {
    let bytes = Self.texts[text]
    let packed = Deflate.compress(bytes, .gzip, level: level)
    #expect(try gunzip(packed, limit: bytes.count) == bytes)
  }

  @Test func filesOneBehindTheOtherAreOne() throws {
    let packed = Deflate.compress([1, 2], .gzip) + Deflate.compress([3], .gzip)
    #expect(try gunzip(packed) == [1, 2, 3])
    #expect(try gunzip(packed + [0, 0, 0]) == [1, 2, 3])
  }

  @Test func aFileCutAnywhereIsTruncated() {
    let packed = Deflate.compress(Self.texts[3], .gzip)
    for count in stride(from: 0, to: packed.count, by: 997) {
      #expect(throws: Inflate.Failure.truncated) { try gunzip(Array(packed[..<count])) }
    }
  }

  @Test func aChangedByteIsFound() {
    let packed = Deflate.compress(Self.texts[3], .gzip)
    for place in stride(from: 10, to: packed.count, by: 1009) {
      var changed = packed
      changed[place] ^= 0x10
      #expect(throws: Inflate.Failure.self) { try gunzip(changed) }
    }
  }

  @Test func moreThanTheLimitIsRefused() {
    let packed = Deflate.compress(Self.texts[2], .gzip)
    #expect(throws: Inflate.Failure.tooLarge) { try gunzip(packed, limit: 1 << 19) }
  }

  private func gunzip(_ bytes: [UInt8], limit: Int = 1 << 30) throws -> [UInt8] {
    try bytes.withUnsafeBytes { try Inflate.gunzip($0, limit: limit) }
  }
}
