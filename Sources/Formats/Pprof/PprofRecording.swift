import Profiles
import Recording

extension ContextTree {
  typealias Function = Snapshot.Function
}

extension Snapshot.Function {
  /// Stands in stacks that are too deep for a file.
  static let leftOut = Self(
    name: "(frames left out)", qualifiedName: "(frames left out)", module: "", file: "", firstLine: 0,
    kind: .cut)
}

/// Writes what standard fields have no place for.
enum PprofRecording {
  static func write(_ profile: Profile, to writer: inout ProtobufWriter) {
    typealias Field = PprofField.Recording
    let (header, facts) = (profile.header, profile.facts)
    writer.message(PprofField.Profile.recording) {
      $0.write(Field.version, PprofField.version)
      $0.write(Field.contexts, UInt64(profile.nodes.count))
      $0.write(Field.hasContexts, profile.measures.contains(.contexts))
      $0.write(Field.processID, UInt64(header.processID))
      $0.write(Field.events, header.events)
      $0.write(Field.eventPairCostBits, header.eventPairCostNs.bitPattern)
      $0.write(Field.overheadNs, header.overheadNs)
      $0.write(Field.foldedCalls, header.foldedCalls)
      $0.write(Field.unmatchedReturns, header.unmatchedReturns)
      $0.write(Field.cpuResyncs, header.cpuResyncs)
      $0.write(Field.usesTSC, header.usesTSC)
      $0.write(Field.usesRseq, header.usesRseq)
      $0.write(Field.runs, header.runs)
      $0.write(Field.command, facts.command)
      $0.write(Field.pythonVersion, facts.pythonVersion)
      $0.write(Field.backend, facts.backend)
      $0.write(Field.scriptFolder, facts.scriptFolder)
      $0.write(Field.tasksLeftOut, profile.tasksLeftOut)
      $0.write(Field.isRaw, header.isRaw)
      $0.write(Field.slowdownBits, header.slowdown.bitPattern)
      for note in header.clockNotes { $0.write(Field.clockNote, note) }
      for target in facts.missingTargets {
        $0.message(Field.missingTarget) {
          $0.write(PprofField.MissingTarget.name, target.name)
          $0.write(PprofField.MissingTarget.reason, target.reason)
        }
      }
    }
  }

  static func write(_ thread: Profile.Thread, to writer: inout ProtobufWriter) {
    typealias Field = PprofField.Thread
    writer.message(PprofField.Profile.thread) {
      $0.write(Field.name, thread.name)
      $0.write(Field.osID, UInt64(thread.osID))
      $0.write(Field.pythonIdent, thread.pythonIdent)
      $0.write(Field.startedBefore, thread.startedBefore)
      $0.write(Field.ended, thread.ended)
      $0.write(Field.startNs, thread.startNs)
      $0.write(Field.durationNs, thread.durationNs)
      $0.write(Field.selfWallNs, thread.selfWallNs)
      $0.write(Field.selfCpuNs, thread.selfCpuNs)
      $0.write(Field.selfOverheadWallNs, thread.selfOverheadWallNs)
      $0.write(Field.selfOverheadCpuNs, thread.selfOverheadCpuNs)
    }
  }

  static func write(_ entry: ContextTree.Flat, to writer: inout ProtobufWriter) {
    writer.message(PprofField.Profile.flat) {
      $0.write(PprofField.Flat.function, UInt64(entry.function) + 1)
      $0.write(PprofField.Flat.thread, UInt64(entry.thread))
      $0.write(PprofField.Flat.tally, packed: PprofTally.numbers(of: entry.tally))
      $0.write(PprofField.Flat.standsInTree, entry.standsInTree)
    }
  }

  static func write(_ edge: ContextTree.FlatEdge, to writer: inout ProtobufWriter) {
    writer.message(PprofField.Profile.flatEdge) {
      $0.write(PprofField.Flat.function, UInt64(edge.callee) + 1)
      $0.write(PprofField.Flat.thread, UInt64(edge.thread))
      $0.write(PprofField.Flat.tally, packed: PprofTally.numbers(of: edge.tally))
      $0.write(PprofField.Flat.caller, UInt64((edge.caller ?? -1) + 1))
    }
  }
}

/// A tally as a row of numbers.
enum PprofTally {
  static var count: Int { paths.count }

  static func numbers(of tally: CallTally) -> [UInt64] {
    paths.map { tally[keyPath: $0] }
  }

  /// The tally; numbers that are missing are 0, those too many are passed over.
  static func tally(of numbers: [UInt64]) -> CallTally {
    var tally = CallTally()
    for (path, number) in zip(paths, numbers) { tally[keyPath: path] = number }
    return tally
  }

  private static var paths: [WritableKeyPath<CallTally, UInt64>] {
    [
      \.calls, \.primitiveCalls, \.resumptions, \.primitiveEntries, \.open,
      \.times.selfWallNs, \.times.totalWallNs, \.times.selfCpuNs, \.times.totalCpuNs,
      \.firstWallNs, \.firstCpuNs, \.times.suspendedNs,
      \.times.selfOverheadWallNs, \.times.totalOverheadWallNs,
      \.times.selfOverheadCpuNs, \.times.totalOverheadCpuNs,
    ]
  }
}
