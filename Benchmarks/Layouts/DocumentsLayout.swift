import BenchSupport
import GRDBSQLite

/// JSON text a contact and an event. A property is `"name":[value,time,trusted]`.
final class DocumentsLayout: Layout {
  static let name = "documents"

  static let schema =
    contactTable(columns: ", properties TEXT NOT NULL") + eventTable(columns: "attributes TEXT NOT NULL")

  private let connection: Connection
  private let insertContact: Statement
  private let insertEvent: Statement
  private let setProperty: Statement
  private var document = EventDocument()

  init(connection: Connection) throws {
    self.connection = connection
    insertContact = try connection.prepare("INSERT INTO contact VALUES (?,?,?,?,?,?,?,?)")
    insertEvent = try connection.prepare("INSERT INTO event (contact, name, time, attributes) VALUES (?,?,?,?)")
    setProperty = try connection.prepare(
      """
      UPDATE contact SET properties = json_set(properties, ?1, json_array(?2, ?3, 1)), modifiedAt = ?3
      WHERE id = ?4
      """)
  }

  func insert(_ contact: SampleContact, names: NameTable) throws {
    insertContact.bind(contact)
    let time = String(contact.createdAt)
    var text: [UInt8] = [UInt8(ascii: "{")]
    for property in contact.properties {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(UInt8(ascii: "\""))
      text.append(contentsOf: names.names[Int(property.name) - 1].utf8)
      text.append(contentsOf: "\":[".utf8)
      text.append(contentsOf: property.value.json)
      text.append(UInt8(ascii: ","))
      text.append(contentsOf: time.utf8)
      text.append(contentsOf: ",1]".utf8)
    }
    text.append(UInt8(ascii: "}"))
    text.withUnsafeBytes { insertContact.bind(utf8: $0, at: 8) }
    try insertContact.run()
  }

  func insert(_ event: SampleEvent, names: NameTable) throws {
    insertEvent.bind(event.contact, at: 1)
    insertEvent.bind(event.name, at: 2)
    insertEvent.bind(event.time, at: 3)
    document.text(of: event.attributes, names: names).withUnsafeBytes { insertEvent.bind(utf8: $0, at: 4) }
    try insertEvent.run()
  }

  func update(contact: Int64, property: String, names: NameTable, to text: String, at time: Int64) throws {
    setProperty.bind(text: "$.\"\(property)\"", at: 1)
    setProperty.bind(text: text, at: 2)
    setProperty.bind(time, at: 3)
    setProperty.bind(contact, at: 4)
    try setProperty.run()
  }

  func scan(into tally: inout Tally) throws {
    let contacts = try connection.prepare("SELECT id, state, createdAt, properties FROM contact")
    while try contacts.step() {
      tally.contacts += 1
      var scanner = JSONScanner(contacts.bytes(at: 3))
      try scanner.object { _, scanner in
        try scanner.expect(UInt8(ascii: "["))
        try tally.add(try scanner.value().kind)
        try scanner.expect(UInt8(ascii: ","))
        tally.times &+= Int64(try scanner.number())
        try scanner.expect(UInt8(ascii: ","))
        _ = try scanner.number()
        try scanner.expect(UInt8(ascii: "]"))
      }
    }
    try EventDocument.scan(connection, into: &tally)
  }

  func contacts(withProperty property: String, names: NameTable) throws -> Int64 {
    let count = try connection.prepare(
      """
      SELECT count(*) FROM contact c
      WHERE json_type(c.properties, ?1) IN ('integer', 'real') AND json_extract(c.properties, ?1) >= 100
      """)
    count.bind(text: "$.\"\(property)\"[0]", at: 1)
    return try count.step() ? count.integer(at: 0) : 0
  }

  func contacts(withEvent event: Int64, attribute: String, names: NameTable) throws -> Int64 {
    try EventDocument.contacts(connection, withEvent: event, attribute: attribute)
  }
}
