import Testing

@testable import Formats

@Suite struct ProtobufWriterTests {
  /// The examples of https://protobuf.dev/programming-guides/encoding/.
  @Test func bytesAreThoseOfThePublishedExamples() {
    var writer = ProtobufWriter()
    writer.write(1, UInt64(150))
    #expect(writer.bytes == [0x08, 0x96, 0x01])
    writer = ProtobufWriter()
    writer.write(2, "testing")
    #expect(writer.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
    writer = ProtobufWriter()
    writer.message(3) { $0.write(1, UInt64(150)) }
    #expect(writer.bytes == [0x1a, 0x03, 0x08, 0x96, 0x01])
    writer = ProtobufWriter()
    writer.write(6, packed: [3, 270, 86942])
    #expect(writer.bytes == [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05])
    writer = ProtobufWriter()
    writer.write(1, Int64(-2))
    #expect(writer.bytes == [0x08, 0xfe] + Array(repeating: 0xff, count: 8) + [0x01])
  }

  @Test(arguments: [0, 127, 128, 16383, 16384, 100_000])
  func aMessageOfAnyLengthHasItsLengthInFront(count: Int) {
    var writer = ProtobufWriter()
    writer.message(1) { outer in
      outer.message(2) { inner in
        for _ in 0..<count { inner.varint(7) }
      }
    }
    var inner = ProtobufWriter()
    inner.write(2, [UInt8](repeating: 7, count: count))
    var outer = ProtobufWriter()
    outer.write(1, inner.bytes)
    #expect(writer.bytes == outer.bytes)
    #expect(writer.bytes.count > count)
  }
}
