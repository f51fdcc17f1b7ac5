import Foundation
import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct ErasureTests {
  @Test func erasedContactLeavesNothingInTheFile() throws {
    let store = try TemporaryStore()
    let secret = "hidden-\(UUID().uuidString)"
    let contact = try store.contact(
      ["firstName": .text("\(secret)-name")], tracked: ["t": .text("\(secret)-tracked")],
      identifiers: [.email("\(secret)@example.com")])
    let stays = try store.contact(["firstName": .text("Anna")], identifiers: [.user("stays")])
    // More events than one transaction takes.
    _ = try store.profiles.write { transaction in
      for index in 0..<2_500 {
        _ = try transaction.appendEvent(
          EventRecord(
            contact: contact.id, name: "login", time: store.now, receivedAt: store.now,
            attributes: [NamedValue("a", .text("\(secret)-\(index)"))]))
      }
      try transaction.reject(
        RejectedMessage(
          receivedAt: store.now, source: nil, code: "c", message: "m",
          body: Array(#"{"email":"\#(secret)@example.com"}"#.utf8)))
      try transaction.reject(
        RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: Array("{}".utf8)))
    }
    try store.event("login", of: stays.id)
    let position = try store.position()

    try store.profiles.eraseContact(contact.id)

    #expect(try store.feed(after: position) == [.of(.contactDeletion, contact.id)])
    try store.profiles.read { reader throws in
      #expect(try reader.contact(publicID: contact.publicID) == nil)
      #expect(try reader.contact(publicID: stays.publicID) == .found(stays))
      #expect(try reader.events().map(\.events) == [1])
      #expect(try Int.fetchOne(reader.database, sql: "SELECT count(*) FROM event") == 1)
      #expect(try reader.rejectedMessages(limit: 10).map(\.body) == [Array("{}".utf8)])
    }
    for suffix in ["", "-wal"] {
      let file = try Data(contentsOf: URL(fileURLWithPath: store.directory.path + "/profiles.sqlite" + suffix))
      #expect(file.range(of: Data(secret.utf8)) == nil)
    }
  }

  @Test func erasedIdentifierIsSuppressedAndOthersAreNot() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(identifiers: [.email("a@example.com")])
    let isSuppressed = { (identifier: Identifier) in
      try store.profiles.write { try $0.isSuppressed(identifier) }.value
    }
    #expect(try !isSuppressed(.email("a@example.com")))
    try store.profiles.eraseContact(contact.id)
    #expect(try isSuppressed(.email("a@example.com")))
    #expect(try !isSuppressed(.user("a@example.com")))
    #expect(try !isSuppressed(.email("b@example.com")))
    #expect(try store.open().write { try $0.isSuppressed(.email("a@example.com")) }.value)
  }

  @Test func idThatWasMergedIntoAnErasedContactLeadsNowhere() throws {
    let store = try TemporaryStore()
    let winner = try store.contact()
    let loser = try store.contact()
    _ = try store.profiles.write { try $0.mergeContact(loser.id, into: winner.id) }
    let position = try store.position()
    try store.profiles.eraseContact(winner.id)
    #expect(try store.profiles.read { try $0.contact(publicID: loser.publicID) } == nil)
    // For as long as the feed tells of the two, their ids are known.
    #expect(
      try store.feed(after: position) == [.of(.contactDeletion, winner.id), .of(.contactDeletion, loser.id)])
    let known = try store.profiles.read {
      try String.fetchAll($0.database, sql: "SELECT publicID FROM erasedContact ORDER BY contact")
    }
    #expect(known == [winner.publicID, loser.publicID])
  }

  @Test func refusedMessageThatCouldNotBeReadGoesWithItsContact() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(identifiers: [.email("a@example.com")])
    let text = #"{"traits":{"email":"a@example.com","half":"\ud800"}}"#
    _ = try store.profiles.write { transaction in
      try transaction.reject(
        RejectedMessage(
          receivedAt: store.now, source: nil, code: "unreadable", message: "m",
          body: JSONValue.string(text).bytes()))
    }
    try store.profiles.eraseContact(contact.id)
    #expect(try store.profiles.read { try $0.rejectedMessages(limit: 10) }.isEmpty)
  }

  @Test func erasureThatACrashInterruptedIsEnded() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    for _ in 0..<3 { try store.event("login", of: contact) }
    _ = try store.profiles.write { try ContactErasure(transaction: $0).begin(contact) }
    let next = try store.open()
    #expect(try next.read { try Int.fetchOne($0.database, sql: "SELECT count(*) FROM event") } == 3)
    try next.finishErasures()
    try next.read { reader throws in
      #expect(try Int.fetchOne(reader.database, sql: "SELECT count(*) FROM event") == 0)
      #expect(try Int.fetchOne(reader.database, sql: "SELECT count(*) FROM erasure") == 0)
    }
  }

  @Test func contactThatIsNotThereCannotBeErased() throws {
    let store = try TemporaryStore()
    #expect(throws: ProfileStoreError.contactMissing(9)) { try store.profiles.eraseContact(9) }
  }
}
