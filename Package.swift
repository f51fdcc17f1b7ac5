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

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

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
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2")
  ],
  targets: [
    module("SegmentModel"),
    module("FilterCompiler", needs: ["SegmentModel"]),
    module("EventIngest", needs: ["SegmentModel", crypto]),
    .target(name: "TestSupport", dependencies: ["SegmentModel"], path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "SegmentModel"),
    tests(of: "FilterCompiler"),
    .testTarget(name: "ArchitectureTests", path: "Tests/ArchitectureTests", swiftSettings: strict),
  ]
)
