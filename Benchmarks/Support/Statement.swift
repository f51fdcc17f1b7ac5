import GRDBSQLite

/// A prepared statement, bound and stepped by hand.
package final class Statement {
  private let connection: Connection
  private let handle: OpaquePointer

  package init(connection: Connection, handle: OpaquePointer) {
    self.connection = connection
    self.handle = handle
  }

  deinit { sqlite3_finalize(handle) }

  package func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

  package func bind(_ value: Double, at index: Int32) { sqlite3_bind_double(handle, index, value) }

  package func bindNull(at index: Int32) { sqlite3_bind_null(handle, index) }

  package func bind(text: String, at index: Int32) {
    var text = text
    text.withUTF8 { bind(utf8: UnsafeRawBufferPointer($0), at: index) }
  }

  package func bind(utf8: UnsafeRawBufferPointer, at index: Int32) {
    let text = utf8.bindMemory(to: CChar.self).baseAddress
    sqlite3_bind_text(handle, index, text, Int32(utf8.count), Statement.transient)
  }

  package func bind(blob: [UInt8], at index: Int32) {
    _ = blob.withUnsafeBytes {
      sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), Statement.transient)
    }
  }

  /// Whether there is a row.
  package func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    try connection.check(code)
    return false
  }

  /// Steps a statement that gives no rows, and readies it for the next.
  package func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    try connection.check(code)
  }

  package func reset() { sqlite3_reset(handle) }

  package func integer(at column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  package func double(at column: Int32) -> Double { sqlite3_column_double(handle, column) }

  package func type(at column: Int32) -> Int32 { sqlite3_column_type(handle, column) }

  /// The bytes of a text or blob; good until the next step.
  package func bytes(at column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// SQLite copies what is bound with it.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
