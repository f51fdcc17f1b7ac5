import BenchSupport
import GRDBSQLite

/// Inserts the rows of a `profiles.sqlite` that ingest has written into another file with the same tables, and does nothing
/// else: what the disk and SQLite take by themselves.
struct BareLoop {
  private static let everything = ["contact", "identifier", "message", "event", "feed"]

  struct Figures {
    var rows = 0
    var events = 0
    var transactions = 0
    var seconds = 0.0
  }

  /// - Parameters:
  ///   - transactions: in which the rows are written, each with an equal part of every table.
  ///   - isEventsAlone: of the table of events, and no other.
  static func run(from source: String, into target: String, transactions: Int, isEventsAlone: Bool) throws -> Figures {
    let reading = try Connection(path: source)
    let tables = try (isEventsAlone ? ["event"] : everything).map { try Table($0, in: reading) }
    let writing = try Connection(path: target)
    // As the product has them.
    try writing.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
      PRAGMA cache_size = -65536; PRAGMA secure_delete = ON;
      """)
    for sql in try Table.schema(of: tables.map(\.name), in: reading) { try writing.execute(sql) }
    let inserts = try tables.map { try writing.prepare($0.insert) }
    let clock = ContinuousClock()
    let took = try clock.measure {
      for transaction in 0..<transactions {
        try writing.execute("BEGIN IMMEDIATE")
        for (table, insert) in zip(tables, inserts) {
          let rows = table.rows.count
          for row in table.rows[(rows * transaction / transactions)..<(rows * (transaction + 1) / transactions)] {
            for (index, value) in row.enumerated() { value.bind(to: insert, at: Int32(index + 1)) }
            try insert.run()
          }
        }
        try writing.execute("COMMIT")
      }
    }
    return Figures(
      rows: tables.reduce(0) { $0 + $1.rows.count },
      events: tables.first { $0.name == "event" }?.rows.count ?? 0, transactions: transactions,
      seconds: took / .seconds(1))
  }
}

/// All rows of a table in memory, in the order in which they came.
struct Table {
  let name: String
  let insert: String
  let rows: [[Cell]]

  init(_ name: String, in connection: Connection) throws {
    self.name = name
    let columns = try connection.texts("SELECT name FROM pragma_table_info('\(name)') ORDER BY cid")
    insert =
      "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES "
      + "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
    let select = try connection.prepare("SELECT \(columns.joined(separator: ", ")) FROM \(name)")
    var rows: [[Cell]] = []
    while try select.step() { rows.append(columns.indices.map { Cell(select, at: Int32($0)) }) }
    // Those with an id lie in their order; what is kept by its key came in no order.
    if !["contact", "event", "feed"].contains(name) {
      var generator = Shuffle()
      rows.shuffle(using: &generator)
    }
    self.rows = rows
  }

  /// The statements that made the tables and their indexes.
  static func schema(of tables: [String], in connection: Connection) throws -> [String] {
    let names = tables.map { "'\($0)'" }.joined(separator: ", ")
    return try connection.texts(
      "SELECT sql FROM sqlite_schema WHERE tbl_name IN (\(names)) AND sql IS NOT NULL ORDER BY rowid")
  }
}

enum Cell {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  init(_ statement: Statement, at column: Int32) {
    switch statement.type(at: column) {
    case SQLITE_NULL: self = .null
    case SQLITE_INTEGER: self = .integer(statement.integer(at: column))
    case SQLITE_TEXT: self = .text(String(decoding: statement.bytes(at: column), as: UTF8.self))
    default: self = .blob(Array(statement.bytes(at: column)))
    }
  }

  func bind(to statement: Statement, at index: Int32) {
    switch self {
    case .null: statement.bindNull(at: index)
    case .integer(let value): statement.bind(value, at: index)
    case .text(let text): statement.bind(text: text, at: index)
    case .blob(let bytes): statement.bind(blob: bytes, at: index)
    }
  }
}

/// The same order each time.
private struct Shuffle: RandomNumberGenerator {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

extension Connection {
  /// The first column of every row.
  func texts(_ sql: String) throws -> [String] {
    let statement = try prepare(sql)
    var texts: [String] = []
    while try statement.step() { texts.append(String(decoding: statement.bytes(at: 0), as: UTF8.self)) }
    return texts
  }
}
