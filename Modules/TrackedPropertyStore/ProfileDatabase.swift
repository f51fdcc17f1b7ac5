import CPackedRecord
package import GRDB
package import SegmentModel

/// `profiles.sqlite`: contacts, companies, events, identities, sources and the change feed.
///
/// One connection writes, in transactions that hold the write lock from their beginning; a pool of others
/// reads, each read a snapshot (https://www.sqlite.org/isolation.html). A write is on disk when `write`
/// returns: WAL with `synchronous=FULL`. Both block, and are to be called from threads that may.
///
/// The method signatures are those of ingest's `ProfileLog`, which the apps let it meet.
package final class ProfileDatabase: Sendable {
  package typealias Transaction = ProfileWriteTransaction

  /// Made ready on each connection before its first use: SQL functions of a backend, for example.
  package typealias ConnectionSetup = @Sendable (Database) throws -> Void

  package static let fileName = "profiles.sqlite"

  let pool: DatabasePool
  private let writer = ProfileWriter()
  let clock: any WallClock
  /// Keeps the locks for as long as the database is open.
  private let directory: DataDirectory
  private let readNames = ReadNames()

  /// Opens the database of a data directory, and creates it or brings it up to date first.
  /// - Parameter patience: seconds that a call waits for another program's lock.
  /// - Throws: `ProfileStoreError.newer`, `.foreign`; `DataDirectoryError`.
  package init(
    in directory: DataDirectory, clock: any WallClock = SystemClock(), patience: Double = 10,
    setUp: @escaping ConnectionSetup = { _ in }
  ) throws {
    let path = directory.file(Self.fileName)
    try directory.bringUpToDate(
      store: "profiles", state: { try ProfileMigrations.state(ofDatabaseAt: path) },
      migrate: { try ProfileMigrations.migrate(databaseAt: path) })
    self.directory = directory
    self.clock = clock
    pool = try DatabasePool(path: path, configuration: Self.configuration(patience: patience, setUp: setUp))
    // The pool asks for NORMAL, which may lose the last commits when the power fails.
    try pool.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;
          PRAGMA secure_delete = ON;
          """)
    }
  }

  /// Runs `body` in one transaction; blocks until the commit is on disk. What it throws undoes everything.
  /// - Returns: what `body` returned, and the position of the change feed after the commit.
  /// - Throws: `ProfileStoreError.busy`, what `body` throws.
  package func write<T: Sendable>(
    _ body: (ProfileWriteTransaction) throws -> T
  ) throws -> (value: T, position: Int64) {
    try Self.reporting {
      try pool.writeWithoutTransaction { database in
        try writer.write(in: database, now: clock.now, body)
      }
    }
  }

  /// Runs `body` on a snapshot; to take well under a second, so that the log can be checkpointed.
  /// - Throws: `ProfileStoreError.busy`, what `body` throws.
  package func read<T: Sendable>(_ body: (ProfileReader) throws -> T) throws -> T {
    try Self.reporting { try pool.read { try body(ProfileReader(database: $0, names: readNames)) } }
  }

  /// A lock that is not given in time as our error; others as they are.
  static func reporting<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
      throw ProfileStoreError.busy
    }
  }

  /// A doorbell for one follower.
  package func makeDoorbell() throws -> ChangeDoorbell {
    try ChangeDoorbell(path: pool.path)
  }

  /// Brings the log into the database, closes the connections, once reads and writes that are under way have ended, and
  /// gives up the directory's locks.
  package func close() throws {
    try truncateLog()
    try pool.close()
    directory.release()
  }

  /// Brings the log into the database and empties it, unless readers are in the way.
  package func truncateLog() throws {
    try pool.writeWithoutTransaction { database in
      do {
        _ = try database.checkpoint(.truncate)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        // A later checkpoint does it.
      }
    }
  }

  private static func configuration(patience: Double, setUp: @escaping ConnectionSetup) -> Configuration {
    var configuration = Configuration()
    configuration.label = "strata.profiles"
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = false
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      let code = strata_register_packed(database.sqliteConnection)
      guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      // Room for the inner pages of all tables at tens of millions of rows: each lookup goes through some.
      try database.execute(sql: "PRAGMA cache_size = -16384")
      try setUp(database)
    }
    return configuration
  }
}
