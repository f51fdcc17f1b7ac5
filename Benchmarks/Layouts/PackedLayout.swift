import BenchSupport
import CPackedRecord
import GRDBSQLite
import TrackedPropertyStore

/// A blob a contact and an event, in the format of PackedRecord.
final class PackedLayout: Layout {
  static let name = "packed"

  static let schema =
    contactTable(columns: ", properties BLOB NOT NULL") + eventTable(columns: "attributes BLOB NOT NULL")

  private let connection: Connection
  private let insertContact: Statement
  private let insertEvent: Statement
  private let readProperties: Statement
  private let writeProperties: Statement
  private var writer = PackedRecordWriter()

  init(connection: Connection) throws {
    self.connection = connection
    try connection.check(strata_register_packed(connection.handle))
    insertContact = try connection.prepare("INSERT INTO contact VALUES (?,?,?,?,?,?,?,?)")
    insertEvent = try connection.prepare("INSERT INTO event (contact, name, time, attributes) VALUES (?,?,?,?)")
    readProperties = try connection.prepare("SELECT properties FROM contact WHERE id = ?")
    writeProperties = try connection.prepare("UPDATE contact SET properties = ?, modifiedAt = ? WHERE id = ?")
  }

  func insert(_ contact: SampleContact, names: NameTable) throws {
    insertContact.bind(contact)
    insertContact.bind(blob: try pack(contact.properties, time: contact.createdAt), at: 8)
    try insertContact.run()
  }

  func insert(_ event: SampleEvent, names: NameTable) throws {
    insertEvent.bind(event.contact, at: 1)
    insertEvent.bind(event.name, at: 2)
    insertEvent.bind(event.time, at: 3)
    insertEvent.bind(blob: try pack(event.attributes, time: nil), at: 4)
    try insertEvent.run()
  }

  private func pack(_ values: [SampleValue], time: Int64?) throws -> [UInt8] {
    writer.reset()
    for value in values {
      let name = value.name
      switch value.value.kind {
      case .text(let utf8): writer.appendText(utf8: utf8, name: name, time: time, isTrusted: time != nil)
      case .number(let number): writer.appendNumber(number, name: name, time: time, isTrusted: time != nil)
      case .boolean(let boolean): writer.appendBoolean(boolean, name: name, time: time, isTrusted: time != nil)
      case .list(let elements):
        var scanner = JSONScanner(elements)
        repeat { try addElement(try scanner.value()) } while scanner.take(UInt8(ascii: ","))
        writer.appendList(name: name, time: time, isTrusted: time != nil)
      }
    }
    return try writer.finish()
  }

  private func addElement(_ value: ScannedValue) throws {
    switch value.kind {
    case .text(let utf8): writer.addElement(utf8: utf8)
    case .number(let number): writer.addElement(number)
    case .boolean, .list: throw BenchError(message: "a list holds what the generator does not write")
    }
  }

  func update(contact: Int64, property: String, names: NameTable, to text: String, at time: Int64) throws {
    var names = names
    let name = names.id(of: property)
    readProperties.bind(contact, at: 1)
    guard try readProperties.step() else { throw BenchError(message: "contact \(contact) is missing") }
    let record = readProperties.bytes(at: 0).bytes
    writer.reset()
    var cursor = try PackedRecordCursor(record: record)
    var isWritten = false
    while let entry = try cursor.next(in: record) {
      if !isWritten, entry.name >= name {
        writer.appendText(text, name: name, time: time, isTrusted: true)
        isWritten = true
      }
      if entry.name != name { writer.appendEntry(entry, of: record) }
    }
    if !isWritten { writer.appendText(text, name: name, time: time, isTrusted: true) }
    readProperties.reset()
    writeProperties.bind(blob: try writer.finish(), at: 1)
    writeProperties.bind(time, at: 2)
    writeProperties.bind(contact, at: 3)
    try writeProperties.run()
  }

  func scan(into tally: inout Tally) throws {
    let contacts = try connection.prepare("SELECT id, state, createdAt, properties FROM contact")
    while try contacts.step() {
      tally.contacts += 1
      try scan(contacts.bytes(at: 3), into: &tally)
    }
    let events = try connection.prepare("SELECT id, contact, name, time, attributes FROM event")
    while try events.step() {
      tally.events += 1
      tally.times &+= events.integer(at: 1) &+ events.integer(at: 2) &+ events.integer(at: 3)
      try scan(events.bytes(at: 4), into: &tally)
    }
  }

  private func scan(_ bytes: UnsafeRawBufferPointer, into tally: inout Tally) throws {
    let record = bytes.bytes
    var cursor = try PackedRecordCursor(record: record)
    while let entry = try cursor.next(in: record) {
      if let time = entry.time { tally.times &+= time }
      switch entry.kind {
      case .text: tally.addText(UnsafeRawBufferPointer(rebasing: bytes[entry.payload]))
      case .number: tally.addNumber(record.packedNumber(at: entry.payload))
      case .false, .true: tally.booleans += 1
      case .removed: break
      case .list:
        var elements = PackedRecordCursor(list: entry)
        while let (kind, payload) = try elements.nextElement(in: record) {
          if kind == .text {
            tally.addText(UnsafeRawBufferPointer(rebasing: bytes[payload]))
          } else {
            tally.addNumber(record.packedNumber(at: payload))
          }
        }
      }
    }
  }

  func contacts(withProperty property: String, names: NameTable) throws -> Int64 {
    var names = names
    let count = try connection.prepare(
      """
      SELECT count(*) FROM contact c WHERE EXISTS (
        SELECT 1 FROM packed(c.properties, ?) p WHERE typeof(p.value) = 'real' AND p.value >= 100)
      """)
    count.bind(names.id(of: property), at: 1)
    return try count.step() ? count.integer(at: 0) : 0
  }

  func contacts(withEvent event: Int64, attribute: String, names: NameTable) throws -> Int64 {
    var names = names
    let count = try connection.prepare(
      """
      SELECT count(*) FROM contact c WHERE EXISTS (
        SELECT 1 FROM event e WHERE e.contact = c.id AND e.name = ? AND EXISTS (
          SELECT 1 FROM packed(e.attributes, ?) p WHERE typeof(p.value) = 'real' AND p.value >= 100))
      """)
    count.bind(event, at: 1)
    count.bind(names.id(of: attribute), at: 2)
    return try count.step() ? count.integer(at: 0) : 0
  }
}
