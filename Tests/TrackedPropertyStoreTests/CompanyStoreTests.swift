import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct CompanyStoreTests {
  private func company(_ store: TemporaryStore, groupID: String = "acme") throws -> CompanyRecord {
    let record = CompanyRecord(
      createdAt: store.now, properties: ["primaryName": StoredValue(.text("Acme"), time: store.now, isTrusted: true)],
      groupIDs: [groupID])
    return try store.profiles.write { try $0.insertCompany(record) }.value
  }

  @Test func companyComesBackAsItWasStored() throws {
    let store = try TemporaryStore()
    let company = try company(store)
    #expect(company.publicID.hasPrefix("com_"))
    #expect(try store.profiles.read { try $0.company(company.id) } == company)
    #expect(try store.profiles.read { try $0.company(publicID: company.publicID) } == company)
    #expect(try store.profiles.read { try $0.company(groupID: "acme") } == company)
    #expect(try store.feed(after: 0) == [.of(.companyCreation, company.id)])
  }

  @Test func companyAndContactNamesAreApart() throws {
    let store = try TemporaryStore()
    _ = try company(store)
    try store.contact(["primaryName": .text("no company")])
    #expect(
      try store.profiles.read { try $0.properties(in: .company) }.first { $0.name == "primaryName" }?.holders == 1)
    #expect(
      try store.profiles.read { try $0.properties(in: .contact) }.first { $0.name == "primaryName" }?.holders == 1)
  }

  @Test func updateFeedsTheNameAndMovesGroupIDs() throws {
    let store = try TemporaryStore()
    var company = try company(store)
    let position = try store.position()
    company.properties["industry"] = StoredValue(.text("law"), time: store.now, isTrusted: true)
    company.groupIDs = ["acme-2"]
    let changed = company
    _ = try store.profiles.write { try $0.updateCompany(changed) }
    #expect(try store.feed(after: position) == [.of(.companyProperty, company.id, name: "industry")])
    #expect(try store.profiles.read { try $0.company(groupID: "acme") } == nil)
    #expect(try store.profiles.read { try $0.company(groupID: "acme-2") } == company)
    #expect(throws: ProfileStoreError.groupIDTaken("acme-2")) { try self.company(store, groupID: "acme-2") }
  }

  @Test func linkIsMadeOnceAndEndedOnce() throws {
    let store = try TemporaryStore()
    let company = try company(store).id
    let contact = try store.contact().id
    let position = try store.position()
    let link = { try store.profiles.write { try $0.link(contact: contact, company: company) }.value }
    let unlink = { try store.profiles.write { try $0.unlink(contact: contact, company: company) }.value }
    #expect(try link())
    #expect(try !link())
    #expect(try store.profiles.read { try $0.companies(of: contact) } == [company])
    #expect(try store.profiles.read { try $0.contacts(of: company, limit: 10) } == [contact])
    #expect(try unlink())
    #expect(try !unlink())
    #expect(
      try store.feed(after: position) == [
        .of(.link, contact, item: company), .of(.link, contact, item: company),
      ])
  }

  @Test func deletedCompanyTakesItsLinksAlong() throws {
    let store = try TemporaryStore()
    let company = try company(store).id
    let contact = try store.contact().id
    _ = try store.profiles.write { try $0.link(contact: contact, company: company) }
    let position = try store.position()
    _ = try store.profiles.write { try $0.deleteCompany(company) }
    // Whoever was linked to it is named: nothing else leads there once it is gone.
    #expect(
      try store.feed(after: position) == [.of(.link, contact, item: company), .of(.companyDeletion, company)])
    #expect(try store.profiles.read { try $0.companies(of: contact) } == [])
    #expect(try store.profiles.read { try $0.company(groupID: "acme") } == nil)
  }

  @Test func groupIDsThatDifferInNormalFormAreTwo() throws {
    let store = try TemporaryStore()
    let ids = ["caf\u{E9}", "cafe\u{301}"]
    var company = try store.profiles.write { transaction in
      try transaction.insertCompany(CompanyRecord(createdAt: store.now, groupIDs: [ids[0]]))
    }.value
    company.groupIDs = ids
    _ = try store.profiles.write { [company] in try $0.updateCompany(company) }
    let found = try store.profiles.write { transaction in try ids.map { try transaction.company(groupID: $0) } }.value
    #expect(found == [company.id, company.id])
  }
}
