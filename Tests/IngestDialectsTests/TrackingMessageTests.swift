import EventIngest
import IngestDialects
import SegmentModel
import Testing

/// Each row of the message table of http-api, "The tracking API".
@Suite struct TrackingMessageTests {
  // MARK: - identify

  @Test func identifySetsPropertiesFromTraits() throws {
    let message = try Tracking.message(
      "/v1/identify",
      """
      {"userId": "42", "traits": {"email": "Ann@Example.com", "phone": "+49 30 1", "firstName": "Ann", "code": "A-1",
        "plan": "gold", "address": {"city": "Ulm"}, "tags": ["a", "b"], "age": 41, "vip": true, "gone": null}}
      """)
    let identify = try #require(message.identify)
    #expect(
      Tracking.values(identify.traits.properties) == [
        "primaryEmail": .text("Ann@Example.com"), "primaryPhone": .text("+49 30 1"), "firstName": .text("Ann"),
        "code": .text("A-1"), "plan": .text("gold"), "address.city": .text("Ulm"),
        "tags": .list([.text("a"), .text("b")]), "age": .number(41), "vip": .boolean(true), "gone": nil,
      ])
    #expect(
      message.claims.map(\.identifier)
        == [
          Identifier(kind: .userId, stored: "42"), Identifier(kind: .code, stored: "A-1"),
          Identifier(kind: .email, stored: "ann@example.com"), Identifier(kind: .phone, stored: "49301"),
        ])
  }

  @Test func traitsWinOverThoseOfTheContextAndNullRemoves() throws {
    let message = try Tracking.message(
      "/v1/identify",
      """
      {"anonymousId": "a", "context": {"traits": {"plan": "free", "city": "Ulm", "email": "a@example.com"}},
        "traits": {"plan": "gold", "city": null}}
      """)
    #expect(
      Tracking.values(try #require(message.identify).traits.properties) == [
        "plan": .text("gold"), "city": nil, "primaryEmail": .text("a@example.com"),
      ])
    #expect(message.claims.contains { $0.identifier == Identifier(kind: .email, stored: "a@example.com") })
  }

  @Test func trackedBesideTraitsSetsTrackedProperties() throws {
    let message = try Tracking.message(
      "/v1/identify",
      #"{"anonymousId": "a", "traits": {}, "tracked": {"pricing-team111": "successfully", "step": 3}}"#)
    let identify = try #require(message.identify)
    #expect(identify.tracked == ["pricing-team111": .text("successfully"), "step": .number(3)])
    #expect(identify.traits.properties.isEmpty)
  }

  @Test func companyNameIsACompanyNotAProperty() throws {
    let message = try Tracking.message(
      "/v1/identify", #"{"userId": "1", "traits": {"company": {"name": "Acme", "size": 5}}}"#)
    let traits = try #require(message.identify).traits
    #expect(traits.company?.groupID == "Acme")
    #expect(traits.company?.properties == [NamedValue("primaryName", .text("Acme"))])
    #expect(Tracking.values(traits.properties) == ["company.size": .number(5)])
  }

  @Test func stateAndCreatedAtAreNoProperties() throws {
    let message = try Tracking.message(
      "/v1/identify", #"{"userId": "1", "traits": {"state": "lead", "createdAt": "2020-03-01T00:00:00Z"}}"#)
    let traits = try #require(message.identify).traits
    #expect(traits.state == .lead)
    #expect(traits.createdAt == Instant("2020-03-01T00:00:00Z"))
    #expect(traits.properties.isEmpty)
  }

  @Test func identifyWithoutTraitsIsTaken() throws {
    #expect(try Tracking.message("/v1/identify", #"{"userId": "1", "traits": null}"#).identify != nil)
  }

  // MARK: - track, page, screen

  @Test func trackIsAnEventWithItsProperties() throws {
    let message = try Tracking.message(
      "/v1/track", #"{"anonymousId": "a", "event": "get-start", "properties": {"price": 100, "view": "80%"}}"#)
    let event = try #require(message.event)
    #expect(event.name == "get-start")
    #expect(event.attributes == ["price": .number(100), "view": .text("80%")])
    #expect(message.claims.map(\.identifier) == [Identifier(kind: .anonymousId, stored: "a")])
  }

  @Test func contextBecomesAttributes() throws {
    let message = try Tracking.message(
      "/v1/track",
      """
      {"userId": "1", "event": "e", "context": {"page": {"url": "https://x/", "title": "X"}, "locale": "de",
        "campaign": {"source": "mail"}, "timezone": "Europe/Berlin", "userAgent": "UA",
        "library": {"name": "lib", "version": "1"}, "ip": "192.0.2.1", "traits": {"email": "x@example.com"}}}
      """)
    #expect(
      try #require(message.event).attributes == [
        "context.page.url": .text("https://x/"), "context.page.title": .text("X"), "context.locale": .text("de"),
        "context.campaign.source": .text("mail"), "context.timezone": .text("Europe/Berlin"),
        "context.userAgent": .text("UA"), "context.library.name": .text("lib"),
        "context.library.version": .text("1"),
      ])
  }

  @Test func attributeHasOneValueAndNoRemoval() throws {
    let message = try Tracking.message(
      "/v1/track",
      #"{"userId": "1", "event": "e", "properties": {"a": 1, "b": null, "a": 2, "c": "", "d": 1, "d": null, "": 1}}"#)
    guard case .event(_, let attributes) = message.action else { throw Tracking.OtherMessage() }
    #expect(attributes == [NamedValue("a", .number(2))])
  }

  @Test(arguments: [("page", "viewPage"), ("screen", "viewScreen"), ("p", "viewPage"), ("s", "viewScreen")])
  func viewIsAnEventWithNameCategoryAndProperties(path: String, name: String) throws {
    let event = try #require(
      try Tracking.message(
        "/v1/\(path)", #"{"userId": "1", "name": "Home", "category": "Docs", "properties": {"url": "/x"}}"#
      ).event)
    #expect(event.name == name)
    #expect(event.attributes == ["name": .text("Home"), "category": .text("Docs"), "url": .text("/x")])
  }

  // MARK: - group, alias

  @Test func groupIsACompany() throws {
    let message = try Tracking.message(
      "/v1/group", #"{"userId": "1", "groupId": 7, "traits": {"name": "Acme", "email": "x@acme.example", "size": 5}}"#)
    guard case .group(let company) = message.action else { throw Tracking.OtherMessage() }
    #expect(company.groupID == "7")
    #expect(
      Tracking.values(company.properties) == [
        "primaryName": .text("Acme"), "primaryEmail": .text("x@acme.example"), "size": .number(5),
      ])
  }

  @Test func aliasNamesThePreviousId() throws {
    let message = try Tracking.message("/v1/alias", #"{"userId": "2", "previousId": "1"}"#)
    #expect(message.action == .alias(previous: "1"))
  }

  // MARK: - all

  @Test func identifiersMayBeNumbersOrNull() throws {
    let message = try Tracking.message("/v1/track", #"{"userId": 42, "anonymousId": null, "event": "e"}"#)
    #expect(message.claims.map(\.identifier.value) == ["42"])
    let large = try Tracking.message("/v1/track", #"{"userId": 9007199254740993, "event": "e"}"#)
    #expect(large.claims.map(\.identifier.value) == ["9007199254740993"])
  }

  @Test func messageIdAndProofAreTaken() throws {
    let message = try Tracking.message(
      "/v1/track", #"{"userId": "1", "event": "e", "messageId": "m-1", "context": {"proof": "abc"}}"#)
    #expect(message.messageID == "m-1")
    #expect(message.proof == "abc")
    let without = try Tracking.message("/v1/track", #"{"userId": "1", "event": "e", "messageId": ""}"#)
    #expect(without.messageID == nil)
  }

  @Test func timestampIsCorrectedBySentAtOfTheMessageElseOfTheBatch() throws {
    let single = try Tracking.message(
      "/v1/track",
      #"{"userId": "1", "event": "e", "timestamp": "2026-11-24T09:59:50Z", "sentAt": "2026-11-24T10:00:00Z"}"#)
    #expect(single.time == Instant.noon.advanced(milliseconds: -10_000))
    let batch = try Tracking.read(
      "/v1/batch",
      """
      {"sentAt": "2026-11-24T10:00:00.000Z", "batch": [
        {"type": "track", "userId": "1", "event": "e", "timestamp": "2026-11-24T09:59:50Z"},
        {"type": "track", "userId": "1", "event": "e", "timestamp": "2026-11-24T09:59:50Z",
          "sentAt": "2026-11-24T12:00:00Z"},
        {"type": "track", "userId": "1", "event": "e"}]}
      """)
    let times = try batch.items.map { try $0.content.get().time }
    #expect(
      times == [
        Instant.noon.advanced(milliseconds: -10_000), try #require(Instant("2026-11-24T09:59:50Z")), .noon,
      ])
  }

  @Test func timestampWithoutOffsetIsOfUTC() throws {
    let message = try Tracking.message(
      "/v1/track", #"{"userId": "1", "event": "e", "timestamp": "2026-11-24T09:00:00"}"#)
    #expect(message.time == Instant("2026-11-24T09:00:00Z"))
  }

  @Test func nullTimestampGivesWayToTheOriginalOne() throws {
    let message = try Tracking.message(
      "/v1/track",
      #"{"userId": "1", "event": "e", "timestamp": null, "originalTimestamp": "2026-11-24T09:00:00Z"}"#)
    #expect(message.time == Instant("2026-11-24T09:00:00Z"))
  }

  @Test(arguments: [
    ("track", #"{"userId": "1"}"#, "missingEvent"), ("track", #"{"userId": "1", "event": ""}"#, "missingEvent"),
    ("track", #"{"userId": "1", "event": 5}"#, "missingEvent"),
    ("track", #"{"userId": "1", "event": "e", "properties": [1]}"#, "wrongType"),
    ("identify", #"{"userId": "1", "traits": "x"}"#, "wrongType"),
    ("identify", #"{"userId": "1", "context": {"traits": 1}}"#, "wrongType"),
    ("identify", #"{"userId": "1", "tracked": []}"#, "wrongType"),
    ("identify", #"{"userId": {"id": 1}}"#, "badIdentifier"), ("identify", #"{"anonymousId": true}"#, "badIdentifier"),
    ("group", #"{"userId": "1"}"#, "missingGroupID"),
    ("group", #"{"userId": "1", "groupId": "null"}"#, "missingGroupID"),
    ("alias", #"{"userId": "1"}"#, "missingPreviousID"),
    ("identify", #"{"userId": "1", "messageId": 5}"#, "badMessageID"),
    ("identify", #"{"userId": "1", "timestamp": "yesterday"}"#, "badTimestamp"),
    ("identify", #"{"userId": "1", "timestamp": 1700000000}"#, "badTimestamp"),
  ])
  func invalidMessageIsRejectedWithACode(path: String, body: String, code: String) throws {
    #expect(try Tracking.rejection("/v1/\(path)", body) == code)
  }

  @Test func boundsOfAMessageAreHeld() throws {
    let id = { (count: Int) in #"{"userId": "1", "messageId": "\#(String(repeating: "é", count: count))"}"# }
    #expect(try Tracking.rejection("/v1/identify", id(255)) == nil)
    #expect(try Tracking.rejection("/v1/identify", id(256)) == "badMessageID")
    let text = { (count: Int) in
      #"{"userId": "1", "traits": {"note": "\#(String(repeating: "x", count: count))"}}"#
    }
    #expect(try Tracking.rejection("/v1/identify", text(8192)) == nil)
    #expect(try Tracking.rejection("/v1/identify", text(8193)) == "valueTooLong")
  }

  @Test func attributesWhoseNamesDifferInNormalFormAreTwo() throws {
    let body =
      #"{"userId":"1","event":"e","properties":{"caf\u00e9":1,"cafe\u0301":2,"list":[{"\u00e9":1},{"e\u0301":2}]}}"#
    guard case .event(_, let attributes) = try Tracking.message("/v1/track", body).action else {
      throw Tracking.OtherMessage()
    }
    let named = Dictionary(uniqueKeysWithValues: attributes.map { (ExactText($0.name), $0.value) })
    #expect(named["caf\u{E9}"] == .number(1))
    #expect(named["cafe\u{301}"] == .number(2))
    #expect(named["list.\u{E9}"] == .list([.number(1)]))
    #expect(named["list.e\u{301}"] == .list([.number(2)]))
  }
}
