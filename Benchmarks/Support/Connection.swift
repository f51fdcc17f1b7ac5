import GRDBSQLite

/// An SQLite result code and what the connection says of it.
package struct SQLiteFailure: Error, CustomStringConvertible {
  package let code: Int32
  package let message: String

  package var description: String { "SQLite \(code): \(message)" }
}

/// A bare connection: the figures are those of SQLite, not of what is built on it.
package final class Connection {
  package let handle: OpaquePointer

  package init(path: String) throws {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else { throw SQLiteFailure(code: code, message: "cannot open \(path)") }
    handle = opened
  }

  deinit { sqlite3_close_v2(handle) }

  package func check(_ code: Int32) throws {
    guard code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW else {
      throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }
  }

  package func execute(_ sql: String) throws {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  package func prepare(_ sql: String) throws -> Statement {
    var prepared: OpaquePointer?
    try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
    guard let prepared else { throw SQLiteFailure(code: SQLITE_MISUSE, message: "nothing to prepare") }
    return Statement(connection: self, handle: prepared)
  }

  /// The first column of the first row, as an integer.
  package func integer(_ sql: String) throws -> Int64 {
    let statement = try prepare(sql)
    guard try statement.step() else { return 0 }
    return statement.integer(at: 0)
  }
}
