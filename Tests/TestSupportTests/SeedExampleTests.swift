import SegmentModel
import TestSupport
import Testing

/// The worked examples of the guide, as the fixtures have them, each with who is in and who is out.
@Suite struct SeedExampleTests {
  private static let now = "2024-06-15T12:34:56.789Z"

  /// Whether a customer of whom this is true is a member of the example.
  private func isMember(
    of name: String, created: String = "2024-01-01T00:00Z", seen: String? = nil, email: String? = nil,
    expires: String? = nil, tracked: [ExactText: Value] = [:]
  ) throws -> Bool {
    var scene = Scene(now: Self.now)
    scene.world.segments = try Fixture.segments()
    var properties: [ExactText: Value] = [:]
    properties["primaryEmail"] = email.map(Value.text)
    properties["expireDate"] = expires.map(Value.text)
    scene.contact(2, state: .customer, properties, tracked: tracked)
    scene.world.contacts[1].createdAt = instant(created)
    scene.world.contacts[1].lastSeenAt = seen.map(instant)
    return try scene.members(["contentType": "contact", "filter": ["segment": .string("seg_" + name)]]).contains(2)
  }

  @Test func createdInMarch2020() throws {
    func isMember(_ created: String) throws -> Bool {
      try self.isMember(of: "created-in-march-2020", created: created)
    }
    #expect(try isMember("2020-03-01T00:00:00.000Z"))
    #expect(try isMember("2020-03-31T23:59:59.999Z"))
    #expect(try !isMember("2020-02-29T23:59:59.999Z"))
    #expect(try !isMember("2020-04-01T00:00:00.000Z"))
  }

  @Test func subSegmentWithAnEMail() throws {
    let march = "2020-03-10T00:00Z"
    #expect(try isMember(of: "email-is-set", created: march, email: "a@example.com"))
    #expect(try !isMember(of: "email-is-set", created: march))
    #expect(try !isMember(of: "email-is-set", created: "2020-04-10T00:00Z", email: "a@example.com"))
  }

  @Test(arguments: [
    ("inactive-for-three-weeks", "2024-05-25T23:59:59.999Z", "2024-05-26T00:00:00.000Z"),
    ("last-seen-30-minutes-ago-or-before", "2024-06-15T12:04:59.999Z", "2024-06-15T12:05:00.000Z"),
    ("last-seen-until-tomorrow", "2024-06-16T12:59:59.999Z", "2024-06-16T13:00:00.000Z"),
  ])
  func seenNoLater(name: String, last: String, tooLate: String) throws {
    #expect(try isMember(of: name, seen: last))
    #expect(try isMember(of: name, seen: "2001-01-01T00:00Z"))
    #expect(try !isMember(of: name, seen: tooLate))
    #expect(try !isMember(of: name))
  }

  @Test(arguments: [
    ("created-in-the-last-24-hours", "2024-06-14T12:00:00.000Z", "2024-06-14T11:59:59.999Z"),
    ("created-in-the-last-30-minutes", "2024-06-15T12:04:00.000Z", "2024-06-15T12:03:59.999Z"),
    ("created-from-tomorrow", "2024-06-16T00:00:00.000Z", "2024-06-15T23:59:59.999Z"),
  ])
  func createdNoEarlier(name: String, first: String, tooEarly: String) throws {
    #expect(try isMember(of: name, created: first))
    #expect(try isMember(of: name, created: "2030-01-01T00:00Z"))
    #expect(try !isMember(of: name, created: tooEarly))
  }

  @Test(arguments: [
    (
      "expires-on-the-11th-day", "2024-06-26T00:00:00.000Z", "2024-06-26T23:59:59.999Z", "2024-06-27",
      "2024-06-25T23:59:59.999Z"
    ),
    ("expired-two-days-ago", "2024-06-13", "2024-06-13T23:59:59.999Z", "2024-06-14", "2024-06-12T23:59:59.999Z"),
    (
      "expires-in-the-11th-minute", "2024-06-15T12:45", "2024-06-15T12:45:59.999Z", "2024-06-15T12:46",
      "2024-06-15T12:44:59.999Z"
    ),
    (
      "expired-two-minutes-ago", "2024-06-15T12:32", "2024-06-15T12:32:59.999Z", "2024-06-15T12:33",
      "2024-06-15T12:31:59.999Z"
    ),
  ])
  func expiresInOneSingleDayOrMinute(name: String, first: String, last: String, after: String, before: String) throws {
    #expect(try isMember(of: name, expires: first))
    #expect(try isMember(of: name, expires: last))
    #expect(try !isMember(of: name, expires: after))
    #expect(try !isMember(of: name, expires: before))
    #expect(try !isMember(of: name))
  }

  @Test func clickedGetStart() throws {
    func isMember(_ attributes: [String: Value]) throws -> Bool {
      var scene = Scene(now: Self.now)
      scene.event("get-start", "2024-06-15T12:00Z", attributes)
      scene.event("get-start", "2024-06-15T12:01Z", attributes)
      return try scene.members(try Fixture.json("filters/get-start.json")) == [1]
    }
    #expect(try isMember(["price": .number(100), "view": .text("80%")]))
    #expect(try !isMember(["price": .number(100), "view": .text("50%")]))
    #expect(try !isMember(["price": .number(99), "view": .text("80%")]))
    #expect(try !isMember([:]))
  }

  @Test func trackedPricingForTeam() throws {
    #expect(try isMember(of: "pricing-team", tracked: ["pricing-team111": .text("successfully")]))
    #expect(try !isMember(of: "pricing-team", tracked: ["pricing-team111": .text("failed")]))
    #expect(try !isMember(of: "pricing-team"))
  }

  @Test func everyExampleIsOneThatTheOracleUnderstands() throws {
    var scene = Scene(now: Self.now)
    scene.world.segments = try Fixture.segments()
    #expect(scene.world.segments.count == 14)
    for segment in scene.world.segments {
      #expect(throws: Never.self) { try scene.members(segment.definition) }
    }
  }
}
