import GRDB
import SegmentModel

/// Reads an event with its attributes.
enum EventRow {
  static let columns = "id, contact, name, time, receivedAt, source, attributes"

  static func record(_ row: SQLRow, names: inout NameCache, in database: Database) throws -> EventRecord {
    let id = row.integer(0)
    guard let name = try names.event(row.integer(2), in: database) else {
      throw ProfileStoreError.damaged(table: "event", id: id)
    }
    var attributes: [NamedValue] = []
    try row.withBytes(6) { bytes in
      let record = bytes.bytes
      var cursor = try PackedRecordCursor(record: record)
      while let entry = try cursor.next(in: record) {
        guard let attribute = try names.attribute(entry.name, in: database) else {
          throw ProfileStoreError.damaged(table: "event", id: id)
        }
        attributes.append(NamedValue(attribute, try entry.value(in: record)))
      }
    }
    return EventRecord(
      id: id, contact: row.integer(1), name: name, time: row.instant(3), receivedAt: row.instant(4),
      source: row.optionalInteger(5), attributes: attributes)
  }
}
