import SegmentModel
import Testing

@testable import EventIngest

/// Changes that depend on the value which stands.
@Suite struct PropertyUpdateTests {
  private func message(
    _ updates: [PropertyUpdate], set: [NamedValue] = [], at time: Instant = .noon, of userID: String = "1"
  ) -> IngestMessage {
    .make(.identify(ContactTraits(set, updates: updates), tracked: []), userId: userID, at: time)
  }

  private func value(_ ingest: TestIngest, _ name: String = "n") -> Value? {
    ingest.profiles.contact(.userId, "1")?.value(name)
  }

  @Test func numbersAddUpWhateverTheirTimesAndTransactions() throws {
    let ingest = TestIngest()
    try ingest.sendTogether(
      (0..<10).map { message([PropertyUpdate("n", .add(Double($0)))], at: .noon(plusMinutes: -$0)) })
    try ingest.send(message([PropertyUpdate("n", .add(-5))], at: .noon(plusMinutes: -100)))
    #expect(value(ingest) == .number(40))
  }

  @Test func textOfANumberIsAddedToAndOtherTextIsNot() throws {
    let ingest = TestIngest()
    try ingest.send(message([PropertyUpdate("n", .add(1))], set: [NamedValue("n", "80")]))
    #expect(value(ingest) == .number(81))
    try ingest.send(message([], set: [NamedValue("n", "80%")]))
    let result = try ingest.send(message([PropertyUpdate("n", .add(1)), PropertyUpdate("m", .add(1))]))
    #expect(result.warnings == ["notANumber"])
    #expect(value(ingest) == .text("80%"))
    #expect(value(ingest, "m") == .number(1))
    #expect(ingest.profiles.rejected.map(\.code) == ["notANumber"])
    let beyond = try ingest.send(message([PropertyUpdate("m", .add(1.7e308)), PropertyUpdate("m", .add(1.7e308))]))
    #expect(beyond.warnings == ["notANumber"])
  }

  @Test func listsGrowAndShrink() throws {
    let ingest = TestIngest()
    try ingest.send(message([PropertyUpdate("n", .append([.text("a"), .number(1)]))], set: [NamedValue("n", "x")]))
    #expect(value(ingest) == .list([.text("x"), .text("a"), .number(1)]))
    try ingest.send(message([PropertyUpdate("n", .union([.text("a"), .text("b"), .text("b")]))]))
    #expect(value(ingest) == .list([.text("x"), .text("a"), .number(1), .text("b")]))
    try ingest.send(message([PropertyUpdate("n", .append([.text("a")]))]))
    try ingest.send(message([PropertyUpdate("n", .remove([.text("a"), .text("nobody")]))]))
    #expect(value(ingest) == .list([.text("x"), .number(1), .text("b")]))
    try ingest.send(message([PropertyUpdate("n", .remove([.text("x"), .number(1), .text("b")]))]))
    #expect(value(ingest) == nil)
    try ingest.send(message([PropertyUpdate("n", .remove([.text("x")]))]))
    #expect(value(ingest) == nil)
  }

  /// Taking the last element removes no property: what arrives after it is done, as to any list.
  @Test func emptiedListIsGoneOnFromWhateverTheTimes() throws {
    let ingest = TestIngest()
    let update = { (operation: PropertyUpdate.Operation, minute: Int64) in
      self.message([PropertyUpdate("n", operation)], at: .noon(plusMinutes: minute))
    }
    try ingest.sendTogether([update(.remove([.text("a")]), 9), update(.append([.text("a")]), 1)])
    #expect(value(ingest) == .list([.text("a")]))
    try ingest.sendTogether([update(.remove([.text("a")]), 11), update(.union([.text("b")]), 10)])
    #expect(value(ingest) == .list([.text("b")]))
    // A value that was set before it was emptied does not come back, one that was set after it stands.
    try ingest.send(update(.remove([.text("b")]), 12))
    try ingest.send(message([], set: [NamedValue("n", "before")], at: .noon(plusMinutes: 11)))
    #expect(value(ingest) == nil)
    try ingest.send(message([], set: [NamedValue("n", "after")], at: .noon(plusMinutes: 13)))
    #expect(value(ingest) == "after")
  }

  @Test func takingFromNothingLeavesNothingBehind() throws {
    let ingest = TestIngest()
    try ingest.send(message([PropertyUpdate("n", .remove([.text("a")])), PropertyUpdate("n", .append([]))]))
    #expect(ingest.profiles.contact(.userId, "1")?.properties["n"] == nil)
  }

  @Test func listIsBounded() throws {
    let ingest = TestIngest()
    let many = (0..<PropertyUpdate.maximumElements).map { Scalar.number(Double($0)) }
    #expect(try ingest.send(message([PropertyUpdate("n", .append(many))])).warnings == [])
    #expect(try ingest.send(message([PropertyUpdate("n", .append([.number(1)]))])).warnings == ["listTooLong"])
    #expect(try ingest.send(message([PropertyUpdate("n", .union([.number(1)]))])).warnings == [])
    #expect(value(ingest)?.elements.count == PropertyUpdate.maximumElements)
    let text = Scalar.text(String(repeating: "x", count: Value.maximumTextBytes))
    let large = try ingest.send(message([PropertyUpdate("m", .append(Array(repeating: text, count: 5)))]))
    #expect(large.warnings == ["listTooLong"])
  }

  @Test func valueSetOnceYieldsToAnyThatIsSetAndToTheOneSetEarlier() throws {
    let ingest = TestIngest()
    let once = { (value: Value, minute: Int64) in
      self.message([PropertyUpdate("n", .setOnce(value))], at: .noon(plusMinutes: minute))
    }
    try ingest.send(once("second", 2))
    #expect(value(ingest) == .text("second"))
    try ingest.send(once("third", 3))
    #expect(value(ingest) == .text("second"))
    try ingest.send(once("first", 1))
    #expect(value(ingest) == .text("first"))
    // Said before, arrived later.
    try ingest.send(message([], set: [NamedValue("n", "set")], at: .noon(plusMinutes: -10)))
    #expect(value(ingest) == .text("set"))
    try ingest.send(once("fourth", 4))
    #expect(value(ingest) == .text("set"))
  }

  @Test func removalStandsAgainstWhatWasSaidBeforeItOnly() throws {
    let ingest = TestIngest()
    try ingest.send(message([], set: [NamedValue("n", nil)], at: .noon(plusMinutes: 5)))
    for operation in [PropertyUpdate.Operation.setOnce("x"), .add(1), .append([.number(1)])] {
      try ingest.send(message([PropertyUpdate("n", operation)], at: .noon(plusMinutes: 4)))
      #expect(value(ingest) == nil)
    }
    try ingest.send(message([PropertyUpdate("n", .setOnce("x"))], at: .noon(plusMinutes: 6)))
    #expect(value(ingest) == .text("x"))
    try ingest.send(message([], set: [NamedValue("n", "late")], at: .noon(plusMinutes: 4)))
    #expect(value(ingest) == .text("x"))
  }

  @Test func browserChangesNothingThatAServerWrote() throws {
    let ingest = TestIngest()
    try ingest.send(message([], set: [NamedValue("n", 5)]))
    try ingest.send(message([PropertyUpdate("n", .add(1)), PropertyUpdate("m", .add(1))]), from: .browser)
    #expect(value(ingest) == .number(5))
    #expect(value(ingest, "m") == .number(1))
    try ingest.send(message([PropertyUpdate("m", .add(1))]))
    #expect(value(ingest, "m") == .number(2))
    try ingest.send(message([PropertyUpdate("m", .add(1))]), from: .browser)
    #expect(value(ingest, "m") == .number(2))
  }

  @Test func mergeKeepsTheValueThatWasSetOverOneSetOnce() throws {
    let ingest = TestIngest()
    try ingest.send(message([], set: [NamedValue("n", "set")], at: .noon(plusMinutes: -10)))
    try ingest.send(message([PropertyUpdate("n", .setOnce("once"))], of: "2"))
    try ingest.send(.alias("2", to: "1"))
    #expect(value(ingest) == .text("set"))
  }

  @Test func eventBringsPropertiesAndCompaniesAlong() throws {
    let ingest = TestIngest()
    var traits = ContactTraits([NamedValue("email", "ann@example.com")], updates: [PropertyUpdate("n", .add(1))])
    traits.link(to: [.named(try #require(CompanyTraits(groupID: "acme")))])
    var event = IngestMessage.track("look", "1")
    event.traits = traits
    try ingest.send(event)
    let contact = try #require(ingest.profiles.contact(.email, "ann@example.com"))
    #expect(contact.identifierTexts == ["email:ann@example.com", "userId:1"])
    #expect(contact.value("n") == .number(1))
    #expect(contact.sessionCount == 1)
    #expect(ingest.profiles.events(of: contact) == ["look"])
    #expect(ingest.profiles.links.count == 1)
  }

  @Test func companyIsWrittenWithoutAContact() throws {
    let ingest = TestIngest()
    let company = { (updates: [PropertyUpdate]) throws in
      IngestMessage.make(
        .company(try #require(CompanyTraits(groupID: "acme", traits: [NamedValue("name", "Acme")], updates: updates))),
        id: updates.isEmpty ? "m" : nil)
    }
    #expect(try ingest.send(company([])).isAccepted)
    #expect(try ingest.send(company([])) == .duplicate)
    try ingest.send(company([PropertyUpdate("name", .setOnce("Other")), PropertyUpdate("seats", .add(2))]))
    #expect(try ingest.send(company([PropertyUpdate("name", .add(2))])).warnings == ["notANumber"])
    let stored = try #require(ingest.profiles.companies.values.first)
    #expect(ingest.profiles.companies.count == 1)
    #expect(stored.properties["primaryName"]?.value == .text("Acme"))
    #expect(stored.properties["seats"]?.value == .number(2))
    #expect(ingest.profiles.contacts.isEmpty)
  }
}
