import BenchSupport

/// Reads the generator's NDJSON. What is a column of the contact table in every layout is taken out of
/// the properties.
struct SampleReader {
  private(set) var properties = NameTable()
  private(set) var events = NameTable()
  private(set) var attributes = NameTable()

  private var contact = SampleContact()
  private var event = SampleEvent()

  mutating func contact(_ line: UnsafeRawBufferPointer) throws -> SampleContact {
    contact.properties.removeAll(keepingCapacity: true)
    contact.email = nil
    var scanner = JSONScanner(line)
    try scanner.object { key, scanner in
      if equals(key, "id") {
        let id = try scanner.string()
        contact.publicID = String(decoding: id, as: UTF8.self)
        contact.id = try SampleReader.rowID(id)
      } else if equals(key, "kind") {
        contact.state = String(decoding: try scanner.string(), as: UTF8.self)
      } else {
        let isTracked = equals(key, "tracked")
        try scanner.object { name, scanner in
          try take(try scanner.value(), named: name, isTracked: isTracked)
        }
      }
    }
    contact.properties.sort { $0.name < $1.name }
    return contact
  }

  private mutating func take(_ value: ScannedValue, named name: UnsafeRawBufferPointer, isTracked: Bool) throws {
    if isTracked {
      contact.properties.append(SampleValue(name: properties.id(of: name, prefix: "tracked."), value: value))
      return
    }
    switch (String(decoding: name, as: UTF8.self), value.kind) {
    case ("created_at", .text(let text)): contact.createdAt = try SampleReader.instant(text)
    case ("last_seen_at", .text(let text)): contact.lastSeenAt = try SampleReader.instant(text)
    case ("session_count", .number(let number)): contact.sessionCount = Int64(number)
    case (let key, let kind):
      if key == "primary_email", case .text(let text) = kind { contact.email = text }
      // An empty list is "not set".
      if case .list(let elements) = kind, elements.isEmpty { return }
      contact.properties.append(SampleValue(name: properties.id(of: key), value: value))
    }
  }

  mutating func event(_ line: UnsafeRawBufferPointer) throws -> SampleEvent {
    event.attributes.removeAll(keepingCapacity: true)
    var scanner = JSONScanner(line)
    try scanner.object { key, scanner in
      if equals(key, "contact") {
        event.contact = try SampleReader.rowID(try scanner.string())
      } else if equals(key, "name") {
        event.name = events.id(of: try scanner.string())
      } else if equals(key, "time") {
        event.time = try SampleReader.instant(try scanner.string())
      } else if equals(key, "attributes") {
        try scanner.object { name, scanner in
          event.attributes.append(SampleValue(name: attributes.id(of: name), value: try scanner.value()))
        }
      } else {
        _ = try scanner.value()
      }
    }
    event.attributes.sort { $0.name < $1.name }
    return event
  }

  @inline(__always)
  private func equals(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    text.count == word.utf8CodeUnitCount
      && text.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// `c123` is 123.
  private static func rowID(_ text: UnsafeRawBufferPointer) throws -> Int64 {
    try number(text, 1..<text.count)
  }

  /// Epoch milliseconds of `2026-02-13T01:07:47.649Z`.
  private static func instant(_ text: UnsafeRawBufferPointer) throws -> Int64 {
    guard text.count == 24 else { throw BenchError(message: "a time is not as the generator writes it") }
    let year = try number(text, 0..<4)
    let month = try number(text, 5..<7)
    let day = try number(text, 8..<10)
    // Days since 1970 in the proleptic Gregorian calendar, counting years from March.
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    let minutes = try (days * 24 + number(text, 11..<13)) * 60 + number(text, 14..<16)
    return try (minutes * 60 + number(text, 17..<19)) * 1000 + number(text, 20..<23)
  }

  private static func number(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) throws -> Int64 {
    var result: Int64 = 0
    for index in range {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { throw BenchError(message: "a number is not as the generator writes it") }
      result = result * 10 + Int64(digit)
    }
    return result
  }
}
