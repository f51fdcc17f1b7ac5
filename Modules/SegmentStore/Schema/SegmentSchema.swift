import Foundation
import GRDB
import Glibc
import SegmentModel

/// The format of `segments.sqlite`: whether a file has it, and how it gets it.
///
/// Migrations are to run while no other program has the file open; who opens the data directory sees to that.
package enum SegmentSchema {
  /// `PRAGMA user_version`.
  package static let version = 4
  /// `PRAGMA application_id`: "SEGS".
  static let applicationID = 0x5345_4753

  package enum State: Sendable { case absent, current, older }

  /// - Throws: `SegmentStoreError.foreignFile`, `.newer`.
  package static func state(at path: String) throws -> State {
    guard FileManager.default.fileExists(atPath: path) else { return .absent }
    return try withConnection(to: path) { try state(of: $0, path: path) }
  }

  /// Makes the file, or brings it up to date, in one transaction.
  package static func migrate(at path: String) throws {
    // Made by SQLite it would be for everyone to read.
    close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
    try withConnection(to: path) { database in
      _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.inTransaction(.immediate) {
        // Another program may have done it while this one waited.
        if try state(of: database, path: path) != .current {
          try migrate(database, from: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0)
        }
        return .commit
      }
    }
  }

  /// - Parameter format: of what is there; 0 where nothing is.
  private static func migrate(_ database: Database, from format: Int) throws {
    if format < 1 {
      try database.execute(sql: SegmentSchema1.sql)
      try database.execute(
        sql: "INSERT INTO service (id, epoch, version, position, now, definitions) VALUES (1, ?, 0, 0, 0, 0)",
        arguments: [PublicID.randomText(length: 20)])
    }
    if format < 2 { try database.execute(sql: SegmentSchema2.sql) }
    if format < 3 { try database.execute(sql: SegmentSchema3.sql) }
    if format < 4 { try database.execute(sql: SegmentSchema4.sql) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
  }

  private static func state(of database: Database, path: String) throws -> State {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if application == 0, found == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
      return .absent
    }
    guard application == applicationID else { throw SegmentStoreError.foreignFile(path: path) }
    guard found <= version else { throw SegmentStoreError.newer(path: path, version: found) }
    return found == version ? .current : .older
  }

  private static func withConnection<T>(to path: String, _ body: (Database) throws -> T) throws -> T {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    do {
      return try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction(body)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw SegmentStoreError.foreignFile(path: path)
    } catch let error as DatabaseError {
      throw SegmentStoreError(error)
    }
  }
}
