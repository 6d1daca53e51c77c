// How what is known of whole recordings and threads is put together.

extension Profile.Header {
  /// Durations, events and costs add up; what differs from one recording to another is no longer said.
  mutating func merge(_ other: Self) {
    if processID != other.processID { processID = 0 }
    startUnixNs = min(startUnixNs, other.startUnixNs)
    durationNs = addUpTo(durationNs, other.durationNs)
    events = addUpTo(events, other.events)
    overheadNs = addUpTo(overheadNs, other.overheadNs)
    if eventPairCostNs != other.eventPairCostNs {
      eventPairCostNs = events == 0 ? 0 : Double(overheadNs) * 2 / Double(events)
    }
    foldedCalls = addUpTo(foldedCalls, other.foldedCalls)
    unmatchedReturns = addUpTo(unmatchedReturns, other.unmatchedReturns)
    cpuResyncs = addUpTo(cpuResyncs, other.cpuResyncs)
    usesTSC = usesTSC && other.usesTSC
    usesRseq = usesRseq && other.usesRseq
    runs = addUpTo(runs, other.runs)
  }
}

extension Profile.Facts {
  mutating func merge(_ other: Self) {
    command.merge(other.command)
    pythonVersion.merge(other.pythonVersion)
    backend.merge(other.backend)
    if scriptFolder != other.scriptFolder { scriptFolder = "" }
    for target in other.missingTargets where !missingTargets.contains(target) {
      missingTargets.append(target)
    }
  }
}

extension Profile.Measures {
  /// What is not measured in one is unknown in the sum. WHY not so of suspension: recordings of ours that lack it
  /// had none; only files of other tools do not know.
  mutating func merge(_ other: Self) {
    let recorded: Self = [.contexts, .resumptions]
    let knowSuspension = isSuperset(of: recorded) && other.isSuperset(of: recorded)
    let suspended = union(other).intersection(.suspended)
    formIntersection(other)
    if knowSuspension { formUnion(suspended) }
  }
}

extension ContextTree.Thread {
  mutating func merge(_ other: Self) {
    if osID != other.osID { osID = 0 }
    if pythonIdent != other.pythonIdent { pythonIdent = 0 }
    startedBefore = startedBefore && other.startedBefore
    ended = ended && other.ended
    startNs = min(startNs, other.startNs)
    durationNs = addUpTo(durationNs, other.durationNs)
    selfWallNs = addUpTo(selfWallNs, other.selfWallNs)
    selfCpuNs = addUpTo(selfCpuNs, other.selfCpuNs)
  }
}

extension String {
  private static let others = " and others"

  /// The first of texts that are not all the same, said to be that.
  fileprivate mutating func merge(_ other: String) {
    if self != other && self != other + Self.others && !hasSuffix(Self.others) { self += Self.others }
  }
}
