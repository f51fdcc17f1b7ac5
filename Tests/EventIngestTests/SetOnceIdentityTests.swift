import SegmentModel
import Testing

@testable import EventIngest

/// An email, phone or code that is set once names its contact, where the contact has none of the kind.
@Suite struct SetOnceIdentityTests {
  private func once(
    _ name: String, _ value: Value, userId: String? = nil, anonymousId: String? = nil,
    set: KeyValuePairs<String, Value?> = [:], at time: Instant = .noon
  ) -> IngestMessage {
    let traits = ContactTraits(
      set.map { NamedValue($0.key, $0.value) }, updates: [PropertyUpdate(name, .setOnce(value))])
    return .make(.identify(traits, tracked: []), userId: userId, anonymousId: anonymousId, at: time)
  }

  @Test(arguments: [
    ("email", "Ann@example.com", "email:ann@example.com", "primaryEmail"),
    ("phone", "+49 30 1234567", "phone:+49301234567", "primaryPhone"), ("code", "c1", "code:c1", "code"),
  ])
  func firstOneIsAnIdentifier(name: String, text: String, identifier: String, property: String) throws {
    let ingest = TestIngest()
    try ingest.send(once(name, .text(text), userId: "1"))
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.identifierTexts == [identifier, "userId:1"].sorted())
    #expect(contact.value(property) == .text(text))
  }

  @Test func anonymousHistoryJoinsWhoHasIt() throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1", ["email": "ann@example.com"]))
    try ingest.send(.track("look", anonymousId: "a"))
    try ingest.send(once("email", "ann@example.com", anonymousId: "a"), from: .browser)
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.contact(.anonymousId, "a")?.identifierTexts.contains("userId:1") == true)
  }

  @Test func otherOneNamesNobodyWhereThereIsOne() throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1", ["email": "ann@example.com"]))
    try ingest.send(.identify(nil, ["email": "bob@example.com", "n": 1]))
    let result = try ingest.send(once("email", "bob@example.com", userId: "1"))
    #expect(result.isAccepted && result.warnings == [])
    #expect(ingest.profiles.contacts.count == 2)
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.identifierTexts == ["email:ann@example.com", "userId:1"])
    #expect(contact.value("primaryEmail") == "ann@example.com")
  }

  @Test func otherOneIsNotKeptWhoeverJoinsByTheSameMessage() throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1", ["email": "ann@example.com"], at: .noon(plusMinutes: -9)))
    try ingest.send(.identify(anonymousId: "a", ["primaryEmail": nil], at: .noon(plusMinutes: -5)))
    try ingest.send(once("email", "bob@example.com", userId: "1", anonymousId: "a"))
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.identifierTexts == ["anonymousId:a", "email:ann@example.com", "userId:1"])
    #expect(contact.value("primaryEmail") == nil)
  }

  @Test func valueThatIsSetOrUnsetByTheMessageComesFirst() throws {
    let ingest = TestIngest()
    try ingest.send(once("email", "bob@example.com", userId: "1", set: ["email": "ann@example.com"]))
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.identifierTexts == ["email:ann@example.com", "userId:1"])
    try ingest.send(once("email", "bob@example.com", userId: "1", set: ["email": nil]))
    let after = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(after.value("primaryEmail") == "bob@example.com")
    #expect(after.identifierTexts.contains("email:bob@example.com"))
  }

  @Test func emailOfSomebodyErasedIsRefusedUnlessItWouldNotBeKept() throws {
    let ingest = TestIngest()
    let erased = Identifier(kind: .email, stored: "gone@example.com")
    ingest.log.change { $0.suppressed = [erased] }
    #expect(try ingest.send(once("email", "Gone@example.com", userId: "1")).rejection == "suppressed")
    #expect(ingest.profiles.contacts.isEmpty)
    try ingest.send(.identify("1", ["email": "ann@example.com"]))
    #expect(try ingest.send(once("email", "gone@example.com", userId: "1")).isAccepted)
    #expect(ingest.profiles.contact(.userId, "1")?.value("primaryEmail") == "ann@example.com")
  }

  @Test func browserAddsNoIdentifierToWhatAServerHasWritten() throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1", ["email": nil], at: .noon(plusMinutes: -5)))
    try ingest.send(once("email", "ann@example.com", userId: "1"), from: .browser)
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.identifierTexts == ["userId:1"])
    #expect(contact.value("primaryEmail") == nil)
  }
}
