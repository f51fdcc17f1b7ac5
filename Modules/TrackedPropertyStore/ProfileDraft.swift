import GRDB
import SegmentModel

/// A copy of the profiles to try writes on: what they do to it is what they would do.
///
/// It lies in a temporary file that SQLite takes the name from as soon as it is open, so that it is gone with this value or
/// the process, however that ends (https://www.sqlite.org/inmemorydb.html#temp_db).
///
/// The method signature is that of ingest's `ProfileLog`, which the apps let it meet.
package final class ProfileDraft: Sendable {
  package typealias Transaction = ProfileWriteTransaction

  private let queue: DatabaseQueue
  private let writer = ProfileWriter()
  private let clock: any WallClock

  init(_ queue: DatabaseQueue, clock: any WallClock) {
    self.queue = queue
    self.clock = clock
  }

  /// As `ProfileDatabase.write`, but for the disk: nothing is durable.
  /// - Throws: `ProfileStoreError.noRoomForDraft`, what `body` throws.
  package func write<T: Sendable>(
    _ body: (ProfileWriteTransaction) throws -> T
  ) throws -> (value: T, position: Int64) {
    try Self.reporting {
      try queue.writeWithoutTransaction { database in
        try writer.write(in: database, now: clock.now, body)
      }
    }
  }

  fileprivate static func reporting<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      throw ProfileStoreError.noRoomForDraft
    }
  }
}

extension ProfileDatabase {
  /// Copies everything, as it is at one moment; others may write meanwhile, and what they write stays in the log for so
  /// long.
  /// - Throws: `ProfileStoreError.busy`, `.noRoomForDraft`; `DatabaseError`.
  package func makeDraft() throws -> ProfileDraft {
    try Self.reporting {
      try ProfileDraft.reporting {
        let queue = try DatabaseQueue(path: "", configuration: pool.configuration)
        try pool.backup(to: queue)
        return ProfileDraft(queue, clock: clock)
      }
    }
  }
}
