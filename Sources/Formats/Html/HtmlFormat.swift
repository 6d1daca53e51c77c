import CReportPage
import Profiles

/// The report for people: one page that needs no network and no file beside it.
///
/// All that comes from the profile is compressed and in base64, so no name, however hostile, is ever markup.
/// What the page does with it: `Sources/CReportPage`; the columns: `PackedReport`.
struct HtmlFormat: Format {
  let name = "html"
  let fileEndings = [".html", ".htm"]
  let summary = "the report for any browser: flame graph, functions, callers and callees"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    HtmlPage.bytes(holding: ReportData(profile.unlabelled, options))
  }
}

/// The page and the data in it.
enum HtmlPage {
  /// Cost: for a million contexts about half a second, most of it zlib's.
  static func bytes(holding report: ReportData) -> [UInt8] {
    let data = Base64.encoded(Deflate.compress(PackedReport(report).bytes, .zlib))
    var page: [UInt8] = []
    page.reserveCapacity(data.count + 200_000)
    page.append(part: sp_page_head())
    page += "<style>\n".utf8
    page.append(part: sp_page_style())
    page += "</style>\n</head>\n".utf8
    page.append(part: sp_page_body())
    page += "<script type=\"text/plain\" id=\"data\">".utf8
    page += data
    page += "</script>\n<script type=\"module\">\n".utf8
    page.append(part: sp_page_script())
    page += "</script>\n</body>\n</html>\n".utf8
    return page
  }
}

extension [UInt8] {
  fileprivate mutating func append(part: sp_page_part) {
    // SAFETY: CReportPage.h promises `count` bytes at `bytes` for as long as the program runs.
    append(contentsOf: UnsafeBufferPointer(start: part.bytes, count: part.count))
  }
}
