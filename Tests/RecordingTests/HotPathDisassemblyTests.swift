import Glibc
import Testing

/// Reads the machine code of what ships: what an optimiser does to the event path no source shows.
/// `python -m native_build` makes it.
@Suite struct HotPathDisassemblyTests {
  static let library =
    #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/.build/release/libSwiftProf.so"

  static let hotFunctions = [
    "sp_call_tsc", "sp_resume_tsc", "sp_leave_tsc", "sp_call_monotonic", "sp_resume_monotonic",
    "sp_leave_monotonic",
    "sp_suspend_tsc", "sp_awaken_tsc", "sp_suspend_monotonic", "sp_awaken_monotonic",
    "sp_bare_call_tsc", "sp_unwind_tsc", "sp_bare_call_monotonic", "sp_unwind_monotonic",
    "sp_note_unrecorded", "sp_note_super",
    "enterAnother",
  ]

  /// Do something after what they have in common with a plain call or return.
  static let doingMore = ["sp_suspend_tsc", "sp_awaken_tsc", "sp_bare_call_tsc", "sp_unwind_tsc"]

  /// What the event path may call: each stands for something new or unusual, but for `enterAnother`, which is hot
  /// itself, and the monotonic clock.
  static let coldFunctions = [
    "enterAnother", "enterUncached", "enterAfterSwitch", "leaveAfterSwitch", "leaveUnusual", "openDeeper",
    "suspendAfterSwitch", "awakenAfterSwitch", "suspendUnusual", "awakenUnusual", "noteFirstSuspension",
    "newExtras", "clock_gettime",
  ]

  @Test(arguments: hotFunctions) func theWarmPathCallsNothingButItsColdExits(function: String) throws {
    let code = try Self.disassembly(of: function)
    #expect(
      code.contains { $0.contains("\tret") }, "no code found for \(function): build the release library first"
    )
    for line in code {
      guard let target = Self.callTarget(line) else { continue }
      #expect(Self.coldFunctions.contains { target.contains($0) }, "\(function) calls \(target)")
    }
  }

  @Test(arguments: hotFunctions) func theWarmPathHasNoRuntimeChecks(function: String) throws {
    let code = try Self.disassembly(of: function).joined(separator: "\n")
    for forbidden in [
      "swift_beginAccess", "swift_retain", "swift_release", "swift_allocObject", "malloc", "lock ",
    ] {
      #expect(!code.contains(forbidden))
    }
  }

  /// Registers are saved on the way to a cold exit at most; but for events that have something to do after it.
  @Test(arguments: hotFunctions.filter { $0.hasSuffix("_tsc") && !doingMore.contains($0) })
  func theWarmPathSavesNoRegister(function: String) throws {
    let code = try Self.disassembly(of: function)
    let first = try #require(code.firstIndex { $0.contains(":\t") })
    #expect(!code[first].contains("\tpush"), "\(function) begins with \(code[first])")
    let saving = code.indices.filter { code[$0].contains("\tpush") && !code[$0].contains("%rbp") }
    #expect(saving.isEmpty, "\(function) saves registers")
  }

  private static func callTarget(_ line: Substring) -> Substring? {
    guard line.contains("\tcall") || line.contains("\tjmp"), let open = line.lastIndex(of: "<") else {
      return nil
    }
    let target = line[line.index(after: open)...].dropLast()
    // A jump inside of the function itself: <sp_call_tsc+0x4a>.
    return hotFunctions.contains { target.contains($0) && target.contains("+0x") } ? nil : target
  }

  /// The lines of the one function whose symbol is, or for Swift's own contains, the name.
  private static func disassembly(of function: String) throws -> [Substring] {
    let symbol = try Command.run("nm", library).output.split(separator: "\n").compactMap {
      $0.split(separator: " ").last
    }
    .first {
      function.hasPrefix("sp_") ? $0 == function : $0.contains("9Recording\(function.count)\(function)")
    }
    return try Command.run("objdump", "--disassemble=\(symbol ?? "?")", "--no-show-raw-insn", library)
      .output.split(separator: "\n")
  }
}
