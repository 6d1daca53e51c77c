import Profiles

extension ReportData.Fact {
  /// What was measured, how, and what it cost; the names are those of the page's `header.js`. What is not known
  /// is left out.
  static func all(of profile: Profile) -> [Self] {
    let facts = profile.facts
    let texts = [
      ("command", facts.command), ("python", facts.pythonVersion), ("backend", facts.backend),
      ("measures", measures(of: profile)),
    ]
    var all = texts.filter { !$0.1.isEmpty }.map { Self(name: $0.0, value: $0.1) }
    all += numbers(of: profile.header)
    if profile.header.isRaw && OverheadText(profile).isKnown { all.append(Self(name: "raw", value: "1")) }
    if let slowdown = OverheadText(profile).slowdown { all.append(Self(name: "slowdown", value: slowdown)) }
    all += clocks(of: profile)
    all += profile.header.clockNotes.map { Self(name: "clockNote", value: $0) }
    all += facts.missingTargets.map { Self(name: "missingTarget", value: "\($0.name): \($0.reason)") }
    return all
  }

  private static func measures(of profile: Profile) -> String {
    let names: [(Profile.Measures, String)] = [
      (.calls, "calls"), (.wall, "wall"), (.cpu, "cpu"), (.resumptions, "resumptions"),
    ]
    return names.filter { profile.measures.contains($0.0) }.map(\.1).joined(separator: " ")
  }

  private static func numbers(of header: Profile.Header) -> [Self] {
    let numbers: [(String, UInt64)] = [
      ("processID", UInt64(header.processID)), ("startUnixNs", header.startUnixNs),
      ("durationNs", header.durationNs), ("events", header.events), ("overheadNs", header.overheadNs),
      ("foldedCalls", header.foldedCalls), ("unmatchedReturns", header.unmatchedReturns),
      ("runs", header.runs),
    ]
    return numbers.filter { $0.1 > 0 }.map { Self(name: $0.0, value: String($0.1)) }
      + [Self(name: "eventPairCostNs", value: String(header.eventPairCostNs))]
  }

  /// Only of profiles that we recorded: of others it is not known how they were made.
  private static func clocks(of profile: Profile) -> [Self] {
    guard profile.header.eventPairCostNs > 0 || !profile.facts.backend.isEmpty else { return [] }
    guard profile.measures.contains(.cpu) else {
      return [Self(name: "wallClock", value: "a timer of the program's own")]
    }
    let cpu = profile.header.usesRseq ? "thread clock, by rseq" : "thread clock, by system call"
    return [
      Self(name: "wallClock", value: profile.header.usesTSC ? "time-stamp counter" : "CLOCK_MONOTONIC"),
      Self(name: "cpuClock", value: cpu),
    ]
  }
}
