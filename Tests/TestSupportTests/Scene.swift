import SegmentModel
import TestSupport

/// A small world, written by hand. Contact 1 is there from the start.
struct Scene {
  var world = OracleWorld()
  var now: Instant

  init(now: String = "2024-06-15T12:00:00Z", zone: String = "UTC") {
    self.now = instant(now)
    world.zone = zone
    contact(1)
  }

  mutating func contact(
    _ id: Int64, state: ContactState = .visitor, _ properties: [ExactText: Value] = [:],
    tracked: [ExactText: Value] = [:]
  ) {
    let time = instant("2020-01-01T00:00Z")
    world.contacts.append(
      ContactRecord(
        id: id, publicID: "con_\(id)", state: state, createdAt: time,
        properties: properties.mapValues { StoredValue($0, time: time, isTrusted: true) },
        tracked: tracked.mapValues { StoredValue($0, time: time, isTrusted: false) }))
  }

  mutating func company(_ id: Int64, _ properties: [ExactText: Value] = [:], contacts: [Int64] = []) {
    let time = instant("2020-01-01T00:00Z")
    world.companies.append(
      CompanyRecord(
        id: id, publicID: "com_\(id)", createdAt: time,
        properties: properties.mapValues { StoredValue($0, time: time, isTrusted: true) }))
    world.links += contacts.map { OracleWorld.Link(contact: $0, company: id) }
  }

  mutating func event(_ name: String, _ time: String, _ attributes: [String: Value] = [:], of contact: Int64 = 1) {
    world.events.append(
      EventRecord(
        id: Int64(world.events.count + 1), contact: contact, name: name, time: instant(time), receivedAt: now,
        attributes: attributes.map { NamedValue($0.key, $0.value) }))
  }

  mutating func segment(_ id: String, _ definition: JSONValue) {
    world.segments.append(OracleWorld.SavedSegment(id: id, definition: definition))
  }

  func holds(_ node: JSONValue, _ contact: Int64 = 1) throws -> Bool {
    try Oracle(world).holds(node, contact: contact, now: now)
  }

  func members(_ definition: JSONValue) throws -> Set<Int64> {
    try Oracle(world).members(of: definition, now: now)
  }
}

/// An instant written as RFC 3339; a mistake in a test shows as an instant that nobody expects.
func instant(_ text: String) -> Instant { Instant(text) ?? Instant(milliseconds: .min) }

/// Whether an operator holds for one stored value.
func holds(
  _ stored: Value?, _ name: String, _ operand: JSONValue? = nil, now: String = "2024-06-15T12:00:00Z",
  zone: String = "UTC", unit: DateUnit? = nil
) throws -> Bool {
  var scene = Scene(now: now, zone: zone)
  scene.contact(2, stored.map { ["p": $0] } ?? [:])
  scene.world.datesOfContacts["p"] = unit
  var members = [JSONMember("property", "p"), JSONMember("operator", .string(name))]
  if let operand { members.append(JSONMember("value", operand)) }
  return try scene.holds(.object(members), 2)
}

/// Whether every operator that looks at a date's span sees it begin and end at these milliseconds.
func hasSpan(
  _ text: String, _ first: String, _ last: String, now: String = "2024-06-15T12:00:00Z", zone: String = "UTC"
) throws -> Bool {
  let (first, last) = (instant(first).milliseconds, instant(last).milliseconds)
  let checks: [(name: String, at: Int64, holds: Bool)] = [
    ("on", first - 1, false), ("on", first, true), ("on", last, true), ("on", last + 1, false),
    ("before", first - 1, true), ("before", first, false), ("after", last, false), ("after", last + 1, true),
    ("onOrBefore", last, true), ("onOrBefore", last + 1, false),
    ("onOrAfter", first - 1, false), ("onOrAfter", first, true),
    ("dateRelativeLessThan", last, true), ("dateRelativeLessThan", last + 1, false),
    ("dateRelativeGreaterThan", first - 1, false), ("dateRelativeGreaterThan", first, true),
  ]
  // A number outside the years 1 to 9999 is no date, so it lies on no side of a span.
  return try checks.filter { Instant.range.contains(Instant(milliseconds: $0.at)) }.allSatisfy { check in
    let value = Value.number(Double(check.at))
    return try holds(value, check.name, .string(text), now: now, zone: zone, unit: .milliseconds) == check.holds
  }
}
