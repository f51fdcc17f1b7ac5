import SegmentModel
import Testing

@testable import EventIngest

/// Row "anonymous joins known" of values-and-identity.
@Suite struct AnonymousHistoryTests {
  let ingest = TestIngest()

  @Test func anonymousHistoryMovesToTheContactThatItIdentifiesAs() throws {
    try ingest.send(.identify("42", ["firstName": "Ann"]))
    try ingest.send(.track("look", anonymousId: "a"), from: .browser)
    try ingest.send(.identify("42", anonymousId: "a"), from: .browser)
    let contact = ingest.profiles.contact(.userId, "42")
    #expect(ingest.profiles.contacts.count == 1)
    #expect(contact?.identifierTexts == ["anonymousId:a", "userId:42"])
    #expect(ingest.profiles.events(of: contact) == ["look"])
  }

  @Test func visitorWhoIdentifiesFirstKeepsItsId() throws {
    try ingest.send(.track("look", anonymousId: "a"), from: .browser)
    let visitor = ingest.profiles.contact(.anonymousId, "a")
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    let lead = ingest.profiles.contact(.email, "ann@example.com")
    #expect(lead?.id == visitor?.id)
    #expect(lead?.state == .lead)
  }

  @Test func laterIdentifyAsSomebodyElseTakesOnlyWhatFollows() throws {
    try ingest.send(.track("first", anonymousId: "a"), from: .browser)
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    try ingest.send(.track("second", anonymousId: "a"), from: .browser)
    try ingest.send(.identify(anonymousId: "a", ["email": "bob@example.com"]), from: .browser)
    try ingest.send(.track("third", anonymousId: "a"), from: .browser)
    let (ann, bob) = (
      ingest.profiles.contact(.email, "ann@example.com"), ingest.profiles.contact(.email, "bob@example.com")
    )
    #expect(ingest.profiles.events(of: ann) == ["first", "second"])
    #expect(ingest.profiles.events(of: bob) == ["third"])
    #expect(ann?.identifierTexts == ["email:ann@example.com"])
  }

  @Test func sharedDeviceGoesBackToItsFirstUserWithoutItsHistoryMoving() throws {
    for (user, event) in [("1", "one"), ("2", "two"), ("1", "three")] {
      try ingest.send(.identify(user, anonymousId: "tablet"), from: .browser)
      try ingest.send(.track(event, anonymousId: "tablet"), from: .browser)
    }
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "1")) == ["one", "three"])
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "2")) == ["two"])
  }

  @Test func emailThenPhoneOfOneVisitorAreOneContact() throws {
    try ingest.send(.identify(anonymousId: "a", ["phone": "+49 30 123456"]), from: .browser)
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    try ingest.send(.identify("42", anonymousId: "a"), from: .browser)
    #expect(ingest.profiles.contacts.count == 1)
    #expect(
      ingest.profiles.contact(.userId, "42")?.identifierTexts == [
        "anonymousId:a", "email:ann@example.com", "phone:+4930123456", "userId:42",
      ])
  }

  @Test func leadThatSignsUpWithItsEmailIsOneContact() throws {
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    try ingest.send(.identify("42", anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.contact(.email, "ann@example.com")?.state == .customer)
  }

  @Test func eventWithUserIdAndAnonymousIdJoinsToo() throws {
    try ingest.send(.track("look", anonymousId: "a"), from: .browser)
    try ingest.send(.track("buy", "42", anonymousId: "a"), from: .browser)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "42")) == ["look", "buy"])
  }

  @Test func joinWithinOneTransactionIsTheSame() throws {
    try ingest.sendTogether(
      [
        .identify("42"), .track("first", anonymousId: "a"), .identify("42", anonymousId: "a"),
        .track("second", anonymousId: "a"), .identify("43", anonymousId: "a"), .track("third", anonymousId: "a"),
      ], from: .browser)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "42")) == ["first", "second"])
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "43")) == ["third"])
  }
}
