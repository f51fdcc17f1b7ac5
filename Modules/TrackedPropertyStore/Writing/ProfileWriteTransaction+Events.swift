import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// Appends an event, whatever its time. Of two attributes of one name the later in the list is kept.
  /// - Returns: its row id.
  /// - Throws: `ProfileLimitError`, and then no event was written.
  package func appendEvent(_ event: EventRecord) throws -> Int64 {
    guard event.attributes.count <= EventRecord.maximumAttributes else { throw ProfileLimitError.tooManyAttributes }
    let name = try eventNameID(event.name)
    let packed = try pack(event.attributes, ofEvent: name)
    try database.statement(
      "INSERT INTO event (contact, name, time, receivedAt, source, attributes) VALUES (?, ?, ?, ?, ?, ?)"
    ).run(event.contact, name, event.time, event.receivedAt, event.source, packed)
    let id = database.lastInsertedRowID
    tally.events[name, default: 0] += 1
    try feed(.event, entity: event.contact, name: name, item: id)
    return id
  }

  private func pack(_ attributes: [NamedValue], ofEvent event: Int64) throws -> [UInt8] {
    if attributes.isEmpty { return PackedRecord.empty }
    var entries: [(id: Int64, order: Int, value: Value)] = []
    entries.reserveCapacity(attributes.count)
    for (order, attribute) in attributes.enumerated() {
      guard let value = attribute.value else { continue }
      entries.append((try attributeNameID(attribute.name), order, value))
    }
    entries.sort { ($0.id, $0.order) < ($1.id, $1.order) }
    var record = PackedRecordWriter()
    for index in entries.indices {
      let (id, _, value) = entries[index]
      if index + 1 < entries.count, entries[index + 1].id == id { continue }
      try record.append(value, name: id)
      try note(value, ofAttribute: id, event: event)
    }
    return try record.finish()
  }
}
