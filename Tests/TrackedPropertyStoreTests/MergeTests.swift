import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct MergeTests {
  @Test func mergeMovesEverythingAndSaysSo() throws {
    let store = try TemporaryStore()
    let winner = try store.contact(["country": .text("DE")], identifiers: [.user("1")])
    let loser = try store.contact(["country": .text("FR")], identifiers: [.email("a@example.com")])
    try store.event("login", of: winner.id)
    let moved = try store.event("login", of: loser.id)
    let (shared, only) = try store.profiles.write { transaction in
      let shared = try transaction.insertCompany(CompanyRecord(createdAt: store.now, groupIDs: ["shared"])).id
      let only = try transaction.insertCompany(CompanyRecord(createdAt: store.now, groupIDs: ["only"])).id
      for (contact, company) in [(winner.id, shared), (loser.id, shared), (loser.id, only)] {
        _ = try transaction.link(contact: contact, company: company)
      }
      try transaction.database.execute(
        sql: "INSERT INTO listEntry (list, contact) VALUES (1, ?), (2, ?), (2, ?)",
        arguments: [loser.id, loser.id, winner.id])
      return (shared, only)
    }.value
    let position = try store.position()

    _ = try store.profiles.write { try $0.mergeContact(loser.id, into: winner.id) }

    #expect(try store.feed(after: position) == [.of(.merge, loser.id, item: winner.id)])
    try store.profiles.read { reader throws in
      #expect(try reader.contact(loser.id) == nil)
      #expect(try reader.contact(publicID: loser.publicID) == .merged(into: winner.publicID))
      #expect(try reader.contact(winner.id)?.identifiers == [.user("1"), .email("a@example.com")])
      #expect(try reader.contact(bearing: .email("a@example.com"))?.id == winner.id)
      #expect(try reader.events(of: winner.id, limit: 10).count == 2)
      #expect(try reader.event(moved)?.contact == winner.id)
      #expect(try reader.companies(of: winner.id) == [shared, only])
      #expect(try reader.companies(of: loser.id) == [])
      let lists = try Int.fetchAll(
        reader.database, sql: "SELECT list FROM listEntry WHERE contact = ? ORDER BY list", arguments: [winner.id])
      #expect(lists == [1, 2])
      #expect(try reader.properties(in: .contact).first { $0.name == "country" }?.holders == 1)
    }
    let loaded = try store.profiles.write { try $0.loadContact(winner.id) }.value
    #expect(loaded?.identifiers.count == 2)
  }

  @Test func idOfAContactMergedTwiceLeadsToTheLast() throws {
    let store = try TemporaryStore()
    let contacts = try (0..<3).map { try store.contact(identifiers: [.user("\($0)")]) }
    _ = try store.profiles.write { try $0.mergeContact(contacts[0].id, into: contacts[1].id) }
    _ = try store.profiles.write { try $0.mergeContact(contacts[1].id, into: contacts[2].id) }
    for loser in contacts.prefix(2) {
      let found = try store.profiles.read { try $0.contact(publicID: loser.publicID) }
      #expect(found == .merged(into: contacts[2].publicID))
    }
  }

  @Test func mergeOverTheBoundOfIdentifiersIsRefusedWhole() throws {
    let store = try TemporaryStore()
    let winner = try store.contact(identifiers: (0..<60).map { .user("w\($0)") })
    let loser = try store.contact(identifiers: (0..<41).map { .user("l\($0)") })
    #expect(throws: ProfileLimitError.tooManyIdentifiers) {
      try store.profiles.write { try $0.mergeContact(loser.id, into: winner.id) }
    }
    #expect(try store.profiles.read { try $0.contact(loser.id)?.identifiers.count } == 41)
    #expect(try store.profiles.read { try $0.contact(winner.id)?.identifiers.count } == 60)
  }

  @Test func contactIsNotMergedIntoItself() throws {
    let store = try TemporaryStore()
    let id = try store.contact().id
    #expect(throws: ProfileStoreError.mergeIntoItself(id)) {
      try store.profiles.write { try $0.mergeContact(id, into: id) }
    }
  }

  @Test func rowIDOfAMergedContactIsNeverGivenAgain() throws {
    let store = try TemporaryStore()
    let first = try store.contact().id
    let last = try store.contact().id
    _ = try store.profiles.write { try $0.mergeContact(last, into: first) }
    #expect(try store.contact().id == last + 1)
  }
}
