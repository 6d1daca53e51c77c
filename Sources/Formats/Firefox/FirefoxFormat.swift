import Profiles

/// The processed format of the Firefox Profiler, version 57: a sample for each context, weighted by its own time.
///
/// Source: `src/types/profile.ts` and `docs-developer/CHANGELOG-formats.md` of firefox-devtools/profiler;
/// `Lib/profiling/sampling/gecko_collector.py` of CPython 3.15. The times of the samples are those of the tree laid
/// out (`LaidOutTree`). With wall time, the CPU time of each sample is there too, as the CPU graph.
struct FirefoxFormat: Format {
  let name = "firefox"
  let fileEndings = [".firefox.json"]
  let summary = "for profiler.firefox.com; one clock, CPU use as a graph"

  func bytes(of profile: Profile, _ options: FormatOptions) throws(FormatError) -> [UInt8] {
    try requireContexts(of: profile)
    let profile = profile.unlabelled
    let clock = try required(options.clock, of: profile)
    var json = JsonWriter(capacity: profile.nodes.count * 80 + 8192)
    let strings = FirefoxStrings(profile)
    json.object {
      $0.member("meta") { FirefoxMeta.write(profile, to: &$0) }
      $0.member("libs") { $0.array { _ in } }
      $0.member("pages") { $0.array { _ in } }
      $0.member("counters") { $0.array { _ in } }
      $0.member("threads") { json in
        json.array { json in
          for (thread, range) in profile.nodesOfThreads().enumerated() {
            FirefoxThread(profile, thread, range, clock, strings).write(to: &json)
          }
        }
      }
      $0.member("shared") { json in
        json.object {
          $0.member("stringArray") { json in
            json.array { json in
              for text in strings.all { json.value(text) }
            }
          }
          $0.member("sources") { json in
            json.object {
              $0.member("length", 0)
              $0.emptyColumns("uuid", "filename")
            }
          }
        }
      }
    }
    return json.bytes
  }
}

/// The texts of a profile, each once.
struct FirefoxStrings {
  private(set) var all: [String] = []
  /// Per function: the number of its name and, if it has one, of its file.
  private(set) var names: [Int] = []
  private(set) var files: [Int?] = []

  init(_ profile: Profile) {
    var numbers: [ExactText: Int] = [:]
    for function in profile.functions {
      names.append(add(function.displayName, &numbers))
      files.append(function.file.isEmpty ? nil : add(function.file, &numbers))
    }
  }

  private mutating func add(_ text: String, _ numbers: inout [ExactText: Int]) -> Int {
    let key = ExactText(text)
    if let number = numbers[key] { return number }
    numbers[key] = all.count
    all.append(text)
    return all.count - 1
  }
}

/// `meta`: what the profile is of.
enum FirefoxMeta {
  static func write(_ profile: Profile, to json: inout JsonWriter) {
    json.object {
      $0.member("version", 32)
      $0.member("preprocessedProfileVersion", 57)
      $0.member("interval", 1)
      $0.member("startTime") { $0.value(profile.header.startUnixNs, decimals: 6) }
      $0.member("processType", 0)
      $0.member("product", profile.facts.command.isEmpty ? "Python" : profile.facts.command)
      $0.member("importedFrom", "swiftprof")
      $0.member("misc", profile.facts.pythonVersion)
      $0.member("stackwalk", 0)
      $0.member("debug", false)
      $0.member("toolkit", "")
      $0.member("symbolicated", true)
      $0.member("markerSchema") { $0.array { _ in } }
      $0.member("categories") { $0.array(FirefoxCategory.write) }
      $0.member("sampleUnits") { json in
        json.object {
          $0.member("time", "ms")
          $0.member("eventDelay", "ms")
          $0.member("threadCPUDelta", "ns")
        }
      }
      $0.member("extensions") { json in
        json.object {
          $0.member("length", 0)
          $0.emptyColumns("id", "name", "baseURL")
        }
      }
    }
  }
}

/// What a function is, with a colour. WHY grey first: the profiler takes it for all that has none.
enum FirefoxCategory: Int, CaseIterable {
  case other
  case python
  case builtIn
  case garbageCollection

  init(_ function: Profile.Function) {
    switch function.kind {
    case .python: self = .python
    case .builtin, .method, .type: self = .builtIn
    case .gc: self = .garbageCollection
    case .thread, .folded, .cut, .span, .label: self = .other
    }
  }

  fileprivate static func write(to json: inout JsonWriter) {
    for category in allCases {
      let (name, colour) = category.nameAndColour
      json.object {
        $0.member("name", name)
        $0.member("color", colour)
        $0.member("subcategories") { $0.array { $0.value("Other") } }
      }
    }
  }

  private var nameAndColour: (String, String) {
    switch self {
    case .other: ("Other", "grey")
    case .python: ("Python", "yellow")
    case .builtIn: ("Built-in", "blue")
    case .garbageCollection: ("Garbage collection", "orange")
    }
  }
}
