import SegmentModel
import Testing

@testable import EventIngest

/// Row "state" and the times of "Basic properties" of values-and-identity.
@Suite struct ContactRulesTests {
  let ingest = TestIngest()

  private func contact() -> ContactRecord? { ingest.profiles.contact(.anonymousId, "a") }

  @Test(arguments: ["email", "phone", "code", "name", "firstName", "lastName"])
  func visitorBecomesALead(by name: String) throws {
    try ingest.send(.track("look", anonymousId: "a"), from: .browser)
    #expect(contact()?.state == .visitor)
    try ingest.send(.identify(anonymousId: "a", [name: "123456789"]), from: .browser)
    #expect(contact()?.state == .lead)
  }

  @Test func userIdMakesACustomer() throws {
    try ingest.send(.track("look", "42"), from: .browser)
    #expect(ingest.profiles.contact(.userId, "42")?.state == .customer)
  }

  @Test func serverDeclaresACustomer() throws {
    try ingest.send(.identify(anonymousId: "a", ["state": "customer"]))
    #expect(contact()?.state == .customer)
  }

  @Test func stateNeverFallsByItself() throws {
    try ingest.send(.identify(anonymousId: "a", ["state": "customer"]))
    try ingest.send(.identify(anonymousId: "a", ["firstName": "Ann"], at: .noon(plusMinutes: 1)))
    try ingest.send(.identify(anonymousId: "a", ["firstName": nil], at: .noon(plusMinutes: 2)))
    #expect(contact()?.state == .customer)
  }

  @Test func serverLowersAStateButNotBelowWhatTheIdentifiersMakeIt() throws {
    try ingest.send(.identify(anonymousId: "a", ["state": "customer", "email": "ann@example.com"]))
    try ingest.send(.identify(anonymousId: "a", ["state": "visitor"], at: .noon(plusMinutes: 1)))
    #expect(contact()?.state == .lead)
  }

  @Test func wordThatIsNoStateIsACustomProperty() throws {
    try ingest.send(.identify(anonymousId: "a", ["state": "Texas"]), from: .browser)
    #expect(contact()?.state == .visitor)
    #expect(contact()?.value("traits.state") == "Texas")
  }

  @Test func createdAtIsTheEarliestOfMessagesAndDeclarations() throws {
    try ingest.send(.track("look", anonymousId: "a", at: .noon))
    try ingest.send(.track("look", anonymousId: "a", at: .noon(plusMinutes: -60)))
    #expect(contact()?.createdAt == .noon(plusMinutes: -60))
    try ingest.send(.identify(anonymousId: "a", ["createdAt": "2020-03-01T00:00:00Z"]))
    try ingest.send(.identify(anonymousId: "a", ["createdAt": "2021-03-01"]))
    #expect(contact()?.createdAt == Instant("2020-03-01T00:00:00Z"))
  }

  @Test func lastSeenAtIsOfEventsAlone() throws {
    try ingest.send(.identify(anonymousId: "a", ["city": "Ulm"]))
    #expect(contact()?.lastSeenAt == nil)
    try ingest.send(.track("look", anonymousId: "a", at: .noon))
    try ingest.send(.track("late", anonymousId: "a", at: .noon(plusMinutes: -10)))
    #expect(contact()?.lastSeenAt == .noon)
  }

  @Test func eventHalfAnHourAfterTheLastStartsASession() throws {
    for (minute, sessions) in [(0, 1), (29, 1), (59, 2), (58, 2), (88, 2), (118, 3)] as [(Int64, Int)] {
      try ingest.send(.track("look", anonymousId: "a", at: .noon(plusMinutes: minute)))
      #expect(contact()?.sessionCount == sessions, "after minute \(minute)")
    }
  }

  @Test func modifiedAtIsTheLatestWriteOfAProperty() throws {
    try ingest.send(.track("look", anonymousId: "a", at: .noon))
    #expect(contact()?.modifiedAt == nil)
    try ingest.send(.identify(anonymousId: "a", ["city": "Ulm"], at: .noon(plusMinutes: 5)))
    try ingest.send(.identify(anonymousId: "a", ["city": "Bonn"], at: .noon(plusMinutes: 3)))
    #expect(contact()?.modifiedAt == .noon(plusMinutes: 5))
    try ingest.send(.identify(anonymousId: "a", tracked: ["step": 1], at: .noon(plusMinutes: 7)))
    #expect(contact()?.modifiedAt == .noon(plusMinutes: 7))
  }

  @Test func serverSetsTimesAndSessions() throws {
    try ingest.send(
      .identify(anonymousId: "a", ["lastSeenAt": "2026-01-01T00:00:00Z", "sessionCount": "7", "city": "Ulm"]))
    #expect(contact()?.lastSeenAt == Instant("2026-01-01T00:00:00Z"))
    #expect(contact()?.sessionCount == 7)
    try ingest.send(.identify(anonymousId: "a", ["lastSeenAt": "2025-01-01T00:00:00Z", "sessionCount": "many"]))
    #expect(contact()?.lastSeenAt == Instant("2026-01-01T00:00:00Z"))
    #expect(contact()?.sessionCount == 7)
  }

  @Test func olderDeclarationOfAStateOrOfSessionsIsSuperseded() throws {
    let newer: KeyValuePairs<String, Value?> = ["state": "customer", "sessionCount": 9]
    let older: KeyValuePairs<String, Value?> = ["state": "lead", "sessionCount": 3]
    try ingest.send(.identify(anonymousId: "a", newer, at: .noon))
    try ingest.send(.identify(anonymousId: "a", older, at: .noon(plusMinutes: -5)))
    #expect(contact()?.state == .customer)
    #expect(contact()?.sessionCount == 9)
    try ingest.send(.identify(anonymousId: "a", older, at: .noon(plusMinutes: 5)))
    #expect(contact()?.state == .lead)
    #expect(contact()?.sessionCount == 3)
    try ingest.send(.identify(anonymousId: "a", newer, at: .noon(plusMinutes: 4)))
    #expect(contact()?.state == .lead)
    #expect(contact()?.sessionCount == 3)
  }

  @Test func declaredStateIsNoPropertyOfItsOwn() throws {
    try ingest.send(.identify(anonymousId: "a", ["state": "customer"], at: .noon))
    #expect(contact()?.allValues.filter { $0.name == "state" } == [NamedValue("state", "customer")])
  }

  /// In one normal form and in another: Swift takes the two for equal.
  @Test func namesThatDifferInNormalFormAreTwo() throws {
    let names = ["caf\u{E9}", "cafe\u{301}"]
    try ingest.send(
      .identify(anonymousId: "a", [names[0]: "one", names[1]: "two"], tracked: [names[0]: 1, names[1]: 2]))
    #expect(names.map { contact()?.properties[ExactText($0)]?.value } == ["one", "two"])
    #expect(names.map { contact()?.tracked[ExactText($0)]?.value } == [1, 2])
    #expect(contact()?.allValues.filter { $0.value == "one" || $0.value == "two" }.count == 2)
  }

  @Test func laterWriteWinsWhateverTheOrderOfArrival() throws {
    try ingest.send(.identify(anonymousId: "a", ["city": "new"], at: .noon(plusMinutes: 5)))
    try ingest.send(.identify(anonymousId: "a", ["city": "old"], at: .noon))
    #expect(contact()?.value("city") == "new")
  }

  @Test func ofTwoWritesAtOneTimeTheOneThatArrivesLaterWins() throws {
    try ingest.send(.identify(anonymousId: "a", ["city": "first"]))
    try ingest.send(.identify(anonymousId: "a", ["city": "second"]))
    #expect(contact()?.value("city") == "second")
  }

  @Test func removalKeepsItsTime() throws {
    try ingest.send(.identify(anonymousId: "a", ["city": nil], at: .noon(plusMinutes: 5)))
    try ingest.send(.identify(anonymousId: "a", ["city": "old"], at: .noon))
    #expect(contact()?.value("city") == nil)
    try ingest.send(.identify(anonymousId: "a", ["city": "newer"], at: .noon(plusMinutes: 6)))
    #expect(contact()?.value("city") == "newer")
  }

  @Test func sameValueAgainMovesItsTime() throws {
    try ingest.send(.identify(anonymousId: "a", ["city": "Ulm"], at: .noon))
    try ingest.send(.identify(anonymousId: "a", ["city": "Ulm"], at: .noon(plusMinutes: 5)))
    try ingest.send(.identify(anonymousId: "a", ["city": "late"], at: .noon(plusMinutes: 3)))
    #expect(contact()?.value("city") == "Ulm")
  }

  @Test func propertiesAndTrackedPropertiesAreApart() throws {
    try ingest.send(.identify(anonymousId: "a", ["step": "property"], tracked: ["step": "tracked"]))
    #expect(contact()?.value("step") == "property")
    #expect(contact()?.tracked["step"]?.value == "tracked")
  }
}
