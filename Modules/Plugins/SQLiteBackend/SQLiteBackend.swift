import FilterCompiler
package import TrackedPropertyStore

/// Segments evaluated by SQL on `profiles.sqlite`.
package struct SQLiteBackend: SegmentBackend {
  private let profiles: ProfileDatabase

  /// - Parameter profiles: opened with `ViewFunctions.register` as its set-up.
  package init(profiles: ProfileDatabase) {
    self.profiles = profiles
  }

  package func read<T: Sendable>(_ body: (SQLiteSnapshot) throws -> T) throws -> T {
    try profiles.read { try body(SQLiteSnapshot(reader: $0)) }
  }
}
