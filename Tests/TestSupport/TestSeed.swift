import Foundation

/// The seed of a randomised test: `STRATA_SEED` of the environment, where it is set, else one that is drawn.
///
/// It is printed, so that a failure can be had again.
package struct TestSeed: Sendable {
  package let value: UInt64

  package init(_ test: String = #function) {
    value = Self.fromEnvironment ?? UInt64.random(in: 0..<1 << 53)
    print("STRATA_SEED=\(value) # \(test)")
  }

  /// A generator of its own for each use within a test.
  package func generator(_ stream: UInt64 = 0) -> SplitMix64 { SplitMix64(seed: value, stream: stream) }

  /// Whether the long versions of tests are asked for.
  package static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  private static var fromEnvironment: UInt64? {
    ProcessInfo.processInfo.environment["STRATA_SEED"].flatMap { UInt64($0) }
  }
}
