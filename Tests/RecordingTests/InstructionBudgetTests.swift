import Testing

/// Counts the instructions of the event path in the release build: a figure that no neighbour on the machine can change.
///
/// `Tests/Instructions/driver.c` plays one kind of event; callgrind counts. What is compared is the difference between
/// twenty and ten thousand pairs, less the driver's own loop. Lower a budget when you have made something shorter.
@Suite struct InstructionBudgetTests {
  struct Budget: CustomTestStringConvertible {
    let kind: String
    /// For a pair: call and return, awakening and suspension, a span's beginning and end.
    let instructions: Int
    let reason: String
    var testDescription: String { kind }
  }

  static let budgets = [
    Budget(
      kind: "call", instructions: 81,
      reason:
        "two readings of the counter and of the rseq slot, neither lower than the last, one compare to find the callee, "
        + "push, pop, add"),
    Budget(kind: "resume", instructions: 81, reason: "as a call, with another counter"),
    Budget(
      kind: "bare call", instructions: 96,
      reason: "a call's, and the counter of such calls in the context's extras"),
    Budget(
      kind: "unwind", instructions: 107,
      reason: "a call's, and the counter of unwinds in the context's extras"),
    Budget(
      kind: "unrecorded call", instructions: 21,
      reason: "no clock: the counter of such calls in the context's extras"),
    Budget(
      kind: "call in turns", instructions: 135,
      reason:
        "a hundred callees of one caller: the cache's bucket of four; a third is the driver choosing a callee"
    ),
    Budget(
      kind: "suspend", instructions: 181,
      reason: "a call's, and the frame entered into a table and taken out of it again"),
    Budget(
      kind: "span", instructions: 325,
      reason:
        "looks who opens it and at what lies below: once per span, which is no call of the interpreter's"),
  ]

  @Test(arguments: budgets) func aPairOfEventsKeepsItsBudget(_ budget: Budget) throws {
    let driver = try #require(Self.driver, "the driver cannot be compiled: build the release library first")
    let empty = try Self.perPair("nothing", driver)
    let counted = Int((try Self.perPair(budget.kind, driver) - empty).rounded())
    #expect(counted <= budget.instructions, "\(budget.kind): \(budget.reason)")
    #expect(counted * 10 > budget.instructions * 9, "lower the budget: it is \(counted) by now")
  }

  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

  /// The compiled driver; compiled once.
  private static let driver: String? = {
    let program = root + "/.build/release/instruction-driver"
    let compiled = try? Command.run(
      "cc", "-O2", "-I\(root)/Sources/CRecording/include", "-I\(root)/Sources/CSwiftProf/include",
      "\(root)/Tests/Instructions/driver.c", "-o", program, "-L\(root)/.build/release", "-lSwiftProf",
      "-Wl,-rpath,\(root)/.build/release")
    return compiled?.status == 0 ? program : nil
  }()

  private static func perPair(_ kind: String, _ driver: String) throws -> Double {
    let (few, many) = (10_000, 20_000)
    return Double(try counted(kind, many, driver) - counted(kind, few, driver)) / Double(many - few)
  }

  /// callgrind ends with a line "==123== Collected : 4567".
  private static func counted(_ kind: String, _ count: Int, _ driver: String) throws -> Int {
    let ran = try Command.run(
      "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", driver, kind, String(count))
    let line = ran.output.split(separator: "\n").first { $0.contains("Collected : ") }
    let words = try #require(line, "valgrind says: \(ran.output.suffix(300))").split(separator: " ")
    return try #require(Int(words.last ?? ""))
  }
}
