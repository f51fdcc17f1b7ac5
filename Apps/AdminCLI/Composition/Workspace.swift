import CurlDestination
import Foundation
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// The composition root: the data directory, open, with all that commands work on. Every call on it blocks.
struct Workspace: Sendable {
  static let directorySetting = Settings.data

  let directory: DataDirectory
  let clock: any WallClock
  let profiles: ProfileDatabase
  let backend: SQLiteBackend
  let store: SegmentStore
  let segments: SegmentService

  /// - Parameter creating: makes the directory where there is none.
  /// - Throws: `CommandFailure` where there is none; `DataDirectoryError`, `ProfileStoreError`, `SegmentStoreError`.
  init(path: String, creating: Bool, clock: any WallClock) throws {
    guard creating || FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        .notFound, "There is no data directory \(path); name one with --data, or make one with strata demo.")
    }
    directory = try DataDirectory(path: path)
    profiles = try ProfileDatabase(in: directory, clock: clock) { ViewFunctions.register(on: $0) }
    store = try Self.openSegments(in: directory)
    backend = SQLiteBackend(profiles: profiles)
    segments = SegmentService(
      store: store, profiles: ProfileFollowing(backend: backend, doorbell: try profiles.makeDoorbell()), clock: clock,
      urlProblem: { WebhookURL.problem($0)?.sentence }
    ).by("command line")
    self.clock = clock
  }

  private static func openSegments(in directory: DataDirectory) throws -> SegmentStore {
    let path = directory.file("segments.sqlite")
    try directory.bringUpToDate(
      store: "segments",
      state: {
        switch try SegmentSchema.state(at: path) {
        case .absent: .absent
        case .current: .current
        case .older: .older
        }
      }, migrate: { try SegmentSchema.migrate(at: path) })
    return try SegmentStore(path: path)
  }

  /// The live now: time as committed never goes back.
  func now() throws -> Instant { try segments.now() }
}
