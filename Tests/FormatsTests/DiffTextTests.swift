import Profiles
import Testing

@testable import Formats

@Suite struct DiffTextTests {
  @Test(
    arguments: [
      (100, 100, "=", "="), (100, 150, "+50", "+50.0%"), (100, 99, "-1", "-1.0%"),
      (100, 0, "-100", "-100.0%"),
      (0, 5, "+5", "-"), (0, 0, "=", "="), (100, 999, "+899", "+899.0%"), (100, 1000, "+900", "x10.0"),
      (3, 100, "+97", "x33.3"), (7, 12345, "+12338", "x1764"),
    ] as [(UInt64, UInt64, String, String)])
  func changesAreToldAsPeopleDo(before: UInt64, after: UInt64, change: String, percent: String) {
    #expect(DiffText.change(RunRange([before]), RunRange([after])) == change)
    #expect(DiffText.percent(RunRange([before]), RunRange([after])) == percent)
  }

  @Test func countsOfSeveralRunsAreARange() {
    #expect(DiffText.count(RunRange([3, 3])) == "3")
    #expect(DiffText.count(RunRange([3, 5, 4])) == "3..5")
  }

  @Test func timesOfSeveralRunsHaveTheirDistance() {
    let range = RunRange([1_000_000, 1_200_000, 1_900_000])
    #expect(DiffText.time(range, .ms, isSingle: true) == "1.200")
    #expect(DiffText.time(range, .ms, isSingle: false) == "1.200 ±0.700")
  }
}
