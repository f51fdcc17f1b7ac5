package import SegmentModel

/// Events of everyone by their arrival; those whose contact is gone are being erased and are left out.
extension ProfileReader {
  /// Some of the rows that came before, looked through for those wanted.
  package struct EventSlice: Sendable {
    /// The newest first.
    package var events: [EventRecord]
    /// The row to go on before; nil at the beginning of all.
    package var next: Int64?
  }

  /// The events among the `rows` rows that came before a row, the newest first.
  /// - Parameter name: those of this name alone.
  package func events(before row: Int64 = .max, named name: String? = nil, rows: Int) throws -> EventSlice {
    let found = try database.statement("SELECT id, contact, name FROM event WHERE id < ? ORDER BY id DESC LIMIT ?")
      .all(row, rows) { (id: $0.integer(0), contact: $0.integer(1), name: $0.integer(2)) }
    var wanted = found
    if let name {
      let id = try eventNameID(name)
      wanted = found.filter { $0.name == id }
    }
    let events = try wanted.compactMap { try hasContact($0.contact) ? event($0.id) : nil }
    return EventSlice(events: events, next: found.count == rows ? found.last?.id : nil)
  }

  /// The events that came after a row, in their order.
  package func events(after row: Int64, limit: Int) throws -> (events: [EventRecord], last: Int64) {
    let found = try database.statement("SELECT id, contact FROM event WHERE id > ? ORDER BY id LIMIT ?")
      .all(row, limit) { (id: $0.integer(0), contact: $0.integer(1)) }
    return (try found.compactMap { try hasContact($0.contact) ? event($0.id) : nil }, found.last?.id ?? row)
  }

  /// The row of the last event; 0 where there was none.
  package func lastEventRow() throws -> Int64 {
    (try database.statement("SELECT max(id) FROM event").first { $0.optionalInteger(0) } ?? nil) ?? 0
  }

  private func hasContact(_ id: Int64) throws -> Bool {
    try database.statement("SELECT 1 FROM contact WHERE id = ?").first(id) { _ in true } ?? false
  }
}
