import Foundation
import Profiles
import Recording
import Testing

@testable import Formats

@Suite struct HtmlFormatTests {
  private func page(_ profile: Profile) throws -> String {
    String(decoding: try HtmlFormat().bytes(of: profile, FormatOptions()), as: UTF8.self)
  }

  /// What stands in the page's data, unpacked.
  private func data(_ profile: Profile) throws -> [UInt8] {
    let text = try page(profile).components(separatedBy: "id=\"data\">")[1].components(separatedBy: "<")[0]
    let packed = try #require(Data(base64Encoded: text))
    return PackedReport(ReportData(profile, FormatOptions())).bytes.withUnsafeBytes { expected in
      #expect(Array(packed) == Deflate.compress(Array(expected), .zlib))
      return Array(expected)
    }
  }

  @Test func whatIsPackedComesOutAgain() throws {
    let profile = SampleProfile.withEqualKeys
    let report = ReportData(profile, FormatOptions())
    let reader = PackedReportReader(try data(profile))
    #expect(reader.rest == 0)
    #expect(reader.shape == report.shape)
    #expect(reader.nodes == report.sides[0].nodes)
    #expect(reader.functionNumbers == report.sides[0].functions)
    #expect(reader.functionNames == profile.functions.map { SafeText.escaped($0.displayName) })
    #expect(reader.threadNames == profile.threads.map(\.name))
    #expect(reader.facts["processID"] == "4242")
    #expect(reader.edgeCount == 0)
  }

  @Test func suspensionIsInThePageWhereThereIsSome() throws {
    let profile = AsyncSample.profile.unlabelled
    let report = ReportData(profile, FormatOptions())
    let reader = PackedReportReader(try data(profile))
    #expect(reader.rest == 0)
    #expect(reader.nodes == report.sides[0].nodes && reader.functionNumbers == report.sides[0].functions)
    #expect(reader.nodes.suspendedNs.max() == 1_750_000_000)
  }

  @Test func theShapeTellsEachNodesParent() {
    let profile = SampleProfile.profile
    let shape = ReportData(profile, FormatOptions()).shape
    var path: [Int] = []
    var deepest = 0
    for (index, node) in profile.nodes.enumerated() {
      let depth = deepest - Int(shape.rises[index])
      path.removeSubrange(depth...)
      #expect(path.last == node.parent)
      path.append(index)
      deepest = depth + 1
    }
    #expect(
      shape.threadCounts.map(Int.init)
        == profile.threads.indices.map { thread in
          profile.nodes.filter { $0.thread == thread }.count
        })
  }

  @Test func noNameOfTheProfileIsMarkup() throws {
    let names = ["</script><script>alert(1)</script>", "<img src=x>", "\"quoted'&amp;"]
    let functions = names.map {
      Snapshot.Function(
        name: $0, qualifiedName: $0, module: $0, file: $0, firstLine: 1)
    }
    var snapshot = SnapshotScript("thread Main", functions: functions).snapshot
    for index in functions.indices {
      snapshot.nodes.append(Snapshot.Node(parent: 0, function: index + 1, thread: 0, calls: 1))
    }
    let text = try page(Profile(snapshot))
    let empty = try page(Profile(Snapshot()))
    for name in names { #expect(!text.contains(name)) }
    #expect(markup(text) == markup(empty), "pages differ in their data only")
  }

  private func markup(_ page: String) -> [String] {
    let start = page.components(separatedBy: "id=\"data\">")
    return [
      start[0], start[1].components(separatedBy: "</script>").dropFirst().joined(separator: "</script>"),
    ]
  }

  @Test func aPageNeedsNoNetwork() throws {
    let text = try page(SampleProfile.profile)
    #expect(text.contains("default-src 'none'"))
    for scheme in ["src=\"http", "href=\"http", "url(http", "@import", "fetch("] {
      #expect(!text.contains(scheme))
    }
  }

  @Test func anEmptyProfileIsAPageToo() throws {
    let reader = PackedReportReader(try data(Profile(Snapshot())))
    #expect(reader.rest == 0 && reader.functionNames.isEmpty && reader.shape.rises.isEmpty)
  }

  @Test(arguments: 0..<8) func base64IsThatOfOthers(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 250 + 3 * $0) }
    #expect(String(decoding: Base64.encoded(bytes), as: UTF8.self) == Data(bytes).base64EncodedString())
  }

  @Test func numbersOfEverySizeAreWritten() {
    var columns = ColumnWriter()
    let numbers: [UInt64] = [0, 1, 127, 128, 1 << 32, .max]
    columns.write(column: numbers)
    columns.write(column: [.max, 0, 5, 3], below: [0, .max, 5, 4])
    #expect(columns.bytes.prefix(4) == [0, 1, 0x7f, 0x80])
    #expect(columns.bytes.suffix(4) == [2, 1, 0, 2])
  }
}
