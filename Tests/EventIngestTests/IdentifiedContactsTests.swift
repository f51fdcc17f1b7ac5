import SegmentModel
import Testing

@testable import EventIngest

/// Rows "two identified contacts", "never an id" of values-and-identity, and which identifier names the contact.
@Suite struct IdentifiedContactsTests {
  let ingest = TestIngest()

  @Test func strongestIdentifierNamesTheContactAndTheOthersAreAttached() throws {
    try ingest.send(.identify("42", ["email": " Ann@Example.com ", "phone": "0049 30 123456", "code": "A-1"]))
    #expect(ingest.profiles.contacts.count == 1)
    #expect(
      ingest.profiles.contact(.userId, "42")?.identifierTexts == [
        "code:A-1", "email:ann@example.com", "phone:+4930123456", "userId:42",
      ])
  }

  @Test func serverMergesTheOneWithoutUserIdIntoTheOther() throws {
    try ingest.send(.track("lead", anonymousId: "a"), from: .browser)
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    try ingest.send(.track("user", "42"))
    let user = ingest.profiles.contact(.userId, "42")
    try ingest.send(.identify("42", ["email": "ann@example.com"]))
    let one = ingest.profiles.contact(.email, "ann@example.com")
    #expect(ingest.profiles.contacts.count == 1)
    #expect(one?.id == user?.id)
    #expect(ingest.profiles.events(of: one) == ["lead", "user"])
  }

  @Test func theOneWithUserIdGoesOnWhicheverIsNamed() throws {
    try ingest.send(.identify("42", ["phone": "+4930123456"]))
    try ingest.send(.identify(nil, ["code": "A-1"]))
    try ingest.send(.identify(nil, ["code": "A-1", "phone": "+4930123456"]))
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.contact(.code, "A-1")?.publicID == ingest.profiles.contact(.userId, "42")?.publicID)
  }

  @Test func twoUserIdsAreNeverMergedByASharedEmail() throws {
    try ingest.send(.identify("1", ["email": "office@example.com"]))
    let result = try ingest.send(.identify("2", ["email": "office@example.com"]))
    #expect(result.warnings == ["identifierClash"])
    #expect(ingest.profiles.contacts.count == 2)
    #expect(ingest.profiles.contact(.email, "office@example.com")?.identifierTexts.contains("userId:1") == true)
  }

  @Test func twoWithoutUserIdAreNotMerged() throws {
    try ingest.send(.identify(nil, ["code": "A-1"]))
    try ingest.send(.identify(nil, ["email": "ann@example.com"]))
    let result = try ingest.send(.identify(nil, ["code": "A-1", "email": "ann@example.com"]))
    #expect(result.warnings == ["identifierClash"])
    #expect(ingest.profiles.contacts.count == 2)
  }

  @Test func newIdentifierBesideAKnownOneNamesTheKnownContact() throws {
    try ingest.send(.identify(nil, ["email": "ann@example.com"]))
    try ingest.send(.identify(nil, ["code": "A-1", "email": "ann@example.com"]))
    try ingest.send(.identify("42", ["email": "ann@example.com"]))
    #expect(ingest.profiles.contacts.count == 1)
  }

  @Test func anonymousIdAloneDoesNotMergeContactsAtOdds() throws {
    try ingest.send(.identify(anonymousId: "tablet", ["email": "ann@example.com"]))
    try ingest.send(.identify("42", ["email": "bob@example.com"]))
    try ingest.send(.identify("42", anonymousId: "tablet"))
    #expect(ingest.profiles.contacts.count == 2)
    #expect(ingest.profiles.contact(.anonymousId, "tablet")?.identifierTexts.contains("userId:42") == true)
  }

  @Test(arguments: ["", " ", "null", "undefined", "NONE", "0", "anonymous", "Guest"])
  func wordsThatStandForNobodyAreNoIdentifier(text: String) throws {
    let alone = try ingest.send(.track("look", text))
    #expect(alone.rejection == "noIdentifier")
    try ingest.send(.track("look", text, anonymousId: "a"))
    #expect(ingest.profiles.contact(.anonymousId, "a")?.state == .visitor)
  }

  @Test func zeroUUIDAndLongTextsAreNoIdentifier() throws {
    for text in ["00000000-0000-0000-0000-000000000000", String(repeating: "x", count: 201)] {
      #expect(try ingest.send(.track("look", text)).rejection == "noIdentifier")
    }
    #expect(try ingest.send(.track("look", String(repeating: "x", count: 200))).isAccepted)
  }

  @Test func hundredAndFirstIdentifierIsNotAttachedAndIsReported() throws {
    for number in 1...99 { try ingest.send(.track("look", "42", anonymousId: "a\(number)")) }
    #expect(ingest.profiles.contact(.userId, "42")?.identifiers.count == 100)
    let result = try ingest.send(.track("look", "42", anonymousId: "one too many"))
    #expect(result.warnings == ["tooManyIdentifiers"])
    #expect(ingest.profiles.contact(.userId, "42")?.identifiers.count == 100)
    #expect(ingest.profiles.events.count == 100)
  }

  @Test func mergeThatWouldPassTheBoundOfIdentifiersIsNotMade() throws {
    for number in 1...60 { try ingest.send(.identify("42", anonymousId: "a\(number)")) }
    for number in 1...60 { try ingest.send(.identify(anonymousId: "b\(number)", ["email": "ann@example.com"])) }
    let result = try ingest.send(.identify("42", ["email": "ann@example.com"]))
    #expect(result.warnings == ["tooManyIdentifiers"])
    #expect(ingest.profiles.contacts.count == 2)
  }

  @Test func erasedIdentifierIsNotTakenAgainAndLeavesNoTrace() throws {
    ingest.log.change { $0.suppressed = [Identifier(kind: .email, stored: "ann@example.com")] }
    let result = try ingest.send(.identify(anonymousId: "a", ["email": "Ann@example.com"]))
    #expect(result.rejection == "suppressed")
    #expect(ingest.profiles.contacts.isEmpty)
    #expect(ingest.profiles.rejected.isEmpty)
  }
}
