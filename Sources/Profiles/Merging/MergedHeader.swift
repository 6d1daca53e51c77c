// How what is known of whole recordings and threads is put together.

extension Profile.Header {
  /// Durations, events and overhead add up; what differs from one recording to another is no longer said. `TreeMerger`
  /// sees to it that all are raw or none is.
  mutating func merge(_ other: Self) {
    mergeCosts(other)
    if processID != other.processID { processID = 0 }
    startUnixNs = min(startUnixNs, other.startUnixNs)
    durationNs = addUpTo(durationNs, other.durationNs)
    events = addUpTo(events, other.events)
    overheadNs = addUpTo(overheadNs, other.overheadNs)
    foldedCalls = addUpTo(foldedCalls, other.foldedCalls)
    unmatchedReturns = addUpTo(unmatchedReturns, other.unmatchedReturns)
    cpuResyncs = addUpTo(cpuResyncs, other.cpuResyncs)
    usesTSC = usesTSC && other.usesTSC
    usesRseq = usesRseq && other.usesRseq
    for note in other.clockNotes where !clockNotes.contains(note) && clockNotes.count < Self.mostClockNotes {
      clockNotes.append(note)
    }
    runs = addUpTo(runs, other.runs)
  }

  /// A cost is what an event cost on average, where it is known. The slowdown is the worst: a warning that an average would
  /// play down.
  private mutating func mergeCosts(_ other: Self) {
    if eventPairCostNs == 0 {
      eventPairCostNs = other.eventPairCostNs
    } else if other.eventPairCostNs != 0, eventPairCostNs != other.eventPairCostNs {
      let (mine, others) = (Double(max(events, 1)), Double(max(other.events, 1)))
      eventPairCostNs = (eventPairCostNs * mine + other.eventPairCostNs * others) / (mine + others)
    }
    slowdown = max(slowdown, other.slowdown)
    isRaw = isRaw || other.isRaw
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
    overheadWallNs = addUpTo(overheadWallNs, other.overheadWallNs)
    overheadCpuNs = addUpTo(overheadCpuNs, other.overheadCpuNs)
  }
}

extension String {
  private static let others = " and others"

  /// The first of texts that are not all the same, said to be that.
  fileprivate mutating func merge(_ other: String) {
    if self != other && self != other + Self.others && !hasSuffix(Self.others) { self += Self.others }
  }
}
