import BenchSupport
import SegmentIndex
import SegmentModel

/// Builds an index from the generator's NDJSON.
struct Loading {
  /// The generator's now.
  static let now = Instant(milliseconds: 1_795_521_600_000)

  let index = ProfileIndex()
  /// In the index alone, and with reading the files.
  private(set) var building = Duration.zero
  private(set) var reading = Duration.zero
  private var events: Int64 = 0

  /// Names of the generator that are basic properties.
  private static let names = [
    "primary_email": "primaryEmail", "created_at": "createdAt", "last_seen_at": "lastSeenAt",
    "session_count": "sessionCount",
  ]

  mutating func contacts(path: String) throws {
    try each(path) { line, loading in
      let contact = try Loading.contact(line)
      let start = ContinuousClock.now
      try loading.index.put(contact)
      loading.building += start.duration(to: .now)
    }
  }

  mutating func events(path: String) throws {
    try each(path) { line, loading in
      loading.events += 1
      let event = try Loading.event(line, id: loading.events)
      let start = ContinuousClock.now
      try loading.index.append(event)
      loading.building += start.duration(to: .now)
    }
  }

  private mutating func each(_ path: String, _ body: (JSONValue, inout Loading) throws -> Void) throws {
    let start = ContinuousClock.now
    var lines = try LineReader(path: path)
    var loading = self
    try lines.read { try body(try JSONReader.read($0), &loading) }
    self = loading
    reading += start.duration(to: .now)
  }

  private static func contact(_ line: JSONValue) throws -> ContactRecord {
    guard let text = line["id"]?.stringValue, let id = Int64(text.dropFirst()) else { throw unexpected }
    var contact = ContactRecord(id: id, publicID: "con_" + text, createdAt: now)
    var properties = try Value.flatten(line["properties"]?.objectValue ?? [])
    properties.append(NamedValue("kind", line["kind"]?.stringValue.map { .text($0) }))
    for property in properties {
      let name = names[property.name] ?? property.name
      switch (name, property.value) {
      case ("createdAt", .scalar(.text(let text))): contact.createdAt = Instant(text) ?? now
      case ("lastSeenAt", .scalar(.text(let text))): contact.lastSeenAt = Instant(text)
      case ("sessionCount", .scalar(.number(let number))): contact.sessionCount = Int(number)
      default: contact.properties[ExactText(name)] = StoredValue(property.value, time: now, isTrusted: true)
      }
    }
    for property in try Value.flatten(line["tracked"]?.objectValue ?? []) {
      contact.tracked[ExactText(property.name)] = StoredValue(property.value, time: now, isTrusted: false)
    }
    return contact
  }

  private static func event(_ line: JSONValue, id: Int64) throws -> EventRecord {
    guard let contact = (line["contact"]?.stringValue).flatMap({ Int64($0.dropFirst()) }),
      let name = line["name"]?.stringValue, let time = (line["time"]?.stringValue).flatMap(Instant.init)
    else { throw unexpected }
    return EventRecord(
      id: id, contact: contact, name: name, time: time, receivedAt: time,
      attributes: try Value.flatten(line["attributes"]?.objectValue ?? []))
  }

  private static var unexpected: BenchError { BenchError(message: "the data is not as the generator writes it") }
}
