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

/// Of what computes much: optimised in development builds too, which makes the tests several times faster.
let optimised: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

/// A library module; `needs` are its arrows (see ARCHITECTURE.md, held by ArchitectureTests).
func module(
  _ name: String, path: String? = nil, needs: [Target.Dependency] = [], exclude: [String] = [],
  settings: [SwiftSetting] = strict
) -> Target {
  .target(
    name: name, dependencies: needs, path: path ?? "Modules/\(name)", exclude: exclude, swiftSettings: settings)
}

func tests(of name: String, needs: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "SegmentModel", "TestSupport"] + needs,
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
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    module("SegmentModel"),
    module("FilterCompiler", needs: ["SegmentModel", crypto]),
    module("EventIngest", needs: ["SegmentModel", crypto]),
    module(
      "TrackedPropertyStore", needs: ["SegmentModel", "CPackedRecord", crypto, grdb, sqlite],
      exclude: ["CPackedRecord"]),
    .target(
      name: "CPackedRecord", path: "Modules/TrackedPropertyStore/CPackedRecord",
      linkerSettings: [.linkedLibrary("sqlite3")]),
    module("SegmentStore", needs: ["SegmentModel", grdb, sqlite]),
    module("SegmentIndex", needs: ["SegmentModel", "FilterCompiler"], settings: optimised),
    module("SegmentSync", needs: ["SegmentModel", "FilterCompiler", "SegmentStore"]),
    module(
      "StrataService",
      needs: [
        "SegmentModel", "CZlib", crypto, httpTypes, hummingbird, hummingbirdCore, lifecycle, logging, nio, nioHTTP,
        nioHTTPTypes, nioHTTPTypesHTTP1, signals,
      ], exclude: ["CZlib"]),
    .target(
      name: "CZlib", path: "Modules/StrataService/CZlib", cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("z")]),

    module(
      "SQLiteBackend", path: "Modules/Plugins/SQLiteBackend",
      needs: ["SegmentModel", "FilterCompiler", "TrackedPropertyStore", grdb]),
    module(
      "IndexBackend", path: "Modules/Plugins/IndexBackend",
      needs: ["SegmentModel", "FilterCompiler", "SegmentIndex", "SQLiteBackend", "TrackedPropertyStore"]),
    module(
      "IngestDialects", path: "Modules/Plugins/IngestDialects", needs: ["SegmentModel", "EventIngest", "CWidget"],
      exclude: ["Widget/CWidget", "Widget/README.md"]),
    .target(
      name: "CWidget", path: "Modules/Plugins/IngestDialects/Widget/CWidget",
      exclude: [
        "Source", "shrink.py", "eventsWidget.bundle.js", "eventsWidget.bundle.js.gz", "stub.js", "stub.js.gz",
      ],
      cSettings: [.treatAllWarnings(as: .error)]),
    module(
      "CurlDestination", path: "Modules/Plugins/CurlDestination",
      needs: ["SegmentModel", "SegmentSync", "CCurl", crypto], exclude: ["CCurl"]),
    .target(
      name: "CCurl", path: "Modules/Plugins/CurlDestination/CCurl", linkerSettings: [.linkedLibrary("curl")]),

    .executableTarget(
      name: "strata-ingest",
      dependencies: [
        "SegmentModel", "EventIngest", "IngestDialects", "TrackedPropertyStore", "StrataService", argumentParser,
        httpTypes, hummingbird, lifecycle, logging, nio,
      ],
      path: "Apps/IngestApp", swiftSettings: strict),
    .executableTarget(
      name: "strata-query",
      dependencies: [
        "SegmentModel", "FilterCompiler", "EventIngest", "IngestDialects", "SQLiteBackend", "SegmentIndex",
        "IndexBackend", "TrackedPropertyStore", "SegmentStore", "SegmentSync", "CurlDestination", "StrataService",
        "CPage",
        argumentParser, crypto, httpTypes, hummingbird, lifecycle, logging, nio,
      ],
      path: "Apps/QueryApp", exclude: ["Page/CPage", "Page/Files", "Page/embed.py"], swiftSettings: strict),
    .target(name: "CPage", path: "Apps/QueryApp/Page/CPage", cSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "strata",
      dependencies: [
        "SegmentModel", "FilterCompiler", "EventIngest", "IngestDialects", "TrackedPropertyStore", "SegmentStore",
        "SegmentSync", "StrataService", "SQLiteBackend", "CurlDestination", "CDemoPage", argumentParser, crypto,
        hummingbird, logging,
      ],
      path: "Apps/AdminCLI", exclude: ["Demo/CDemoPage", "Demo/page.html"], swiftSettings: strict),
    .target(
      name: "CDemoPage", path: "Apps/AdminCLI/Demo/CDemoPage", cSettings: [.treatAllWarnings(as: .error)]),

    .executableTarget(
      name: "compile-bench", dependencies: ["SegmentModel", "FilterCompiler"], path: "Benchmarks/Compile",
      swiftSettings: strict),
    .target(name: "BenchSupport", dependencies: [sqlite], path: "Benchmarks/Support", swiftSettings: strict),
    .executableTarget(
      name: "layouts", dependencies: ["BenchSupport", "CPackedRecord", "TrackedPropertyStore", sqlite],
      path: "Benchmarks/Layouts", swiftSettings: strict),
    .executableTarget(
      name: "live-load", dependencies: ["BenchSupport", "SegmentModel", "TrackedPropertyStore"],
      path: "Benchmarks/Load", swiftSettings: strict),
    .executableTarget(
      name: "index-bench", dependencies: ["BenchSupport", "SegmentModel", "FilterCompiler", "SegmentIndex"],
      path: "Benchmarks/Index", exclude: ["segments.json"], swiftSettings: strict),

    .executableTarget(
      name: "ingest-bench", dependencies: ["BenchSupport", sqlite], path: "Benchmarks/Ingest",
      exclude: ["run.py", "single.lua"], swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["SegmentModel"], path: "Tests/TestSupport", swiftSettings: optimised),
    .testTarget(name: "ArchitectureTests", path: "Tests/ArchitectureTests", swiftSettings: strict),
    .testTarget(
      name: "TestSupportTests", dependencies: ["SegmentModel", "TestSupport"], path: "Tests/TestSupportTests",
      swiftSettings: strict),
    .testTarget(
      name: "SegmentModelTests", dependencies: ["SegmentModel", "TestSupport"], path: "Tests/SegmentModelTests",
      swiftSettings: strict),
    tests(of: "FilterCompiler"),
    tests(of: "EventIngest", needs: [crypto]),
    tests(of: "IngestDialects", needs: ["EventIngest"]),
    tests(of: "TrackedPropertyStore", needs: ["CPackedRecord", grdb, sqlite]),
    tests(of: "SegmentStore", needs: [grdb]),
    tests(of: "SegmentIndex", needs: ["FilterCompiler"]),
    tests(of: "SegmentSync", needs: ["FilterCompiler", "SegmentStore"]),
    tests(of: "StrataService", needs: [httpTypes, hummingbird, hummingbirdTesting, lifecycle, logging, nio]),
    tests(of: "SQLiteBackend", needs: ["FilterCompiler", "TrackedPropertyStore", grdb]),
    tests(of: "CurlDestination", needs: ["SegmentSync", crypto]),
    .testTarget(
      name: "FollowTests",
      dependencies: [
        "SegmentModel", "FilterCompiler", "EventIngest", "SegmentStore", "SegmentSync", "SQLiteBackend", "SegmentIndex",
        "IndexBackend", "TrackedPropertyStore", "TestSupport",
      ],
      path: "Tests/FollowTests", swiftSettings: strict),
    .testTarget(
      name: "AdminCLITests",
      dependencies: [
        "strata", "SegmentModel", "EventIngest", "TrackedPropertyStore", "StrataService", "TestSupport", crypto,
        hummingbird, hummingbirdTesting, logging,
      ],
      path: "Tests/AdminCLITests", swiftSettings: strict),
    .testTarget(
      name: "IngestAppTests",
      dependencies: [
        "strata-ingest", "SegmentModel", "EventIngest", "IngestDialects", "TrackedPropertyStore", "StrataService",
        "TestSupport", httpTypes, hummingbird, hummingbirdTesting, lifecycle, logging, nio,
      ],
      path: "Tests/IngestAppTests", swiftSettings: strict),
    .testTarget(
      name: "QueryAppTests",
      dependencies: [
        "strata-query", "SegmentModel", "FilterCompiler", "SQLiteBackend", "SegmentStore", "SegmentSync",
        "StrataService", "TestSupport", "TrackedPropertyStore", httpTypes, hummingbird, hummingbirdTesting, logging,
        nio,
      ],
      path: "Tests/QueryAppTests", swiftSettings: strict),
  ],
  cLanguageStandard: .gnu2x
)
