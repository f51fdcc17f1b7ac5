import GRDB
import GRDBSQLite
import SegmentModel

/// Inserts the changes of one segment. A step may have tens of thousands: several are one statement, which takes half as
/// long, and they are bound by hand, since arrays of boxed arguments take longer than the insert itself.
struct ChangeInsert {
  struct Row {
    var number: Int64
    var contact: Int64
    var publicID: String
    var kind: MembershipChangeKind
    var cause: ChangeCause
    var at: Int64
  }

  private static let rowsOfStatement = 8
  /// SQLite copies what is bound with it: `SQLITE_TRANSIENT`.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private let one: Statement
  private let several: Statement

  /// - Parameter version: at which they happened.
  init(into segment: Int64, version: Int64, _ db: Database) throws {
    one = try db.cachedStatement(sql: Self.sql(rows: 1))
    several = try db.cachedStatement(sql: Self.sql(rows: Self.rowsOfStatement))
    for statement in [one, several] {
      try bind(segment, statement, at: 1)
      try bind(version, statement, at: 2)
    }
  }

  private static func sql(rows: Int) -> String {
    let values = (0..<rows).map { row in
      "(?1, ?2, " + (3..<9).map { "?\($0 + row * 6)" }.joined(separator: ", ") + ")"
    }
    return "INSERT INTO change (segment, version, change, contact, publicID, kind, cause, at) VALUES "
      + values.joined(separator: ", ")
  }

  func insert(_ rows: [Row]) throws {
    var rest = rows[...]
    while !rest.isEmpty {
      let isFull = rest.count >= Self.rowsOfStatement
      let next = rest.prefix(isFull ? Self.rowsOfStatement : 1)
      rest = rest.dropFirst(next.count)
      try insert(next, by: isFull ? several : one)
    }
  }

  private func insert(_ rows: ArraySlice<Row>, by statement: Statement) throws {
    for (index, row) in rows.enumerated() {
      let first = Int32(3 + index * 6)
      try bind(row.number, statement, at: first)
      try bind(row.contact, statement, at: first + 1)
      try bind(row.publicID, statement, at: first + 2)
      try bind(row.kind == .entered ? 1 : 0, statement, at: first + 3)
      try bind(row.cause.rawValue, statement, at: first + 4)
      try bind(row.at, statement, at: first + 5)
    }
    defer { sqlite3_reset(statement.sqliteStatement) }
    try check(sqlite3_step(statement.sqliteStatement), is: SQLITE_DONE, statement)
  }

  private func bind(_ number: Int64, _ statement: Statement, at place: Int32) throws {
    try check(sqlite3_bind_int64(statement.sqliteStatement, place, number), is: SQLITE_OK, statement)
  }

  private func bind(_ text: String, _ statement: Statement, at place: Int32) throws {
    var text = text
    let code = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        let (start, count) = ($0.baseAddress, Int32($0.count))
        guard let start else { return sqlite3_bind_text(statement.sqliteStatement, place, "", 0, Self.transient) }
        return sqlite3_bind_text(statement.sqliteStatement, place, start, count, Self.transient)
      }
    }
    try check(code, is: SQLITE_OK, statement)
  }

  private func check(_ code: Int32, is wanted: Int32, _ statement: Statement) throws {
    guard code != wanted else { return }
    let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)))
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}
