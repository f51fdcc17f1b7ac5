import GRDB
import GRDBSQLite

/// `segments.sqlite`: definitions, members, changes, webhooks with their outbox, access.
///
/// One writer at a time, also among processes (`BEGIN IMMEDIATE`, waiting up to 5 s), and readers beside it, each on
/// one snapshot. A committed write is on disk. Every call blocks its thread; never call from a cooperative one.
/// The query server and the CLI open the same file; the lock on the data directory is not taken here.
package final class SegmentStore: Sendable {
  /// How long a write waits for another process, in seconds.
  private static let patience = 5.0

  private let pool: DatabasePool
  /// A connection of its own that never writes: for it alone `PRAGMA data_version` moves with every commit, those of
  /// this process too.
  private let doorbell: DatabaseQueue

  /// Opens the file; makes it, or brings it up to date, where needed.
  /// - Throws: `SegmentStoreError`.
  package init(path: String) throws {
    if try SegmentSchema.state(at: path) != .current { try SegmentSchema.migrate(at: path) }
    var configuration = Configuration()
    configuration.label = "strata.segments"
    configuration.busyMode = .timeout(Self.patience)
    pool = try Self.reporting { try DatabasePool(path: path, configuration: configuration) }
    // GRDB sets NORMAL together with WAL, which may lose the last commits with the power.
    // Source: https://www.sqlite.org/pragma.html#pragma_synchronous
    // What is deleted is overwritten, for erasures: https://www.sqlite.org/pragma.html#pragma_secure_delete
    try pool.writeWithoutTransaction {
      // A step of the follower writes to a few pages of each of a thousand segments: they are not to be read each time,
      // nor to be brought from the log into the file each time.
      try $0.execute(
        sql: """
          PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768;
          PRAGMA wal_autocheckpoint = 2000;
          """)
    }
    configuration.readonly = true
    configuration.label = "strata.segments.doorbell"
    doorbell = try Self.reporting { [configuration] in try DatabaseQueue(path: path, configuration: configuration) }
  }

  /// Runs `body` on one consistent state.
  package func read<T>(_ body: (SegmentReading) throws -> T) throws -> T {
    try Self.reporting { try pool.read { try body(SegmentReading($0)) } }
  }

  /// Runs `body` in one transaction; what it did is undone where it throws, and on disk when this returns.
  package func write<T>(_ body: (SegmentWriting) throws -> T) throws -> T {
    try Self.reporting { try pool.write { try body(SegmentWriting($0)) } }
  }

  /// Another number whenever somebody has committed, this process or another; a few microseconds.
  package func dataVersion() throws -> Int64 {
    try Self.reporting {
      try doorbell.inDatabase { database in
        // Stepped by hand: it is asked a hundred times a second, and a cursor takes ten times as long.
        let statement = try database.cachedStatement(sql: "PRAGMA data_version")
        defer { sqlite3_reset(statement.sqliteStatement) }
        let code = sqlite3_step(statement.sqliteStatement)
        guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        return sqlite3_column_int64(statement.sqliteStatement, 0)
      }
    }
  }

  /// Moves what stands in the write-ahead log into the file; for a clean shutdown.
  package func checkpoint() throws {
    try Self.reporting { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
  }

  /// Copies everything, as it is at one moment, into a new file. On disk when this returns.
  /// Source: https://www.sqlite.org/backup.html
  package func backUp(to path: String) throws {
    try Self.reporting {
      let copy = try DatabaseQueue(path: path)
      try pool.backup(to: copy)
      try copy.close()
    }
  }

  /// Brings the log into the file and closes it.
  package func close() throws {
    try checkpoint()
    try Self.reporting {
      try doorbell.close()
      try pool.close()
    }
  }

  /// Errors of SQLite as ours; others as they are.
  static func reporting<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw SegmentStoreError(error)
    }
  }
}
