import SegmentModel
import TestSupport
import Testing

/// The worked examples of the seed document, as segments in `Fixtures/filters`, on people whose membership is plain.
@Suite struct SeedExampleTests {
  /// A customer with one property, or the instants that the product keeps.
  private static func customer(
    _ name: String, createdAt: String = "2020-01-01T00:00:00Z", lastSeenAt: String? = nil, email: String? = nil,
    expireDate: String? = nil, state: ContactState = .customer
  ) throws -> ContactRecord {
    let created = try #require(Instant(createdAt))
    var properties: [ExactText: StoredValue] = [:]
    let values: [(ExactText, String?)] = [("name", name), ("primaryEmail", email), ("expireDate", expireDate)]
    for (key, value) in values {
      if let value { properties[key] = StoredValue(.text(value), time: created, isTrusted: true) }
    }
    return ContactRecord(
      state: state, createdAt: created, lastSeenAt: lastSeenAt.flatMap { Instant($0) }, properties: properties)
  }

  /// Names of those of `people` who are members of the fixture.
  private static func members(
    of fixture: String, at now: String, among people: [ContactRecord], events: [EventRecord] = []
  ) throws -> [String] {
    var world = OracleWorld()
    world.contacts = people
    for index in people.indices { world.contacts[index].id = Int64(index + 1) }
    world.events = events
    world.segments = try Fixture.segments()
    let stored = try WorldInSQLite(world)
    let definition = try #require(world.segments.first { $0.id == "seg_\(fixture)" }).definition
    return try stored.members(of: definition, at: try #require(Instant(now))).sorted().compactMap { id in
      guard case .scalar(.text(let name))? = people[Int(id) - 1].properties["name"]?.value else { return nil }
      return name
    }
  }

  private static let now = "2026-11-24T12:34:56Z"

  @Test func createdInMarch2020AndItsSubSegmentWithAnEmail() throws {
    let people = [
      try Self.customer("february", createdAt: "2020-02-29T23:59:59.999Z", email: "a@x.y"),
      try Self.customer("first", createdAt: "2020-03-01T00:00:00Z", email: "b@x.y"),
      try Self.customer("last", createdAt: "2020-03-31T23:59:59.999Z"),
      try Self.customer("april", createdAt: "2020-04-01T00:00:00Z", email: "c@x.y"),
      try Self.customer("lead", createdAt: "2020-03-10T00:00:00Z", email: "d@x.y", state: .lead),
    ]
    #expect(try Self.members(of: "created-in-march-2020", at: Self.now, among: people) == ["first", "last"])
    #expect(try Self.members(of: "email-is-set", at: Self.now, among: people) == ["first"])
  }

  @Test(arguments: [
    ("inactive-for-three-weeks", ["2026-11-03T23:59:59.999Z"], ["2026-11-04T00:00:00Z"]),
    ("last-seen-30-minutes-ago-or-before", ["2026-11-24T12:04:59.999Z"], ["2026-11-24T12:05:00Z"]),
    ("last-seen-until-tomorrow", ["2026-11-25T12:59:59.999Z"], ["2026-11-25T13:00:00Z"]),
  ]) func lastSeenRelativeToNow(fixture: String, inside: [String], outside: [String]) throws {
    let people = try (inside + outside).map { try Self.customer($0, lastSeenAt: $0) } + [try Self.customer("never")]
    #expect(try Self.members(of: fixture, at: Self.now, among: people) == inside)
  }

  @Test(arguments: [
    ("created-in-the-last-24-hours", ["2026-11-23T12:00:00Z", "2026-11-24T12:34:56Z"], ["2026-11-23T11:59:59.999Z"]),
    ("created-from-tomorrow", ["2026-11-25T00:00:00Z"], ["2026-11-24T23:59:59.999Z"]),
  ]) func createdRelativeToNow(fixture: String, inside: [String], outside: [String]) throws {
    let people = try (inside + outside).map { try Self.customer($0, createdAt: $0) }
    #expect(try Self.members(of: fixture, at: Self.now, among: people) == inside)
  }

  @Test(arguments: [
    (
      "expires-on-the-11th-day", ["2026-12-05", "2026-12-05T23:59:59.999Z"], ["2026-12-04T23:59:59.999Z", "2026-12-06"]
    ),
    ("expired-two-days-ago", ["2026-11-22", "2026-11-22T23:59:59.999Z"], ["2026-11-21T23:59:59.999Z", "2026-11-23"]),
    (
      "expires-in-the-11th-minute", ["2026-11-24T12:45:00Z", "2026-11-24T12:45:59.999Z"],
      ["2026-11-24T12:44:59.999Z", "2026-11-24T12:46:00Z"]
    ),
    (
      "expired-two-minutes-ago", ["2026-11-24T12:32:00Z", "2026-11-24T12:32:59.999Z"],
      ["2026-11-24T12:31:59.999Z", "2026-11-24T12:33:00Z", "soon"]
    ),
  ]) func expiringOnTheNthDayOrMinute(fixture: String, inside: [String], outside: [String]) throws {
    let people = try (inside + outside).map { try Self.customer($0, expireDate: $0) }
    #expect(try Self.members(of: fixture, at: Self.now, among: people) == inside)
  }

  @Test func getStartWithPrice100AndView80Percent() throws {
    let at = try #require(Instant("2026-11-24T12:00:00Z"))
    let people = try ["buyer", "other price", "other event", "nobody"].map { try Self.customer($0, state: .visitor) }
    func event(_ contact: Int64, _ name: String, _ price: Value) -> EventRecord {
      EventRecord(
        contact: contact, name: name, time: at, receivedAt: at,
        attributes: [NamedValue("price", price), NamedValue("view", .text("80%"))])
    }
    let events = [
      event(1, "get-start", .number(100)), event(1, "get-start", .number(5)), event(2, "get-start", .number(99)),
      event(3, "get-started", .number(100)), event(2, "get-start", .text("100 EUR")),
    ]
    #expect(try Self.members(of: "get-start", at: Self.now, among: people, events: events) == ["buyer"])
  }

  @Test func trackedPricingTeamIsSuccessfully() throws {
    var people = try ["tracked", "property", "other"].map { try Self.customer($0, state: .visitor) }
    let value = StoredValue(.text("Successfully"), time: people[0].createdAt, isTrusted: false)
    people[0].tracked["pricing-team111"] = value
    people[1].properties["pricing-team111"] = value
    people[2].tracked["pricing-team111"] = StoredValue(.text("failed"), time: people[0].createdAt, isTrusted: false)
    #expect(try Self.members(of: "pricing-team", at: Self.now, among: people) == ["tracked"])
  }
}
