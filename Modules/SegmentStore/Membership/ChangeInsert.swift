import GRDB
import GRDBSQLite
import SegmentModel

/// Inserts the changes of one segment, bound and stepped by hand: arrays of boxed arguments take longer than the insert
/// itself, and a step may have tens of thousands.
struct ChangeInsert {
  private let statement: Statement
  private var handle: OpaquePointer { statement.sqliteStatement }

  /// SQLite copies what is bound with it: `SQLITE_TRANSIENT`.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// - Parameter version: at which they happened.
  init(into segment: Int64, version: Int64, _ db: Database) throws {
    statement = try db.cachedStatement(
      sql: """
        INSERT INTO change (segment, version, change, contact, publicID, kind, cause, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try bind(segment, at: 1)
    try bind(version, at: 2)
  }

  func insert(_ change: SegmentUpdate.Change, number: Int64, publicID: String, at instant: Int64) throws {
    try bind(number, at: 3)
    try bind(change.contact, at: 4)
    try bind(publicID, at: 5)
    try bind(change.kind == .entered ? 1 : 0, at: 6)
    try bind(change.cause.rawValue, at: 7)
    try bind(instant, at: 8)
    defer { sqlite3_reset(handle) }
    try check(sqlite3_step(handle), is: SQLITE_DONE)
  }

  private func bind(_ number: Int64, at place: Int32) throws {
    try check(sqlite3_bind_int64(handle, place, number), is: SQLITE_OK)
  }

  private func bind(_ text: String, at place: Int32) throws {
    var text = text
    let code = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        guard let start = $0.baseAddress else { return sqlite3_bind_text(handle, place, "", 0, Self.transient) }
        return sqlite3_bind_text(handle, place, start, Int32($0.count), Self.transient)
      }
    }
    try check(code, is: SQLITE_OK)
  }

  private func check(_ code: Int32, is wanted: Int32) throws {
    guard code != wanted else { return }
    let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}
