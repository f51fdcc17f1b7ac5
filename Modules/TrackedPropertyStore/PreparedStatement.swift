import GRDB
import GRDBSQLite
import SegmentModel

/// A statement of a connection, bound, stepped and read by hand.
///
/// The connection keeps it, by its text. Arrays of boxed arguments are what this spares, on a path that
/// runs for each message. Not to be run again from inside `read` of the same text.
struct PreparedStatement {
  private let statement: Statement
  private var handle: OpaquePointer { statement.sqliteStatement }

  fileprivate init(_ statement: Statement) {
    self.statement = statement
  }

  /// Runs it to its end, and ignores its rows.
  func run<each Argument: SQLArgument>(_ arguments: repeat each Argument) throws {
    try bind(repeat each arguments)
    defer { sqlite3_reset(handle) }
    while try step() {}
  }

  /// What `read` makes of the first row, or nil where there is none.
  func first<T, each Argument: SQLArgument>(
    _ arguments: repeat each Argument, read: (SQLRow) throws -> T
  ) throws -> T? {
    try bind(repeat each arguments)
    defer { sqlite3_reset(handle) }
    return try step() ? try read(SQLRow(handle: handle)) : nil
  }

  /// What `read` makes of each row.
  func all<T, each Argument: SQLArgument>(
    _ arguments: repeat each Argument, read: (SQLRow) throws -> T
  ) throws -> [T] {
    try bind(repeat each arguments)
    defer { sqlite3_reset(handle) }
    var values: [T] = []
    while try step() { values.append(try read(SQLRow(handle: handle))) }
    return values
  }

  /// Hands each row to `body`.
  func each<each Argument: SQLArgument>(_ arguments: repeat each Argument, body: (SQLRow) throws -> Void) throws {
    try bind(repeat each arguments)
    defer { sqlite3_reset(handle) }
    while try step() { try body(SQLRow(handle: handle)) }
  }

  private func bind<each Argument: SQLArgument>(_ arguments: repeat each Argument) throws {
    var index: Int32 = 0
    for argument in repeat each arguments {
      index += 1
      try check(argument.bind(to: handle, at: index))
    }
  }

  private func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    try check(code)
    return false
  }

  private func check(_ code: Int32) throws {
    guard code != SQLITE_OK else { return }
    let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}

extension Database {
  func statement(_ sql: String) throws -> PreparedStatement {
    PreparedStatement(try cachedStatement(sql: sql))
  }
}
