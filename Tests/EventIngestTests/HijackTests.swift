import SegmentModel
import Testing

@testable import EventIngest

/// What a browser without proof never does. Source: values-and-identity, "Identity".
@Suite struct HijackTests {
  let ingest = TestIngest()

  /// A customer whom the company's server has told of.
  private func tellOfVictim() throws {
    try ingest.send(.identify("victim", ["email": "victim@example.com", "plan": "free", "state": "customer"]))
  }

  @Test func doesNotMergeContacts() throws {
    try tellOfVictim()
    try ingest.send(.identify("mallory"), from: .browser)
    let result = try ingest.send(.identify("mallory", ["email": "victim@example.com"]), from: .browser)
    #expect(result.warnings == ["identifierClash"])
    #expect(ingest.profiles.contacts.count == 2)
    #expect(
      ingest.profiles.contact(.userId, "victim")?.identifierTexts == ["email:victim@example.com", "userId:victim"])
  }

  @Test func doesNotMergeALeadOfTheServersIntoItself() throws {
    try ingest.send(.identify(nil, ["email": "victim@example.com"]))
    try ingest.send(.identify("mallory", ["email": "victim@example.com"]), from: .browser)
    #expect(ingest.profiles.contacts.count == 2)
    #expect(ingest.profiles.contact(.email, "victim@example.com")?.hasUserID == false)
  }

  @Test func doesNotGiveALeadOfTheServersAUserIdByAWayOfItsAnonymousId() throws {
    try ingest.send(.identify(nil, ["email": "victim@example.com"]))
    try ingest.send(.identify(anonymousId: "m", ["email": "victim@example.com"]), from: .browser)
    try ingest.send(.identify("mallory", anonymousId: "m"), from: .browser)
    #expect(ingest.profiles.contact(.email, "victim@example.com")?.hasUserID == false)
    #expect(ingest.profiles.contact(.anonymousId, "m")?.identifierTexts == ["anonymousId:m", "userId:mallory"])
  }

  @Test func doesNotAlias() throws {
    try tellOfVictim()
    let result = try ingest.send(.alias("victim", to: "mallory"), from: .browser)
    #expect(result.rejection == "serverSourceNeeded")
    #expect(ingest.profiles.contact(.userId, "mallory") == nil)
  }

  @Test func doesNotSetState() throws {
    try ingest.send(.identify(anonymousId: "m", ["state": "customer"]), from: .browser)
    #expect(ingest.profiles.contact(.anonymousId, "m")?.state == .visitor)
  }

  @Test func doesNotSetTimesOrSessions() throws {
    try ingest.send(
      .identify(
        anonymousId: "m",
        [
          "createdAt": "2001-01-01", "modifiedAt": "2001-01-01", "lastSeenAt": "2001-01-01", "sessionCount": 99,
          "firstName": "M",
        ]), from: .browser)
    let contact = ingest.profiles.contact(.anonymousId, "m")
    #expect(contact?.createdAt == .noon)
    #expect(contact?.modifiedAt == .noon)
    #expect(contact?.lastSeenAt == nil)
    #expect(contact?.sessionCount == 0)
    #expect(contact?.properties.keys.sorted() == ["firstName"])
  }

  @Test func doesNotOverwriteWhatAServerWrote() throws {
    try tellOfVictim()
    try ingest.send(
      .identify("victim", ["plan": "gold", "city": "Ulm"], at: .noon(plusMinutes: 5)), from: .browser)
    let victim = ingest.profiles.contact(.userId, "victim")
    #expect(victim?.value("plan") == "free")
    #expect(victim?.value("city") == "Ulm")
  }

  @Test func doesNotOverwriteWhatAServerRemoved() throws {
    try ingest.send(.identify("victim", ["plan": nil]))
    try ingest.send(.identify("victim", ["plan": "gold"], at: .noon(plusMinutes: 5)), from: .browser)
    #expect(ingest.profiles.contact(.userId, "victim")?.value("plan") == nil)
  }

  @Test func doesNotOverwriteByJoiningANewerAnonymousHistory() throws {
    try tellOfVictim()
    try ingest.send(.identify(anonymousId: "m", ["plan": "gold"], at: .noon(plusMinutes: 5)), from: .browser)
    try ingest.send(.identify("victim", anonymousId: "m"), from: .browser)
    #expect(ingest.profiles.contacts.count == 1)
    #expect(ingest.profiles.contact(.userId, "victim")?.value("plan") == "free")
  }

  @Test func doesNotOverwriteWhenTheServersWordArrivesLate() throws {
    try ingest.send(.identify("victim", ["plan": "gold"], at: .noon(plusMinutes: 5)), from: .browser)
    try ingest.send(.identify("victim", ["plan": "free"], at: .noon))
    #expect(ingest.profiles.contact(.userId, "victim")?.value("plan") == "free")
  }

  @Test func doesNotUnset() throws {
    try ingest.send(.identify("victim", ["city": "Ulm"], tracked: ["seen": "yes"]), from: .browser)
    try ingest.send(
      .identify("victim", ["city": nil], tracked: ["seen": nil], at: .noon(plusMinutes: 5)), from: .browser)
    let victim = ingest.profiles.contact(.userId, "victim")
    #expect(victim?.value("city") == "Ulm")
    #expect(victim?.tracked["seen"]?.value == "yes")
  }

  @Test func doesNotAddAnEmailWhereAServerGaveOne() throws {
    try tellOfVictim()
    try ingest.send(.identify("victim", ["email": "mallory@example.com"]), from: .browser)
    let victim = ingest.profiles.contact(.userId, "victim")
    #expect(victim?.value("primaryEmail") == "victim@example.com")
    #expect(ingest.profiles.contact(.email, "mallory@example.com") == nil)
  }

  @Test func changesWhatItWroteItself() throws {
    try ingest.send(.identify("42", ["city": "Ulm"], tracked: ["step": 1]), from: .browser)
    try ingest.send(.identify("42", ["city": "Bonn"], tracked: ["step": 2], at: .noon(plusMinutes: 1)), from: .browser)
    let contact = ingest.profiles.contact(.userId, "42")
    #expect(contact?.value("city") == "Bonn")
    #expect(contact?.tracked["step"]?.value == 2)
  }

  @Test func addsEventsToAKnownContact() throws {
    try tellOfVictim()
    try ingest.send(.track("look", "victim"), from: .browser)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "victim")) == ["look"])
  }
}
