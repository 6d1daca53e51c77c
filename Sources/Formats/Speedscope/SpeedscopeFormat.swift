import Profiles

/// speedscope's own format, one "evented" profile for each thread and clock, whole nanoseconds.
///
/// Source: `src/lib/file-format-spec.ts` of speedscope. The tree is laid out (`LaidOutTree`); what was recorded of a
/// thread outside of any function is empty time at the end.
struct SpeedscopeFormat: Format {
  let name = "speedscope"
  let fileEndings = [".speedscope.json", ".speedscope"]
  let summary = "for speedscope.app: each thread and clock, exact"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    try requireContexts(of: profile)
    let profile = profile.unlabelled
    _ = try clocks(of: profile)
    var json = JsonWriter(capacity: profile.nodes.count * profile.clocks.count * 72 + 4096)
    json.object {
      $0.member("$schema", "https://www.speedscope.app/file-format-schema.json")
      $0.member("exporter", "swiftprof")
      $0.member("name", profile.facts.command.isEmpty ? "swiftprof" : profile.facts.command)
      $0.member("activeProfileIndex", 0)
      $0.member("shared") { json in
        json.object { $0.member("frames") { Self.writeFrames(of: profile, to: &$0) } }
      }
      $0.member("profiles") { json in
        json.array { Self.writeProfiles(of: profile, to: &$0) }
      }
    }
    return json.bytes
  }

  private static func writeFrames(of profile: Profile, to json: inout JsonWriter) {
    json.array { json in
      for function in profile.functions {
        json.object {
          $0.member("name", function.displayName)
          if function.file.isEmpty { return }
          $0.member("file", function.file)
          $0.member("line", Int(function.firstLine))
        }
      }
    }
  }

  private static func writeProfiles(of profile: Profile, to json: inout JsonWriter) {
    let names = ThreadNames(profile.threads, .title)
    for (index, range) in profile.nodesOfThreads().enumerated() {
      for clock in profile.clocks {
        json.object {
          $0.member("type", "evented")
          $0.member("name", "\(names[index]) - \(clock.rawValue)")
          $0.member("unit", "nanoseconds")
          $0.member("startValue", 0)
          $0.member("endValue", clock.totalNs(of: profile.threads[index]))
          $0.member("events") { writeEvents(LaidOutTree(profile, range, clock), of: profile, to: &$0) }
        }
      }
    }
  }

  private static func writeEvents(_ tree: LaidOutTree, of profile: Profile, to json: inout JsonWriter) {
    json.array { json in
      for event in tree {
        json.object {
          $0.name("type")
          $0.value(encoded: event.isBegin ? openFrame : closeFrame)
          $0.name("frame")
          $0.value(profile.nodes[event.node].function)
          $0.name("at")
          $0.value(event.ns)
        }
      }
    }
  }

  private static let openFrame = JsonText.quoted("O")
  private static let closeFrame = JsonText.quoted("C")
}
