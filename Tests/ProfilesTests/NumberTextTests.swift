import Testing

@testable import Profiles

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0, "0 ns"), (0.5, "0.5 ns"), (26.4, "26.4 ns"), (999, "999 ns"), (1000, "1.00 us"),
      (9_996, "10.0 us"), (999_600, "1.00 ms"), (12_345_678_901, "12.3 s"), (123_456e9, "123456 s"),
    ] as [(Double, String)]) func aTimeHasThreeDigitsAndItsUnit(ns: Double, text: String)
  {
    #expect(NumberText.time(ns) == text)
  }

  @Test func numbersAreGroupedAndRounded() {
    #expect(NumberText.grouped(0) == "0")
    #expect(NumberText.grouped(123) == "123")
    #expect(NumberText.grouped(1_234_567) == "1,234,567")
    #expect(NumberText.fixed(0.0005, decimals: 3) == "0.001")
    #expect(NumberText.fixed(12.0004, decimals: 3) == "12.000")
  }
}
