import SegmentModel
import Testing

@testable import EventIngest

/// Row "alias" of http-api.
@Suite struct AliasTests {
  let ingest = TestIngest()

  @Test func serverMergesTwoUserIds() throws {
    try ingest.send(.track("old", "1"))
    try ingest.send(.track("new", "2"))
    let winner = ingest.profiles.contact(.userId, "2")
    try ingest.send(.alias("1", to: "2"))
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.contact(.userId, "1")?.id == winner?.id)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "2")) == ["old", "new"])
  }

  @Test func previousIdIsAUserIdBeforeItIsAnAnonymousId() throws {
    try ingest.send(.track("of user", "x"))
    try ingest.send(.track("of visitor", anonymousId: "x"))
    try ingest.send(.alias("x", to: "2"))
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "2")) == ["of user"])
    #expect(ingest.profiles.contacts.count == 2)
  }

  @Test func previousAnonymousIdBringsItsHistory() throws {
    try ingest.send(.track("look", anonymousId: "x"))
    try ingest.send(.alias("x", to: "2"))
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "2")) == ["look"])
  }

  @Test func aliasBeforeTheFirstMessageOfThePreviousIdHoldsForIt() throws {
    try ingest.send(.alias("1", to: "2"))
    try ingest.send(.track("late", "1"))
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "2")) == ["late"])
  }

  @Test func chainOfAliasesEndsInOneContact() throws {
    for user in ["1", "2", "3", "4"] { try ingest.send(.track("e\(user)", user)) }
    try ingest.send(.alias("1", to: "2"))
    try ingest.send(.alias("3", to: "4"))
    try ingest.send(.alias("2", to: "3"))
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "1")) == ["e1", "e2", "e3", "e4"])
  }

  @Test func aliasOfItselfChangesNothing() throws {
    try ingest.send(.track("look", "1"))
    #expect(try ingest.send(.alias("1", to: "1")).isAccepted)
    #expect(ingest.profiles.contacts.count == 1)
  }

  @Test func aliasWithoutUserIdOrPreviousIdIsRejected() throws {
    #expect(try ingest.send(.alias("1", to: nil, anonymousId: "a")).rejection == "noIdentifier")
    #expect(try ingest.send(.alias("null", to: "2")).rejection == "missingPreviousID")
    #expect(ingest.profiles.contacts.isEmpty)
  }

  @Test func erasedPreviousIdIsRejected() throws {
    ingest.log.change { $0.suppressed = [Identifier(kind: .userId, stored: "1")] }
    #expect(try ingest.send(.alias("1", to: "2")).rejection == "suppressed")
    #expect(ingest.profiles.contacts.isEmpty)
  }
}
