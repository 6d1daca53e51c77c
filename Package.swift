// swift-tools-version: 6.2
// The chain of parts, left may be imported by right, never back (ARCHITECTURE.md):
//   CRecording <- Recording <- Profiles <- Formats <- SwiftProf (the shared library) | CSwiftProf (its C header)
import PackageDescription

let swiftSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "swiftprof",
  products: [
    .library(name: "SwiftProf", type: .dynamic, targets: ["SwiftProf"])
  ],
  targets: [
    // C: record layout, clock intrinsics and the contract of the event path.
    .target(name: "CRecording"),
    // C: zlib of the system.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // C: the page of the HTML report, embedded.
    .target(name: "CReportPage", exclude: ["README.md", "page"]),
    // C: the contract of the cold side, what the Python bridge includes.
    .target(name: "CSwiftProf", dependencies: ["CRecording"]),

    // HOT: the only code that runs per event.
    .target(
      name: "Recording", dependencies: ["CRecording"], exclude: ["README.md"], swiftSettings: swiftSettings),

    // cold
    .target(
      name: "Profiles", dependencies: ["Recording"], exclude: ["README.md"], swiftSettings: swiftSettings),
    .target(
      name: "Formats", dependencies: ["Profiles", "CReportPage", "CZlib"], exclude: ["README.md"],
      swiftSettings: swiftSettings),
    .target(
      name: "SwiftProf", dependencies: ["Recording", "Profiles", "Formats", "CSwiftProf"],
      exclude: ["README.md"], swiftSettings: swiftSettings),

    // tests
    .testTarget(name: "RecordingTests", dependencies: ["Recording"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ProfilesTests", dependencies: ["Profiles", "Recording"], swiftSettings: swiftSettings),
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "Profiles", "Recording"], exclude: ["Golden"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "SwiftProfTests", dependencies: ["SwiftProf", "CSwiftProf", "Profiles", "Recording"],
      swiftSettings: swiftSettings),
  ]
)

// scripts/fuzz: a program whose `main` is libFuzzer's.
if Context.environment["SWIFTPROF_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["Formats", "Profiles"], path: "Tests/Fuzzing",
      exclude: ["Corpus", "README.md"],
      swiftSettings: swiftSettings))
}
