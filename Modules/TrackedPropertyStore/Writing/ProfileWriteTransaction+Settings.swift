package import SegmentModel

extension ProfileWriteTransaction {
  /// Sets a setting of the workspace, such as `timeZone`; nil removes it.
  package func set(_ value: String?, setting key: String) throws {
    if let value {
      try database.statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)").run(key, value)
    } else {
      try database.statement("DELETE FROM setting WHERE key = ?").run(key)
    }
  }

  /// Writes to the disk, so that the commit shows whether that takes writes, and leaves nothing behind.
  package func writeNothing() throws {
    // A page that was changed and changed back is written all the same.
    try set("", setting: "attempt")
    try set(nil, setting: "attempt")
  }

  /// Declares a type and a label of a property, in place of what was declared before; that changes views, never stored
  /// values. Nil undeclares.
  /// - Throws: `ProfileLimitError`.
  package func declareProperty(
    _ name: String, in space: PropertySpace, type: DeclaredType?, unit: DateUnit? = nil, label: String? = nil
  ) throws {
    let id = try propertyID(name, in: space)
    let old = try reader.property(name, in: space)
    let unit = type == .datetime ? unit ?? .milliseconds : nil
    try database.statement("UPDATE propertyName SET declaredType = ?, declaredUnit = ?, label = ? WHERE id = ?")
      .run(type?.rawValue, unit?.rawValue, label, id)
    // A label means nothing to a filter.
    if old?.declaredType != type || old?.declaredUnit != unit { try feed(.declaration, entity: id, name: id) }
  }
}
