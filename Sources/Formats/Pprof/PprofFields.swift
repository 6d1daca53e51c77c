/// Field numbers of a pprof file: those of github.com/google/pprof `proto/profile.proto` and, from 1000 on, our
/// own, which every reader of Protocol Buffers passes over. docs/pprof.md describes ours.
enum PprofField {
  enum Profile {
    static let sampleType: UInt64 = 1
    static let sample: UInt64 = 2
    static let location: UInt64 = 4
    static let function: UInt64 = 5
    static let string: UInt64 = 6
    static let timeNanos: UInt64 = 9
    static let durationNanos: UInt64 = 10
    static let periodType: UInt64 = 11
    static let period: UInt64 = 12
    static let comment: UInt64 = 13
    static let defaultSampleType: UInt64 = 14
    static let recording: UInt64 = 1000
    static let thread: UInt64 = 1001
    static let flat: UInt64 = 1002
    static let flatEdge: UInt64 = 1003
    static let ownLabel: UInt64 = 1004
    static let task: UInt64 = 1005
    static let path: UInt64 = 1006
  }

  enum ValueType {
    static let type: UInt64 = 1
    static let unit: UInt64 = 2
  }

  enum Sample {
    static let location: UInt64 = 1
    static let value: UInt64 = 2
    static let label: UInt64 = 3
    /// Number of the calling context's sample among the contexts, from 1; 0: top of its thread.
    static let parent: UInt64 = 1000
    /// Index of the thread.
    static let thread: UInt64 = 1001
    /// Number of the label among ours, from 1; 0: none.
    static let ownLabel: UInt64 = 1002
    /// Packed: what swiftprof itself took of the wall time and, where that differs, of the CPU time.
    static let overhead: UInt64 = 1003
  }

  enum Label {
    static let key: UInt64 = 1
    static let string: UInt64 = 2
    static let number: UInt64 = 3
  }

  enum Location {
    static let id: UInt64 = 1
    static let address: UInt64 = 3
    static let line: UInt64 = 4
  }

  enum Line {
    static let function: UInt64 = 1
    static let line: UInt64 = 2
  }

  enum Function {
    static let id: UInt64 = 1
    static let name: UInt64 = 2
    static let systemName: UInt64 = 3
    static let file: UInt64 = 4
    static let startLine: UInt64 = 5
    static let kind: UInt64 = 1000
    static let shortName: UInt64 = 1001
    static let qualifiedName: UInt64 = 1002
    static let module: UInt64 = 1003
  }

  enum Recording {
    static let version: UInt64 = 1
    static let contexts: UInt64 = 2
    static let hasContexts: UInt64 = 3
    static let processID: UInt64 = 4
    static let events: UInt64 = 5
    /// The bits of an IEEE 754 double.
    static let eventPairCostBits: UInt64 = 6
    static let overheadNs: UInt64 = 7
    static let foldedCalls: UInt64 = 8
    static let unmatchedReturns: UInt64 = 9
    static let cpuResyncs: UInt64 = 10
    static let usesTSC: UInt64 = 11
    static let usesRseq: UInt64 = 12
    static let runs: UInt64 = 13
    static let command: UInt64 = 14
    static let pythonVersion: UInt64 = 15
    static let backend: UInt64 = 16
    static let scriptFolder: UInt64 = 17
    static let missingTarget: UInt64 = 18
    static let tasksLeftOut: UInt64 = 19
    static let isRaw: UInt64 = 20
    /// The bits of an IEEE 754 double.
    static let slowdownBits: UInt64 = 21
    static let clockNote: UInt64 = 40
  }

  enum MissingTarget {
    static let name: UInt64 = 1
    static let reason: UInt64 = 2
  }

  enum Thread {
    static let name: UInt64 = 1
    static let osID: UInt64 = 2
    static let pythonIdent: UInt64 = 3
    static let startedBefore: UInt64 = 4
    static let ended: UInt64 = 5
    static let startNs: UInt64 = 6
    static let durationNs: UInt64 = 7
    static let selfWallNs: UInt64 = 8
    static let selfCpuNs: UInt64 = 9
    static let selfOverheadWallNs: UInt64 = 10
    static let selfOverheadCpuNs: UInt64 = 11
  }

  /// Of the user's own contexts. Texts are numbers of strings.
  enum OwnLabel {
    static let context: UInt64 = 1
    static let tag: UInt64 = 2
  }

  /// Names are numbers of strings.
  enum Task {
    static let kind: UInt64 = 1
    static let name: UInt64 = 2
    static let thread: UInt64 = 3
    static let function: UInt64 = 4
    static let creator: UInt64 = 5
    static let creatorTask: UInt64 = 6
    /// Number of the label, from 1; 0: none.
    static let label: UInt64 = 7
    static let ended: UInt64 = 8
    static let steps: UInt64 = 9
    static let wallNs: UInt64 = 10
    static let cpuNs: UInt64 = 11
    static let suspendedNs: UInt64 = 12
    static let longestStepNs: UInt64 = 13
    /// Number of the path, from 1; 0: empty.
    static let longestPath: UInt64 = 14
    static let overheadWallNs: UInt64 = 15
    static let overheadCpuNs: UInt64 = 16
    static let longestStepOverheadNs: UInt64 = 17
  }

  enum Path {
    /// Numbers of strings, outermost first.
    static let names: UInt64 = 1
  }

  enum Flat {
    static let function: UInt64 = 1
    static let thread: UInt64 = 2
    static let tally: UInt64 = 3
    static let standsInTree: UInt64 = 4
    /// Of an edge; 0: the thread itself.
    static let caller: UInt64 = 5
  }

  /// Raised when a reader of older versions would take a file wrong.
  static let version: UInt64 = 1
}
