import Profiles

extension ReportData.Fact {
  /// What was measured, how, and what it cost; the names are those of the page's `header.js`.
  static func all(of profile: Profile, _ options: FormatOptions) -> [Self] {
    let header = profile.header
    var facts = [
      Self(name: "command", value: options.command),
      Self(name: "python", value: options.pythonVersion),
      Self(name: "measures", value: "calls wall cpu"),
    ]
    let numbers: [(String, UInt64)] = [
      ("processID", UInt64(header.processID)), ("startUnixNs", header.startUnixNs),
      ("durationNs", header.durationNs), ("events", header.events), ("overheadNs", header.overheadNs),
      ("foldedCalls", header.foldedCalls), ("unmatchedReturns", header.unmatchedReturns),
      ("cpuResyncs", header.cpuResyncs),
    ]
    facts += numbers.map { Self(name: $0.0, value: String($0.1)) }
    facts.append(Self(name: "eventPairCostNs", value: String(header.eventPairCostNs)))
    facts.append(Self(name: "wallClock", value: header.usesTSC ? "time-stamp counter" : "CLOCK_MONOTONIC"))
    facts.append(
      Self(name: "cpuClock", value: header.usesRseq ? "thread clock, by rseq" : "thread clock, by system call"))
    return facts
  }
}
