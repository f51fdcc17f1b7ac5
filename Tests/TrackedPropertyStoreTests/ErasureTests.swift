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

  @Test func idsOfItsMessagesGoWithAnErasedContact() throws {
    let store = try TemporaryStore()
    let people = try (0..<3).map { _ in try store.contact().id }
    // More than one step of the sweep takes.
    let count = 1_800
    func claim(_ index: Int, of contact: Int64?, in transaction: ProfileWriteTransaction) throws -> Bool {
      try transaction.claim(
        messageID: "\(index)", source: 1, receivedAt: store.now, since: store.now, contact: contact)
    }
    _ = try store.profiles.write { transaction in
      for index in 0..<count {
        #expect(try claim(index, of: index % 4 < 2 ? people[index % 4] : nil, in: transaction))
        // Whose it is may be known later.
        if index % 4 == 2 { try transaction.setContact(people[2], ofMessage: "\(index)", source: 1) }
      }
      try transaction.mergeContact(people[0], into: people[1])
    }

    try store.profiles.eraseContact(people[1])
    let free = try store.profiles.write { transaction in
      try (0..<count).filter { try $0 % 8 < 4 && claim($0, of: nil, in: transaction) }
    }.value
    #expect(free == (0..<count).filter { $0 % 8 < 2 })

    try store.profiles.eraseContact(people[2])
    var sweep = RetentionSweep()
    while try sweep.step(store.profiles, now: store.now) {}
    let rows = try store.profiles.read { try Int.fetchOne($0.database, sql: "SELECT count(*) FROM message") }
    #expect(rows == (0..<count).count { $0 % 8 < 2 || $0 % 4 == 3 })
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

  @Test(arguments: [
    #"{"traits":{"email":" A@B.Com "}}"#, #"{"a":["mailto:A@b.com"]}"#, #"{"email":"\u0041@b.com"}"#,
    #"{"traits":{"phone":"0049 30 1234567"}}"#, #"{"traits":{"phone":"+49 (30) 123-4567"}}"#, #"{"userId":42}"#,
    #"{"userId":" 42 "}"#, #"{"42":1}"#, #"{"userId":"42","cut":"sho"#, #""{\"userId\":\"42\",\"half\":\"\\ud800\"}""#,
    #""{\"email\":\"A@B.COM""#, "42",
  ])
  func refusedMessageGoesHoweverItSpellsTheContact(body: String) throws {
    let store = try TemporaryStore()
    let contact = try store.contact(
      identifiers: [.user("42"), .email("a@b.com"), Identifier(kind: .phone, stored: "+49301234567")])
    let others = [#"{"email":"aa@b.co"}"#, #"{"userId":"421"}"#, #"{"phone":"+49301234568"}"#, #"{"a":"x42"}"#]
    _ = try store.profiles.write { transaction in
      for body in [body] + others {
        try transaction.reject(
          RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: Array(body.utf8)))
      }
    }
    try store.profiles.eraseContact(contact.id)
    let left = try store.profiles.read { try $0.rejectedMessages(limit: 10) }.map {
      String(decoding: $0.body, as: UTF8.self)
    }
    #expect(Set(left) == Set(others))
  }

  /// What is no id may be equal to one.
  @Test(arguments: [
    #"{"userId":"7","event":"bought","properties":{"quantity":1,"price":"1","plan":"gold"}}"#,
    #"{"userId":"7","messageId":"1","traits":{"level":1,"note":"gold","flags":[1,"gold"]}}"#,
    #"{"userId":"7","groupId":"gold","traits":{"products":[{"id":1},{"id":"gold"}]}}"#,
    #"{"event":"e","properties":{"distinct_id":"7","time":1}}"#,
  ])
  func refusedMessageOfSomebodyElseStays(body: String) throws {
    let store = try TemporaryStore()
    let contact = try store.contact(identifiers: [.user("1"), .user("gold")])
    let own = [
      #"{"userId":1}"#, #"{"anonymousId":"a","traits":{"id":"gold"}}"#, #"{"type":"alias","previousId":" 1 "}"#,
      #"{"event":"$identify","properties":{"$identified_id":"gold"}}"#, #"{"$distinct_id":"$device:1","$set":{}}"#,
      #"{"properties":{"$distinct_ids":["x",1]}}"#, #"{"context":{"externalIds":[{"id":"1"}]}}"#,
      #"{"data":"{\"userId\":1}"}"#, #"{"userId":1,"cut":"#,
    ]
    _ = try store.profiles.write { transaction in
      for body in [body] + own {
        try transaction.reject(
          RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: Array(body.utf8)))
      }
    }
    try store.profiles.eraseContact(
      contact.id, namesOfIDs: ["previousId", "$identified_id", "distinct_id", "$distinct_ids"])
    let left = try store.profiles.read { try $0.rejectedMessages(limit: 20) }.map {
      String(decoding: $0.body, as: UTF8.self)
    }
    #expect(left == [body])
  }

  /// More than one step looks through, and one that comes while it does.
  @Test func refusedMessagesAreLookedThroughToTheLast() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(identifiers: [.user("42")])
    _ = try store.profiles.write { transaction in
      for number in 0..<2_500 {
        let body = number % 100 == 99 ? #"{"userId":"42"}"# : "{}"
        try transaction.reject(
          RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: Array(body.utf8)))
      }
    }
    try store.profiles.eraseContact(contact.id)
    #expect(try store.profiles.read { try $0.status().rejectedMessages } == 2_475)
    let second = try store.contact(identifiers: [.user("43")])
    _ = try store.profiles.write { transaction in
      try transaction.reject(
        RejectedMessage(receivedAt: store.now, source: nil, code: "c", message: "m", body: Array("[43]".utf8)))
      // As of a search that had been made for others, up to the end.
      try ContactErasure(transaction: transaction).begin(
        second.id, searched: SearchedRejections(identifiers: [.user("1")], last: .max))
    }
    #expect(try store.profiles.read { try $0.status().rejectedMessages } == 2_475)
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
