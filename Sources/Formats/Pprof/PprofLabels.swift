import Profiles

/// The labels of samples: `thread`, `thread id`, `open`, `frames left out`, and `context` and `tag` of the user's own.
struct PprofLabels {
  /// Whole label messages for each thread.
  private let ofThread: [[[UInt8]]]
  /// Whole label messages for each of the user's own.
  private let ofLabel: [[[UInt8]]]
  private let openKey: UInt64
  private let leftOutKey: UInt64

  init(_ profile: Profile, _ strings: inout PprofStrings) {
    let nameKey = strings.number(of: "thread")
    let idKey = strings.number(of: "thread id")
    openKey = strings.number(of: "open")
    leftOutKey = strings.number(of: "frames left out")
    var labels: [[[UInt8]]] = []
    for thread in profile.threads {
      var own: [[UInt8]] = []
      let name = strings.number(of: thread.name)
      if name > 0 { own.append(Self.label(nameKey, PprofField.Label.string, name)) }
      if thread.osID > 0 { own.append(Self.label(idKey, PprofField.Label.number, UInt64(thread.osID))) }
      labels.append(own)
    }
    ofThread = labels
    let (contextKey, tagKey) = (strings.number(of: "context"), strings.number(of: "tag"))
    ofLabel = profile.labels.map { label in
      [(contextKey, label.context), (tagKey, label.tag)].filter { !$0.1.isEmpty }.map {
        Self.label($0, PprofField.Label.string, strings.number(of: $1))
      }
    }
  }

  @inline(__always)
  func write(thread: Int, open: UInt64, leftOut: Int, to sample: inout ProtobufWriter) {
    for label in ofThread[thread] { sample.write(PprofField.Sample.label, label) }
    if open > 0 { write(openKey, open, to: &sample) }
    if leftOut > 0 { write(leftOutKey, UInt64(leftOut), to: &sample) }
  }

  /// One of the user's own, as other tools read it and as we do.
  func write(label: Int, to sample: inout ProtobufWriter) {
    for label in ofLabel[label] { sample.write(PprofField.Sample.label, label) }
    sample.write(PprofField.Sample.ownLabel, UInt64(label) + 1)
  }

  private func write(_ key: UInt64, _ number: UInt64, to sample: inout ProtobufWriter) {
    sample.message(PprofField.Sample.label) {
      $0.write(PprofField.Label.key, key)
      $0.write(PprofField.Label.number, number)
    }
  }

  private static func label(_ key: UInt64, _ field: UInt64, _ value: UInt64) -> [UInt8] {
    var label = ProtobufWriter()
    label.write(PprofField.Label.key, key)
    label.write(field, value)
    return label.bytes
  }
}
