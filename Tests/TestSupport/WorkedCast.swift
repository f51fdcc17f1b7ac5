import SegmentModel

/// The people, companies, lists and segments of a worked example, as a world. Row ids go by the order of the text.
struct WorkedCast {
  var world = OracleWorld()
  /// Names by row id.
  var people: [Int64: String] = [:]
  var companies: [Int64: String] = [:]

  private let title: String
  private let time: Instant

  init(_ json: JSONValue, now: Instant, of title: String) throws {
    self.title = title
    time = now.advanced(milliseconds: -10 * 366 * 86_400_000)
    world.zone = json["zone"]?.stringValue ?? "UTC"
    for name in (json["datetimes"]?.arrayValue ?? []).compactMap(\.stringValue) {
      world.datesOfContacts[name] = .milliseconds
    }
    for member in json["people"]?.objectValue ?? [] { try addPerson(member.key, member.value, now: now) }
    for member in json["companies"]?.objectValue ?? [] { try addCompany(member.key, member.value) }
    for member in json["lists"]?.objectValue ?? [] {
      world.lists[member.key] = Set(try (member.value.arrayValue ?? []).map { try id(ofPerson: $0) })
    }
    for member in json["segments"]?.objectValue ?? [] {
      world.segments.append(OracleWorld.SavedSegment(id: member.key, definition: member.value))
    }
  }

  /// The id of a person in the oracle's world.
  static func publicID(_ name: String) -> String { "con_\(name)" }

  /// An exception names a person as the cast does.
  static func namingByID(_ exception: JSONValue) -> JSONValue {
    .object(
      (exception.objectValue ?? []).map { member in
        guard member.key == "contact", let name = member.value.stringValue else { return member }
        return JSONMember("contact", .string(publicID(name)))
      })
  }

  private func failure(_ what: String) -> WorkedExampleError { WorkedExampleError(title, what) }

  private func id(ofPerson name: JSONValue) throws -> Int64 {
    guard let found = people.first(where: { $0.value == name.stringValue })?.key else {
      throw failure("there is no \(name.text)")
    }
    return found
  }

  private func instant(_ json: JSONValue?) throws -> Instant? {
    guard let json else { return nil }
    guard let text = json.stringValue, let instant = Instant(text) else { throw failure("\(json.text) is no instant") }
    return instant
  }

  private func values(_ json: JSONValue?) throws -> [(name: String, value: Value)] {
    try (json?.objectValue ?? []).map { member in
      guard let value = Self.value(member.value) else { throw failure("\(member.value.text) is no value") }
      return (member.key, value)
    }
  }

  private static func value(_ json: JSONValue) -> Value? {
    func scalar(_ json: JSONValue) -> Scalar? {
      switch json {
      case .string(let text): .text(text)
      case .number(let number): .number(number)
      case .boolean(let boolean): .boolean(boolean)
      default: nil
      }
    }
    guard let elements = json.arrayValue else { return scalar(json).map { .scalar($0) } }
    return .list(elements.compactMap(scalar))
  }

  private func stored(_ json: JSONValue?) throws -> [ExactText: StoredValue] {
    var properties: [ExactText: StoredValue] = [:]
    for (name, value) in try values(json) {
      properties[ExactText(name)] = StoredValue(value, time: time, isTrusted: true)
    }
    return properties
  }

  private mutating func addPerson(_ name: String, _ json: JSONValue, now: Instant) throws {
    let id = Int64(world.contacts.count + 1)
    people[id] = name
    guard let state = ContactState(rawValue: json["state"]?.stringValue ?? "visitor") else {
      throw failure("\(name) has no such state")
    }
    var person = ContactRecord(id: id, publicID: Self.publicID(name), state: state, createdAt: time)
    person.createdAt = try instant(json["createdAt"]) ?? time
    person.lastSeenAt = try instant(json["lastSeenAt"])
    person.sessionCount = json["sessionCount"]?.integerValue ?? 0
    person.properties = try stored(json["properties"])
    person.tracked = try stored(json["tracked"])
    world.contacts.append(person)
    for event in json["events"]?.arrayValue ?? [] {
      let parts = event.arrayValue ?? []
      guard (2...3).contains(parts.count), let eventName = parts[0].stringValue, let time = try instant(parts[1]) else {
        throw failure("\(event.text) is no event")
      }
      let attributes = try values(parts.count == 3 ? parts[2] : nil)
      world.events.append(
        EventRecord(
          id: Int64(world.events.count + 1), contact: id, name: eventName, time: time, receivedAt: now,
          attributes: attributes.map { NamedValue($0.name, $0.value) }))
    }
  }

  private mutating func addCompany(_ name: String, _ json: JSONValue) throws {
    let id = Int64(world.companies.count + 1)
    companies[id] = name
    world.companies.append(
      CompanyRecord(
        id: id, publicID: "com_\(name)", createdAt: time, properties: try stored(json["properties"])))
    for person in json["people"]?.arrayValue ?? [] {
      world.links.append(OracleWorld.Link(contact: try self.id(ofPerson: person), company: id))
    }
  }
}
