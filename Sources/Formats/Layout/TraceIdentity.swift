import Profiles

/// Numbers for the process and the threads of a trace, where a number must stand for one of them only.
struct TraceIdentity {
  let process: UInt64
  let threads: [UInt64]

  /// What no process or thread of Linux has (`PID_MAX_LIMIT` in its `include/linux/threads.h` is 2^22).
  private static let firstUnused: UInt64 = 1 << 22

  /// The system's own numbers where they are known and not given to two: the system uses the number of an ended
  /// thread again. WHY not 0: trace viewers take it for the idle thread.
  init(_ profile: Profile) {
    let processID = UInt64(profile.header.processID)
    process = processID == 0 ? Self.firstUnused : processID
    var seen: Set<UInt64> = [0]
    threads = profile.threads.enumerated().map { index, thread in
      let own = UInt64(thread.osID)
      return seen.insert(own).inserted ? own : Self.firstUnused + 1 + UInt64(index)
    }
  }
}
