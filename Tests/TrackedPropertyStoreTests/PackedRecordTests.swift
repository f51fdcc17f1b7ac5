import CPackedRecord
import Foundation
import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct PackedRecordTests {
  @Test func everyKindOfValueComesBackAsItWentIn() throws {
    let time = Instant(milliseconds: 1_795_521_600_123)
    let entries: [(Int64, StoredValue)] = [
      (1, StoredValue(.text("Jürgen \u{0}x"), time: time, isTrusted: true)),
      (2, StoredValue(.number(-0.1), time: Instant(milliseconds: -5), isTrusted: false)),
      (3, StoredValue(.boolean(true), time: time, isTrusted: false)),
      (4, StoredValue(.boolean(false), time: time, isTrusted: true)),
      (127, StoredValue(nil, time: time, isTrusted: true)),
      (128, StoredValue(.list([.text("a"), .number(1e300), .text("")]), time: time, isTrusted: true)),
      (70_000, StoredValue(.text(String(repeating: "ä", count: 4_000)), time: time, isTrusted: false)),
    ]
    var writer = PackedRecordWriter()
    for (name, value) in entries {
      try writer.append(value.value, name: name, time: value.time, isTrusted: value.isTrusted)
    }
    let read = try Self.entries(of: writer.finish())
    #expect(read.map(\.0) == entries.map(\.0))
    #expect(read.map(\.1) == entries.map(\.1))
  }

  @Test func attributeTakesNoWriteTime() throws {
    var writer = PackedRecordWriter()
    try writer.append(.text("80%"), name: 1)
    try writer.append(.number(100), name: 2)
    // Format; name, flags, length, 3 bytes; name, flags, 8 bytes.
    #expect(try writer.finish().count == 1 + 6 + 10)
  }

  @Test func numberThatIsNotFiniteIsRefused() {
    for number in [Double.nan, .infinity, -.infinity] {
      var writer = PackedRecordWriter()
      #expect(throws: PackedRecordError.notFinite) { try writer.append(.number(number), name: 1) }
      #expect(throws: PackedRecordError.notFinite) { try writer.append(.list([.number(number)]), name: 2) }
    }
  }

  @Test func recordOverTheBoundIsRefused() throws {
    var writer = PackedRecordWriter()
    writer.appendText(String(repeating: "x", count: PackedRecord.maximumSize), name: 1)
    #expect(throws: ProfileLimitError.recordTooLarge) { try writer.finish() }
  }

  @Test func sqlReadsWhatSwiftWrote() throws {
    var writer = PackedRecordWriter()
    try writer.append(.text("x"), name: 1, time: Instant(milliseconds: 0))
    try writer.append(.number(1), name: 2)
    try writer.append(.boolean(true), name: 3)
    try writer.append(nil, name: 4)
    try writer.append(.list([.text("a"), .number(2)]), name: 5)
    writer.appendText("", name: 6)
    let record = try writer.finish()
    let queue = try Self.queue()
    try queue.read { database throws in
      #expect(try Self.rows(record, 1, database) == ["text x"])
      #expect(try Self.rows(record, 2, database) == ["real 1.0"])
      #expect(try Self.rows(record, 3, database) == ["integer 1"])
      #expect(try Self.rows(record, 4, database) == [])
      #expect(try Self.rows(record, 5, database) == ["text a", "real 2.0"])
      #expect(try Self.rows(record, 6, database) == ["text "])
      #expect(try Self.rows(record, 7, database) == [])
      #expect(try Self.rows(nil, 1, database) == [])
      #expect(try Self.rows(record, nil, database) == [])
      #expect(try Self.rows(record, 0, database) == [])
    }
  }

  @Test func listCutShortByExistsLeavesNothingToTheNextRow() throws {
    var writer = PackedRecordWriter()
    try writer.append(.list([.text("a"), .text("b")]), name: 1)
    let list = try writer.finish()
    writer.reset()
    try writer.append(.text("c"), name: 1)
    let text = try writer.finish()
    let queue = try Self.queue()
    try queue.write { database throws in
      try database.execute(sql: "CREATE TABLE t (r BLOB)")
      for record in [list, text, list] {
        try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [Data(record)])
      }
      let counts = try Int.fetchAll(
        database,
        sql: "SELECT (SELECT count(*) FROM packed(t.r, 1)) + EXISTS (SELECT 1 FROM packed(t.r, 1)) FROM t")
      #expect(counts == [3, 2, 3])
    }
  }

  @Test func bothArgumentsAreDemanded() throws {
    let queue = try Self.queue()
    try queue.read { database throws in
      for sql in ["SELECT * FROM packed", "SELECT * FROM packed(x'01')"] {
        #expect(throws: DatabaseError.self) { try Row.fetchAll(database, sql: sql) }
      }
      #expect(throws: DatabaseError.self) { try Row.fetchAll(database, sql: "SELECT * FROM packed('a', 1)") }
      #expect(throws: DatabaseError.self) { try Row.fetchAll(database, sql: "SELECT * FROM packed(x'01', 'a')") }
      #expect(throws: DatabaseError.self) { try Row.fetchAll(database, sql: "SELECT * FROM packed(x'', 1)") }
    }
  }

  @Test func damagedRecordIsAnErrorInBothReadersAlike() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed of damagedRecordIsAnErrorInBothReadersAlike: \(seed)")
    var generator = SeededGenerator(seed: seed)
    let queue = try Self.queue()
    try queue.read { database throws in
      for _ in 0..<5_000 {
        let (record, names) = Self.damaged(using: &generator)
        let name = names.randomElement(using: &generator) ?? 1
        let swift = try Self.outcome { try Self.texts(of: record, name: name) }
        let sql = try Self.outcome { try Self.rows(record, name, database) }
        if swift != sql { Issue.record("record \(record), name \(name): \(swift as Any), but SQL \(sql as Any)") }
      }
    }
  }

  /// A record with random entries, most of them then cut, changed or grown at random places.
  private static func damaged(using generator: inout SeededGenerator) -> (record: [UInt8], names: [Int64]) {
    var writer = PackedRecordWriter()
    var name: Int64 = 0
    var names: [Int64] = []
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      name += Int64.random(in: 1...100, using: &generator)
      names.append(name)
      let time =
        Bool.random(using: &generator) ? Int64.random(in: -1_000_000...2_000_000_000_000, using: &generator) : nil
      switch Int.random(in: 0...4, using: &generator) {
      case 0:
        writer.appendText(
          String(repeating: "é", count: Int.random(in: 0...90, using: &generator)), name: name, time: time)
      case 1: writer.appendNumber(Double.random(in: -1e9...1e9, using: &generator), name: name, time: time)
      case 2: writer.appendBoolean(Bool.random(using: &generator), name: name, time: time, isTrusted: true)
      case 3: writer.appendRemoval(name: name, time: time)
      default:
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
          if Bool.random(using: &generator) { writer.addElement("tag") } else { writer.addElement(1.5) }
        }
        writer.appendList(name: name, time: time)
      }
    }
    var record = (try? writer.finish()) ?? []
    for _ in 0..<Int.random(in: 0...3, using: &generator) where !record.isEmpty {
      let place = Int.random(in: 0..<record.count, using: &generator)
      switch Int.random(in: 0...3, using: &generator) {
      case 0: record.removeSubrange(place...)
      case 1: record[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: record[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      default: record.insert(0xff, at: place)
      }
    }
    return (record, names)
  }

  /// What `packed` gives for a name, by the Swift reader; nil where it finds damage.
  private static func texts(of record: [UInt8], name: Int64) throws -> [String] {
    try record.withUnsafeBytes { bytes in
      let span = bytes.bytes
      var cursor = try PackedRecordCursor(record: span)
      while let entry = try cursor.next(in: span), entry.name <= name {
        guard entry.name == name else { continue }
        switch entry.kind {
        case .removed: return []
        case .true: return ["integer 1"]
        case .false: return ["integer 0"]
        case .number: return ["real \(span.packedNumber(at: entry.payload))"]
        case .text: return ["text \(String(decoding: bytes[entry.payload], as: UTF8.self))"]
        case .list:
          var elements = PackedRecordCursor(list: entry)
          var texts: [String] = []
          while let (kind, payload) = try elements.nextElement(in: span) {
            texts.append(
              kind == .number
                ? "real \(span.packedNumber(at: payload))" : "text \(String(decoding: bytes[payload], as: UTF8.self))")
          }
          return texts
        }
      }
      return []
    }
  }

  private static func outcome(_ body: () throws -> [String]) throws -> [String]? {
    do {
      return try body()
    } catch is PackedRecordError {
      return nil
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      return nil
    }
  }

  private static func entries(of record: [UInt8]) throws -> [(Int64, StoredValue)] {
    try record.withUnsafeBytes { bytes in
      var cursor = try PackedRecordCursor(record: bytes.bytes)
      var entries: [(Int64, StoredValue)] = []
      while let entry = try cursor.next(in: bytes.bytes) {
        entries.append((entry.name, try entry.storedValue(in: bytes.bytes)))
      }
      return entries
    }
  }

  /// An empty database in memory that knows `packed`.
  private static func queue() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.prepareDatabase { database throws in
      #expect(strata_register_packed(database.sqliteConnection) == 0)
    }
    return try DatabaseQueue(configuration: configuration)
  }

  /// What each row of `packed(record, name)` holds.
  private static func rows(_ record: [UInt8]?, _ name: Int64?, _ database: Database) throws -> [String] {
    try Row.fetchAll(
      database, sql: "SELECT typeof(value) AS type, value FROM packed(?, ?)",
      arguments: [record.map { Data($0) }, name]
    ).map { row in
      let value: DatabaseValue = row[1]
      return switch value.storage {
      case .double(let number): "real \(number)"
      case .int64(let number): "integer \(number)"
      case .blob(let text): "text \(String(decoding: text, as: UTF8.self))"
      // GRDB gives an empty blob as NULL.
      case .null where row["type"] == "blob": "text "
      default: "unexpected \(value)"
      }
    }
  }
}
