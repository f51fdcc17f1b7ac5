import BenchSupport

/// A way to keep properties and attributes in SQLite. The tables of contacts and identifiers and the
/// index of the events by contact, name and time are the same in all.
protocol Layout {
  static var name: String { get }
  /// The tables, beside the identifiers.
  static var schema: String { get }

  init(connection: Connection) throws

  func insert(_ contact: SampleContact, names: NameTable) throws
  func insert(_ event: SampleEvent, names: NameTable) throws

  /// Writes one text property of one contact, and when the contact was modified.
  func update(contact: Int64, property: String, names: NameTable, to text: String, at time: Int64) throws

  /// Decodes every property and its write time, and every attribute.
  func scan(into tally: inout Tally) throws

  /// How many contacts have a number of at least 100 under the property.
  func contacts(withProperty property: String, names: NameTable) throws -> Int64
  /// How many contacts have an event of this name with a number of at least 100 under the attribute.
  func contacts(withEvent event: Int64, attribute: String, names: NameTable) throws -> Int64
}

extension Layout {
  static var identifierSchema: String {
    """
    CREATE TABLE identifier (
      kind INTEGER NOT NULL, value TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (kind, value)
    ) WITHOUT ROWID;
    CREATE INDEX identifier_contact ON identifier (contact);
    """
  }

  static func contactTable(columns: String = "") -> String {
    """
    CREATE TABLE contact (
      id INTEGER PRIMARY KEY AUTOINCREMENT, publicId TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
      createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, lastSeenAt INTEGER, sessionCount INTEGER NOT NULL\(columns)
    );
    """
  }

  static func eventTable(columns: String) -> String {
    """
    CREATE TABLE event (
      id INTEGER PRIMARY KEY AUTOINCREMENT, contact INTEGER NOT NULL, name INTEGER NOT NULL, time INTEGER NOT NULL,
      \(columns)
    );
    CREATE INDEX event_contact ON event (contact, name, time);
    """
  }
}

extension Statement {
  /// Binds the columns of the contact table from the first on.
  func bind(_ contact: SampleContact) {
    bind(contact.id, at: 1)
    bind(text: contact.publicID, at: 2)
    bind(text: contact.state, at: 3)
    bind(contact.createdAt, at: 4)
    bind(contact.createdAt, at: 5)
    bind(contact.lastSeenAt, at: 6)
    bind(contact.sessionCount, at: 7)
  }
}
