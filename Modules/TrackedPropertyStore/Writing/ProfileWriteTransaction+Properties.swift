import SegmentModel

extension ProfileWriteTransaction {
  /// The properties as one packed record.
  /// - Throws: `ProfileLimitError`; names that were made before it was thrown stay.
  func pack(_ spaces: [(space: PropertySpace, values: [ExactText: StoredValue])]) throws -> [UInt8] {
    var properties: [NameCache.Property] = []
    var values: [StoredValue] = []
    for (space, named) in spaces {
      for (name, value) in named {
        properties.append(NameCache.Property(space: space, name: name.text))
        values.append(value)
      }
    }
    let ids = try propertyIDs(properties)
    let entries = zip(ids, values).sorted { $0.0 < $1.0 }
    var writer = PackedRecordWriter()
    for (id, value) in entries {
      try writer.append(value.value, name: id, time: value.time, isTrusted: value.isTrusted)
    }
    return try writer.finish()
  }

  /// Counts the changes, and appends to the feed those that change a value.
  func record(_ changes: [PropertyChange], kind: (PropertySpace) -> ChangeFeedEntry.Kind, entity: Int64) throws {
    for change in changes {
      let id = try propertyID(change.property.name, in: change.property.space)
      tally.replace(change.old, by: change.new, name: id)
      try note(change.new, ofProperty: id)
      if change.old != change.new { try feed(kind(change.property.space), entity: entity, name: id) }
    }
  }
}
