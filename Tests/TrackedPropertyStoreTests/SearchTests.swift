import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct SearchTests {
  @Test func textIsFoundInIdentifiersNamesAndAsAnId() throws {
    let store = try TemporaryStore()
    let ada = try store.contact(
      ["firstName": .text("Ada"), "note": .text("zuse")], identifiers: [.user("u-17"), .email("ada@example.com")])
    let grace = try store.contact(["name": .text("Grace \u{1E9E}ohn")])
    let search = { text in
      try store.profiles.read { try $0.search(text, ofCompanies: false, after: 0, limit: 10) }.found
    }
    #expect(try search("EXAMPLE.com") == [ada.id])
    #expect(try search("u-1") == [ada.id])
    #expect(try search("ßOHN") == [grace.id])
    #expect(try search(grace.publicID) == [grace.id])
    #expect(try search(String(grace.publicID.dropLast())) == [])
    #expect(try search("zuse") == [], "a note is no name")
    #expect(try search("a") == [ada.id, grace.id])
  }

  @Test func slicesGoOnWhereTheLastOneEnded() throws {
    let store = try TemporaryStore()
    _ = try store.profiles.write { transaction in
      for index in 0..<(ProfileReader.searchedRows + 10) {
        _ = try transaction.insertContact(
          store.record(["name": .text(index % 100 == 0 ? "hit" : "miss")]))
      }
    }
    // One ends where enough is found, one where enough is looked at.
    for limit in [25, 100] {
      var found: [Int64] = []
      var slices = 0
      var next: Int64? = 0
      while let after = next {
        let slice = try store.profiles.read { try $0.search("HIT", ofCompanies: false, after: after, limit: limit) }
        #expect(slice.found.count <= limit)
        found += slice.found
        slices += 1
        next = slice.last
      }
      #expect(found.count == 41 && found == found.sorted())
      #expect(slices == 2)
    }
    #expect(
      try store.profiles.read { try $0.search("hit", ofCompanies: false, among: [1, 2, 101, 99_999]) } == [1, 101])
  }

  @Test func companiesAreFoundByNameAndGroupID() throws {
    let store = try TemporaryStore()
    let acme = try store.profiles.write { transaction in
      try transaction.insertCompany(
        CompanyRecord(
          createdAt: store.now,
          properties: ["primaryName": StoredValue(.text("Acme"), time: store.now, isTrusted: true)], groupIDs: ["g-1"]))
    }.value
    for text in ["acm", "G-1", acme.publicID] {
      #expect(
        try store.profiles.read { try $0.search(text, ofCompanies: true, after: 0, limit: 10) }.found == [acme.id])
    }
  }

  @Test func referencesNameContactsAndCompanies() throws {
    #expect(try ContactReference("con_x") == .id("con_x"))
    #expect(try ContactReference("email: Ada@Example.com ") == .identifier(.email("ada@example.com")))
    for text in ["user:1", "userId:null", "userId:"] {
      #expect(throws: BadReference.self) { try ContactReference(text) }
    }
    #expect(try CompanyReference("groupId:a:b") == .groupID("a:b"))
    #expect(try CompanyReference("com_x") == .id("com_x"))
    for text in ["userId:1", "groupId:"] { #expect(throws: BadReference.self) { try CompanyReference(text) } }
    let store = try TemporaryStore()
    let winner = try store.contact(identifiers: [.user("1")])
    let loser = try store.contact(identifiers: [.email("a@example.com")])
    _ = try store.profiles.write { try $0.mergeContact(loser.id, into: winner.id) }
    for text in [winner.publicID, loser.publicID, "userId:1", "email:a@example.com"] {
      let reference = try ContactReference(text)
      #expect(try store.profiles.read { try $0.contactID(reference) } == winner.id, "\(text)")
    }
    #expect(try store.profiles.read { try $0.contactID(.id("con_none")) } == nil)
  }
}
