import SegmentModel
import Testing

@testable import EventIngest

/// What is written by hand goes by the rules of a server source.
@Suite struct ProfileEditingTests {
  let ingest = TestIngest()

  private func edit<T: Sendable>(_ body: (ProfileEditing<MemoryTransaction>) throws -> T) throws -> T {
    try ingest.log.write { try body(ProfileEditing($0, at: .noon(plusMinutes: 5))) }.value
  }

  private func id(_ userId: String) throws -> Int64 { try #require(ingest.profiles.contact(.userId, userId)?.id) }

  @Test func propertiesAreWrittenAsATrustedWriterDoes() throws {
    try ingest.send(.identify("1", ["plan": "free", "city": "Ulm"]), from: .browser)
    let id = try id("1")
    let traits = ContactTraits([NamedValue("plan", "gold"), NamedValue("city", nil), NamedValue("state", "lead")])
    let written = try edit { try $0.write(traits, tracked: [NamedValue("step", 2)], toContact: id) }
    #expect(written.contact == id && written.warnings.isEmpty)
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.value("plan") == "gold" && contact.value("city") == nil)
    #expect(contact.properties["plan"]?.isTrusted == true)
    #expect(contact.tracked["step"]?.value == 2)
    #expect(contact.modifiedAt == .noon(plusMinutes: 5))
    #expect(contact.state == .customer, "a userId makes a customer whatever is declared")
    try ingest.send(.identify("1", ["plan": "free"], at: .noon(plusMinutes: 9)), from: .browser)
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == "gold")
  }

  @Test func emailIsAttachedAndMergesWhoHasNoUserId() throws {
    try ingest.send(.identify("1"))
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]))
    let id = try id("1")
    let traits = ContactTraits([NamedValue("primaryEmail", "Ann@example.com")])
    let written = try edit { try $0.write(traits, tracked: [], toContact: id) }
    #expect(written.contact == id)
    #expect(ingest.profiles.contacts.count == 1)
    #expect(
      ingest.profiles.contact(.userId, "1")?.identifierTexts == ["anonymousId:a", "email:ann@example.com", "userId:1"])
  }

  @Test func emailOfAnotherCustomerStaysThereAndIsReported() throws {
    try ingest.send(.identify("1"))
    try ingest.send(.identify("2", ["email": "ann@example.com"]))
    let id = try id("1")
    let traits = ContactTraits([NamedValue("email", "ann@example.com")])
    let written = try edit { try $0.write(traits, tracked: [], toContact: id) }
    #expect(written.warnings.map(\.code) == ["identifierClash"])
    #expect(ingest.profiles.contact(.email, "ann@example.com")?.identifierTexts.contains("userId:2") == true)
  }

  @Test func erasedEmailIsNotTakenAgain() throws {
    try ingest.send(.identify("1"))
    ingest.log.change { $0.suppressed = [Identifier(kind: .email, stored: "ann@example.com")] }
    let id = try id("1")
    let traits = ContactTraits([NamedValue("email", "ann@example.com")])
    #expect(throws: Rejection.suppressed) { try edit { try $0.write(traits, tracked: [], toContact: id) } }
    #expect(ingest.profiles.contact(.userId, "1")?.value("primaryEmail") == nil)
  }

  @Test func mergeByHandIsTheMergeOfAnAlias() throws {
    func fill(_ ingest: TestIngest) throws {
      try ingest.send(.identify("1", ["plan": "free", "city": "Ulm"], at: .noon))
      try ingest.send(.track("old", "1"))
      try ingest.send(.identify("2", ["plan": "gold"], at: .noon(plusMinutes: 1)))
      try ingest.send(.group("g", "1"))
    }
    try fill(ingest)
    let (loser, winner) = (try id("1"), try id("2"))
    try edit { try $0.merge(loser, into: winner) }
    let other = TestIngest()
    try fill(other)
    try other.send(.alias("1", to: "2"))
    let merged = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(merged == other.profiles.contact(.userId, "1"))
    #expect(merged.id == winner && merged.value("plan") == "gold" && merged.value("city") == "Ulm")
    #expect(ingest.profiles.links == other.profiles.links)
  }

  @Test func mergeOverTheBoundOfIdentifiersIsRefused() throws {
    for user in ["1", "2"] {
      try ingest.send(.identify(user))
      for index in 0..<60 { try ingest.send(.identify(user, anonymousId: "\(user)-\(index)")) }
    }
    let (loser, winner) = (try id("1"), try id("2"))
    #expect(throws: ProfileLimitError.tooManyIdentifiers) { try edit { try $0.merge(loser, into: winner) } }
    #expect(ingest.profiles.contacts.count == 2)
  }

  @Test func companyPropertiesAreWrittenAsATrustedWriterDoes() throws {
    try ingest.send(.group("g", "1", ["name": "Acme", "plan": "free"]), from: .browser)
    let company = try #require(ingest.profiles.company("g")?.id)
    try edit {
      try $0.write(CompanyProperties([NamedValue("plan", "gold"), NamedValue("primaryName", nil)]), toCompany: company)
    }
    let record = try #require(ingest.profiles.company("g"))
    #expect(record.properties["plan"]?.value == "gold" && record.properties["plan"]?.isTrusted == true)
    #expect(record.properties["primaryName"]?.value == nil)
    #expect(record.modifiedAt == .noon(plusMinutes: 5))
  }
}

extension MemoryProfiles {
  func company(_ groupID: String) -> CompanyRecord? { companies.values.first { $0.groupIDs.contains(groupID) } }
}
