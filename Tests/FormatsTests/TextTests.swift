import Profiles
import Testing

@testable import Formats

@Suite struct TextTests {
  @Test(arguments: [
    ("abc", 3), ("索引", 4), ("e\u{301}t\u{e9}", 3), ("한글", 4), ("\u{1112}\u{1161}\u{11ab}", 2),
    ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{fe0f}", 2), ("ｱ", 1), ("Ａ", 2), ("א", 1), ("a\u{200b}b", 2), ("", 0),
  ]) func widthIsInColumnsOfATerminal(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func shorteningNeverSplitsAWideCharacterAndFits() {
    #expect(Shortening.middle("索引を作る", to: 6) == "…作る")
    #expect(Shortening.middle("app.very.long.module.Class.method", to: 16) == "app.v…ass.method")
    #expect(Shortening.middle("short", to: 5) == "short")
    #expect(Shortening.left("app/db/pool.py:12", to: 13) == "…/pool.py:12")
  }

  @Test func columnsHaveTheFinestUnitWithFourDigits() {
    #expect(TimeUnit.forColumns(largest: 0) == .us)
    #expect(TimeUnit.forColumns(largest: 9_999_999) == .us)
    #expect(TimeUnit.forColumns(largest: 10_000_000) == .ms)
    #expect(TimeUnit.forColumns(largest: 10_000_000_000) == .s)
  }

  @Test func controlCharactersAreEscapedAndOtherTextIsLeft() {
    #expect(SafeText.escaped("a\nb\t\u{1b}[0m\u{85}\u{202e}") == "a\\nb\\t\\x1b[0m\\x85\\u202e")
    #expect(SafeText.escaped("索引 \";'\\") == "索引 \";'\\")
  }
}
