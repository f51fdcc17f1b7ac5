// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of ours: Swift 6 mode (from the tools version), the upcoming
/// features that are settled, and no warnings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// A library module; `needs` are its arrows (see ARCHITECTURE.md, held by ArchitectureTests).
func module(_ name: String, path: String? = nil, needs: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(
    name: name, dependencies: needs, path: path ?? "Modules/\(name)", exclude: exclude, swiftSettings: strict)
}

func tests(of name: String, needs: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + needs,
    path: "Tests/\(name)Tests", swiftSettings: strict)
}

let package = Package(
  name: "strata",
  products: [
    .executable(name: "strata-ingest", targets: ["strata-ingest"]),
    .executable(name: "strata-query", targets: ["strata-query"]),
    .executable(name: "strata", targets: ["strata"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    module("SegmentModel"),
    module("FilterCompiler", needs: ["SegmentModel"]),
    module("EventIngest", needs: ["SegmentModel", crypto]),
    module("TrackedPropertyStore", needs: ["SegmentModel", grdb]),
    module("SegmentStore", needs: ["SegmentModel", grdb]),
    module("SegmentSync", needs: ["SegmentModel", "FilterCompiler", "SegmentStore"]),
    module("StrataService", needs: ["SegmentModel", crypto, hummingbird, logging, lifecycle]),

    module(
      "SQLiteBackend", path: "Modules/Plugins/SQLiteBackend",
      needs: ["SegmentModel", "FilterCompiler", "TrackedPropertyStore", grdb]),
    module("IngestDialects", path: "Modules/Plugins/IngestDialects", needs: ["SegmentModel", "EventIngest"]),
    module(
      "CurlDestination", path: "Modules/Plugins/CurlDestination",
      needs: ["SegmentModel", "SegmentSync", "CCurl", crypto], exclude: ["CCurl"]),
    .target(
      name: "CCurl", path: "Modules/Plugins/CurlDestination/CCurl", linkerSettings: [.linkedLibrary("curl")]),

    .executableTarget(
      name: "strata-ingest",
      dependencies: [
        "SegmentModel", "EventIngest", "IngestDialects", "TrackedPropertyStore", "StrataService",
        argumentParser, hummingbird, logging, lifecycle,
      ],
      path: "Apps/IngestApp", swiftSettings: strict),
    .executableTarget(
      name: "strata-query",
      dependencies: [
        "SegmentModel", "FilterCompiler", "SQLiteBackend", "TrackedPropertyStore", "SegmentStore", "SegmentSync",
        "CurlDestination", "StrataService", argumentParser, hummingbird, logging, lifecycle,
      ],
      path: "Apps/QueryApp", swiftSettings: strict),
    .executableTarget(
      name: "strata",
      dependencies: [
        "SegmentModel", "FilterCompiler", "EventIngest", "IngestDialects", "SQLiteBackend", "TrackedPropertyStore",
        "SegmentStore", "SegmentSync", "CurlDestination", "StrataService", argumentParser, logging,
      ],
      path: "Apps/AdminCLI", swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["SegmentModel"], path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "SegmentModel"),
  ]
)
