import BenchSupport

/// The attributes of an event as JSON text, an object by name.
struct EventDocument {
  private var text: [UInt8] = []

  /// Good until the next call.
  mutating func text(of values: [SampleValue], names: NameTable) -> [UInt8] {
    text.removeAll(keepingCapacity: true)
    text.append(UInt8(ascii: "{"))
    for value in values {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(UInt8(ascii: "\""))
      text.append(contentsOf: names.names[Int(value.name) - 1].utf8)
      text.append(contentsOf: "\":".utf8)
      text.append(contentsOf: value.value.json)
    }
    text.append(UInt8(ascii: "}"))
    return text
  }

  static func scan(_ bytes: UnsafeRawBufferPointer, into tally: inout Tally) throws {
    var scanner = JSONScanner(bytes)
    try scanner.object { _, scanner in try tally.add(try scanner.value().kind) }
  }

  static func scan(_ connection: Connection, into tally: inout Tally) throws {
    let events = try connection.prepare("SELECT id, contact, name, time, attributes FROM event")
    while try events.step() {
      tally.events += 1
      tally.times &+= events.integer(at: 1) &+ events.integer(at: 2) &+ events.integer(at: 3)
      try scan(events.bytes(at: 4), into: &tally)
    }
  }

  static func contacts(_ connection: Connection, withEvent event: Int64, attribute: String) throws -> Int64 {
    let count = try connection.prepare(
      """
      SELECT count(*) FROM contact c WHERE EXISTS (
        SELECT 1 FROM event e WHERE e.contact = c.id AND e.name = ?1
          AND json_type(e.attributes, ?2) IN ('integer', 'real') AND json_extract(e.attributes, ?2) >= 100)
      """)
    count.bind(event, at: 1)
    count.bind(text: "$.\(attribute)", at: 2)
    return try count.step() ? count.integer(at: 0) : 0
  }
}
