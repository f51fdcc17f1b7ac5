import BenchSupport
import Glibc

/// Loads the data into one layout and measures it.
struct LayoutRun {
  let data: String
  let directory: String

  private static let rowsPerTransaction = 1_000
  private static let updates = 1_000

  func measure<L: Layout>(_ type: L.Type) throws -> Figures {
    let path = "\(directory)/\(L.name).sqlite"
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    let connection = try Connection(path: path)
    try connection.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
      PRAGMA wal_autocheckpoint = 8000;
      """)
    try connection.execute(L.schema + L.identifierSchema)
    let layout = try L(connection: connection)

    var figures = Figures(layout: L.name)
    var reader = SampleReader()
    figures.loadSeconds = try seconds { figures.rows = try load(layout, connection, reader: &reader) }
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    figures.bytes = size(of: path)
    report("\(L.name): loaded \(figures.rows) rows in \(Int(figures.loadSeconds)) s")

    figures.scanSeconds = try median {
      figures.tally = Tally()
      try layout.scan(into: &figures.tally)
    }
    report("\(L.name): scanned \(figures.tally)")
    let names = reader.properties
    figures.propertyCountSeconds = try median {
      figures.propertyCount = try layout.contacts(withProperty: "mrr", names: names)
    }
    var events = reader.events
    let event = events.id(of: "get-start")
    figures.eventCountSeconds = try median {
      figures.eventCount = try layout.contacts(withEvent: event, attribute: "price", names: reader.attributes)
    }
    figures.bytesPerUpdate = try update(layout, connection, path: path, names: names, contacts: figures.tally.contacts)
    report("\(L.name): counted \(figures.propertyCount) and \(figures.eventCount), updated")
    return figures
  }

  /// Inserts everything, and returns how many contacts and events there were.
  private func load(_ layout: some Layout, _ connection: Connection, reader: inout SampleReader) throws -> Int {
    let identifier = try connection.prepare("INSERT INTO identifier VALUES (?, ?, ?)")
    var rows = 0
    func commit() throws {
      rows += 1
      if rows % LayoutRun.rowsPerTransaction == 0 { try connection.execute("COMMIT; BEGIN IMMEDIATE") }
    }
    try connection.execute("BEGIN IMMEDIATE")
    var contacts = try LineReader(path: "\(data)/contacts.ndjson")
    try contacts.read { line in
      let contact = try reader.contact(line)
      try layout.insert(contact, names: reader.properties)
      identifier.bind(0 as Int64, at: 1)
      identifier.bind(text: contact.publicID, at: 2)
      identifier.bind(contact.id, at: 3)
      try identifier.run()
      if let email = contact.email {
        identifier.bind(2 as Int64, at: 1)
        identifier.bind(utf8: email, at: 2)
        try identifier.run()
      }
      try commit()
    }
    var events = try LineReader(path: "\(data)/events.ndjson")
    try events.read { line in
      try layout.insert(try reader.event(line), names: reader.attributes)
      try commit()
    }
    try connection.execute("COMMIT")
    return rows
  }

  /// By how many bytes the write-ahead log grows for one committed write of one property.
  private func update(
    _ layout: some Layout, _ connection: Connection, path: String, names: NameTable, contacts: Int
  ) throws -> Int64 {
    try connection.execute("PRAGMA wal_autocheckpoint = 0; PRAGMA wal_checkpoint(TRUNCATE)")
    // A linear congruential generator, so that each layout updates the same contacts.
    var state: UInt64 = 42
    for round in 0..<LayoutRun.updates {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let contact = Int64((state >> 33) % UInt64(contacts)) + 1
      try connection.execute("BEGIN IMMEDIATE")
      try layout.update(
        contact: contact, property: "country", names: names, to: "XK", at: 1_795_521_600_000 + Int64(round))
      try connection.execute("COMMIT")
    }
    return size(of: path + "-wal") / Int64(LayoutRun.updates)
  }

  private func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Of three.
  private func median(_ body: () throws -> Void) rethrows -> Double {
    try [seconds(body), seconds(body), seconds(body)].sorted()[1]
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let took = try ContinuousClock().measure(body).components
    return Double(took.seconds) + Double(took.attoseconds) * 1e-18
  }

  private func report(_ line: String) {
    var line = line + "\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
