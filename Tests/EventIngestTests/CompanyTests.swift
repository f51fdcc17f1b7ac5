import SegmentModel
import Testing

@testable import EventIngest

@Suite struct CompanyTests {
  let ingest = TestIngest()

  private func company(_ groupID: String) -> CompanyRecord? {
    ingest.profiles.companies.values.first { $0.groupIDs == [groupID] }
  }

  @Test func groupMakesACompanyAndALink() throws {
    try ingest.send(.group("g1", "42", ["name": "Acme", "employees": 12, "createdAt": "2019-01-01"]))
    let acme = try #require(company("g1"))
    #expect(acme.properties.mapValues(\.value) == ["primaryName": "Acme", "employees": 12])
    #expect(acme.createdAt == Instant("2019-01-01T00:00:00Z"))
    let contact = try #require(ingest.profiles.contact(.userId, "42"))
    #expect(ingest.profiles.links == [[contact.id, acme.id]])
  }

  @Test func secondGroupChangesTheCompanyAndKeepsOneLink() throws {
    try ingest.send(.group("g1", "42", ["name": "Acme", "plan": "free"]))
    try ingest.send(.group("g1", "42", ["plan": "gold", "name": nil], at: .noon(plusMinutes: 1)))
    #expect(ingest.profiles.companies.count == 1)
    #expect(company("g1")?.properties.mapValues(\.value) == ["primaryName": nil, "plan": "gold"])
    #expect(company("g1")?.modifiedAt == .noon(plusMinutes: 1))
    #expect(ingest.profiles.links.count == 1)
  }

  @Test func browserDoesNotOverwriteTheCompanyThatAServerWrote() throws {
    try ingest.send(.group("g1", "42", ["name": "Acme"]))
    try ingest.send(.group("g1", "42", ["name": "Evil", "city": "Ulm"], at: .noon(plusMinutes: 1)), from: .browser)
    #expect(company("g1")?.properties["primaryName"]?.value == "Acme")
    #expect(company("g1")?.properties["city"]?.value == "Ulm")
  }

  @Test func identifyWithACompanyNameMakesACompanyAndALink() throws {
    try ingest.send(.identify("42", ["company.name": "Acme", "company.industry": "tools"]))
    try ingest.send(.identify("43", ["company.name": "Acme"]))
    #expect(ingest.profiles.companies.count == 1)
    #expect(company("Acme")?.properties["primaryName"]?.value == "Acme")
    #expect(ingest.profiles.links.count == 2)
    #expect(ingest.profiles.contact(.userId, "42")?.properties.keys.sorted() == ["company.industry"])
  }

  @Test func companyIdNamesTheCompanyOfGroupMessages() throws {
    try ingest.send(.group("g1", "42", ["name": "Acme"]))
    try ingest.send(.identify("43", ["company.id": "g1", "company.name": "Acme Inc."], at: .noon(plusMinutes: 1)))
    #expect(ingest.profiles.companies.count == 1)
    #expect(company("g1")?.properties["primaryName"]?.value == "Acme Inc.")
  }

  @Test func groupIdsThatStandForNothingAreNone() {
    for text in ["", "null", "0", "undefined"] { #expect(CompanyTraits(groupID: text) == nil) }
  }
}
