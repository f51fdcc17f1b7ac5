import BenchSupport
import GRDBSQLite

/// A row a property, typed by its storage class; a list takes a row an element. Events as documents.
final class RowsLayout: Layout {
  static let name = "rows"

  static let schema =
    contactTable() + eventTable(columns: "attributes TEXT NOT NULL") + """
      CREATE TABLE property (
        contact INTEGER NOT NULL, name INTEGER NOT NULL, ordinal INTEGER NOT NULL, value NOT NULL,
        time INTEGER NOT NULL, trusted INTEGER NOT NULL, PRIMARY KEY (contact, name, ordinal)
      ) WITHOUT ROWID;
      """

  private let connection: Connection
  private let insertContact: Statement
  private let insertProperty: Statement
  private let insertEvent: Statement
  private let deleteProperty: Statement
  private let modify: Statement
  private var document = EventDocument()

  init(connection: Connection) throws {
    self.connection = connection
    insertContact = try connection.prepare("INSERT INTO contact VALUES (?,?,?,?,?,?,?)")
    insertProperty = try connection.prepare("INSERT INTO property VALUES (?,?,?,?,?,?)")
    insertEvent = try connection.prepare("INSERT INTO event (contact, name, time, attributes) VALUES (?,?,?,?)")
    deleteProperty = try connection.prepare("DELETE FROM property WHERE contact = ? AND name = ?")
    modify = try connection.prepare("UPDATE contact SET modifiedAt = ? WHERE id = ?")
  }

  func insert(_ contact: SampleContact, names: NameTable) throws {
    insertContact.bind(contact)
    try insertContact.run()
    for property in contact.properties {
      try insert(property.value.kind, ordinal: 0, name: property.name, contact: contact.id, time: contact.createdAt)
    }
  }

  private func insert(
    _ value: ScannedValue.Kind, ordinal: Int64, name: Int64, contact: Int64, time: Int64
  ) throws {
    switch value {
    case .text(let utf8): insertProperty.bind(utf8: utf8, at: 4)
    case .number(let number): insertProperty.bind(number, at: 4)
    case .boolean(let boolean): insertProperty.bind(boolean ? 1 : 0 as Int64, at: 4)
    case .list(let elements):
      var scanner = JSONScanner(elements)
      var ordinal: Int64 = 0
      repeat {
        try insert(try scanner.value().kind, ordinal: ordinal, name: name, contact: contact, time: time)
        ordinal += 1
      } while scanner.take(UInt8(ascii: ","))
      return
    }
    insertProperty.bind(contact, at: 1)
    insertProperty.bind(name, at: 2)
    insertProperty.bind(ordinal, at: 3)
    insertProperty.bind(time, at: 5)
    insertProperty.bind(1 as Int64, at: 6)
    try insertProperty.run()
  }

  func insert(_ event: SampleEvent, names: NameTable) throws {
    insertEvent.bind(event.contact, at: 1)
    insertEvent.bind(event.name, at: 2)
    insertEvent.bind(event.time, at: 3)
    document.text(of: event.attributes, names: names).withUnsafeBytes { insertEvent.bind(utf8: $0, at: 4) }
    try insertEvent.run()
  }

  func update(contact: Int64, property: String, names: NameTable, to text: String, at time: Int64) throws {
    var names = names
    let name = names.id(of: property)
    deleteProperty.bind(contact, at: 1)
    deleteProperty.bind(name, at: 2)
    try deleteProperty.run()
    var text = text
    try text.withUTF8 {
      try insert(.text(UnsafeRawBufferPointer($0)), ordinal: 0, name: name, contact: contact, time: time)
    }
    modify.bind(time, at: 1)
    modify.bind(contact, at: 2)
    try modify.run()
  }

  func scan(into tally: inout Tally) throws {
    let contacts = try connection.prepare("SELECT id, state, createdAt FROM contact")
    while try contacts.step() { tally.contacts += 1 }
    let properties = try connection.prepare("SELECT contact, name, ordinal, value, time, trusted FROM property")
    while try properties.step() {
      switch properties.type(at: 3) {
      case SQLITE_TEXT: tally.addText(properties.bytes(at: 3))
      case SQLITE_FLOAT: tally.addNumber(properties.double(at: 3))
      default: tally.booleans += 1
      }
      // An entry has one write time, however many elements.
      if properties.integer(at: 2) == 0 { tally.times &+= properties.integer(at: 4) }
    }
    try EventDocument.scan(connection, into: &tally)
  }

  func contacts(withProperty property: String, names: NameTable) throws -> Int64 {
    var names = names
    let count = try connection.prepare(
      """
      SELECT count(*) FROM contact c WHERE EXISTS (
        SELECT 1 FROM property p
        WHERE p.contact = c.id AND p.name = ? AND typeof(p.value) = 'real' AND p.value >= 100)
      """)
    count.bind(names.id(of: property), at: 1)
    return try count.step() ? count.integer(at: 0) : 0
  }

  func contacts(withEvent event: Int64, attribute: String, names: NameTable) throws -> Int64 {
    try EventDocument.contacts(connection, withEvent: event, attribute: attribute)
  }
}
