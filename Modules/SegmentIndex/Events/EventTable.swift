import SegmentModel

/// The events of one name, with their attributes as columns by the event's row.
final class EventTable {
  private(set) var columns = EventColumns()
  private(set) var attributes: [ExactText: ValueColumn] = [:]
  private let dictionaries: AttributeDictionaries

  init(dictionaries: AttributeDictionaries) { self.dictionaries = dictionaries }

  var count: Int { columns.count }

  func append(contact: UInt32, time: Int64, attributes: [NamedValue]) {
    let row = columns.append(contact: contact, time: time)
    for attribute in attributes {
      let name = ExactText(attribute.name)
      guard let value = attribute.value else {
        self.attributes[name]?.set(row, nil)
        continue
      }
      column(named: name).set(row, value)
    }
  }

  private func column(named name: ExactText) -> ValueColumn {
    if let column = attributes[name] { return column }
    let column = ValueColumn(sharing: dictionaries.dictionary(of: name))
    attributes[name] = column
    return column
  }

  /// Takes all events of a contact away.
  func remove(contact: UInt32) {
    columns.remove(contact: contact) { row in
      for column in attributes.values { column.set(row, nil) }
    }
    if columns.goneCount > 4096, columns.goneCount > columns.count { rebuild() }
  }

  /// Without the rows that are gone.
  private func rebuild() {
    let kept = EventTable(dictionaries: dictionaries)
    for row in 0..<columns.rowCount where columns.contacts[row] != 0 {
      let new = kept.columns.append(contact: columns.contacts[row], time: columns.times[row])
      for (name, column) in attributes where column.isSet(UInt32(row)) {
        kept.column(named: name).copy(UInt32(row), of: column, to: new)
      }
    }
    (columns, attributes) = (kept.columns, kept.attributes)
  }

  // MARK: On disk

  /// Adds the codes that events have, by the name of the attribute.
  func insertCodes(into used: inout [ExactText: RowSet], goOn: () throws -> Void) rethrows {
    for (name, column) in attributes { try column.codes.insertCodes(into: &used[name, default: RowSet()], goOn: goOn) }
  }

  func write(to file: IndexFileWriter) throws {
    try columns.write(to: file)
    let attributes = attributes.filter { $0.value.count > 0 }
    try file.write(attributes.count)
    for (name, column) in attributes.sorted(by: { $0.key < $1.key }) {
      try file.write(name.text)
      try column.write(to: file)
    }
  }

  /// - Parameter contacts: one more than the highest row of a contact.
  init(from file: IndexFileReader, dictionaries: AttributeDictionaries, contacts: Int) throws {
    self.dictionaries = dictionaries
    columns = try EventColumns(from: file, contacts: contacts)
    for _ in 0..<(try file.count()) {
      let name = ExactText(try file.text())
      attributes[name] = try ValueColumn(from: file, sharing: dictionaries.dictionary(of: name))
    }
  }

  var byteCount: Int { columns.byteCount + attributes.values.reduce(0) { $0 + $1.byteCount } }
}
