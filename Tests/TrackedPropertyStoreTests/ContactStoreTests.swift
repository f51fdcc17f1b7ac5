import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct ContactStoreTests {
  @Test func contactComesBackAsItWasStored() throws {
    let store = try TemporaryStore()
    var contact = store.record(
      [
        "firstName": .text("Anna"), "mrr": .number(39.5), "isSubscribed": .boolean(true),
        "tags": .list([.text("vip"), .number(2)]),
      ],
      tracked: ["pricing-team111": .text("successfully"), "firstName": .text("not Anna")],
      identifiers: [.user("42"), .email("anna@example.com")])
    contact.state = .customer
    contact.lastSeenAt = store.now
    contact.sessionCount = 3
    let stored = try store.profiles.write { try $0.insertContact(contact) }.value
    #expect(stored.id == 1)
    #expect(stored.publicID.hasPrefix("con_"))
    contact.id = stored.id
    contact.publicID = stored.publicID
    #expect(try store.profiles.read { try $0.contact(1) } == contact)
    #expect(try store.open().write { try $0.loadContact(1) }.value == contact)
    #expect(try store.profiles.read { try $0.contact(publicID: stored.publicID) } == .found(contact))
    #expect(try store.profiles.read { try $0.contact(bearing: .email("anna@example.com")) } == contact)
    #expect(try store.profiles.write { try $0.contact(bearing: .user("42")) }.value == 1)
    #expect(try store.profiles.write { try $0.contact(bearing: .email("42")) }.value == nil)
  }

  @Test func namesThatDifferInNormalFormAreTwoProperties() throws {
    let store = try TemporaryStore()
    let stored = try store.contact(
      ["caf\u{E9}": .text("one"), "cafe\u{301}": .text("two")], tracked: ["\u{212B}": .number(1), "\u{C5}": .number(2)])
    let read = try store.profiles.read { try $0.contact(stored.id) }
    #expect(read?.properties.count == 2)
    #expect(read?.properties["cafe\u{301}"]?.value == .text("two"))
    #expect(read?.tracked["\u{212B}"]?.value == .number(1))
    #expect(read?.tracked["\u{C5}"]?.value == .number(2))
  }

  @Test func updateFeedsEachNameWhoseValueChanged() throws {
    let store = try TemporaryStore()
    var contact = try store.contact(
      ["country": .text("DE"), "plan": .text("free"), "age": .number(30)], tracked: ["tier": .text("gold")])
    let position = try store.position()
    let later = store.now.advanced(milliseconds: 1)
    contact.properties["country"] = StoredValue(.text("FR"), time: later, isTrusted: true)
    // Written again, not changed.
    contact.properties["plan"] = StoredValue(.text("free"), time: later, isTrusted: true)
    contact.properties["age"] = StoredValue(nil, time: later, isTrusted: true)
    contact.tracked["tier"] = StoredValue(.text("silver"), time: later, isTrusted: false)
    contact.modifiedAt = later
    contact.state = .lead
    let changed = contact
    let committed = try store.profiles.write { try $0.updateContact(changed) }.position
    let entries = try store.feed(after: position)
    #expect(
      entries.sorted { ($0.kind.rawValue, $0.name ?? "") < ($1.kind.rawValue, $1.name ?? "") } == [
        .of(.contactProperty, 1, name: "age"), .of(.contactProperty, 1, name: "country"),
        .of(.contactProperty, 1, name: "modifiedAt"), .of(.contactProperty, 1, name: "state"),
        .of(.trackedProperty, 1, name: "tier"),
      ])
    #expect(committed == position + 5)
    #expect(try store.position() == committed)
    #expect(try store.profiles.read { try $0.contact(1) } == contact)
  }

  @Test func updateWithoutADifferenceWritesNothing() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(["country": .text("DE")], identifiers: [.user("1")])
    let position = try store.position()
    #expect(try store.profiles.write { try $0.updateContact(contact) }.position == position)
  }

  @Test func removedPropertyKeepsTheTimeOfItsRemoval() throws {
    let store = try TemporaryStore()
    var contact = try store.contact(["country": .text("DE")])
    let later = store.now.advanced(milliseconds: 7)
    contact.properties["country"] = StoredValue(nil, time: later, isTrusted: false)
    let changed = contact
    _ = try store.profiles.write { try $0.updateContact(changed) }
    let read = try store.profiles.read { try $0.contact(1) }
    #expect(read?.properties["country"] == StoredValue(nil, time: later, isTrusted: false))
  }

  @Test func identifierMovesOnlyWhenItWasTakenFromItsContactFirst() throws {
    let store = try TemporaryStore()
    var first = try store.contact(identifiers: [.user("1"), .email("a@example.com")])
    var second = try store.contact(identifiers: [.user("2")])
    second.identifiers.append(.email("a@example.com"))
    let taking = second
    #expect(throws: ProfileStoreError.identifierTaken(.email("a@example.com"))) {
      try store.profiles.write { try $0.updateContact(taking) }
    }
    first.identifiers.removeLast()
    let giving = first
    _ = try store.profiles.write {
      try $0.updateContact(giving)
      try $0.updateContact(taking)
    }
    #expect(try store.profiles.read { try $0.contact(bearing: .email("a@example.com"))?.id } == 2)
  }

  @Test func contactWithTooManyIdentifiersIsRefused() throws {
    let store = try TemporaryStore()
    let many = (0...Identifier.maximumPerContact).map { Identifier.user("\($0)") }
    #expect(throws: ProfileLimitError.tooManyIdentifiers) { try store.contact(identifiers: many) }
    var contact = try store.contact(identifiers: Array(many.dropLast()))
    contact.identifiers = many
    let changed = contact
    #expect(throws: ProfileLimitError.tooManyIdentifiers) { try store.profiles.write { try $0.updateContact(changed) } }
  }

  @Test func contactsArePagedByRowID() throws {
    let store = try TemporaryStore()
    for index in 0..<5 { try store.contact(["n": .number(Double(index))], identifiers: [.user("\(index)")]) }
    let page = try store.profiles.read { try $0.contacts(after: 2, limit: 2) }
    #expect(page.map(\.id) == [3, 4])
    #expect(page.map(\.identifiers) == [[.user("2")], [.user("3")]])
  }

  @Test func writerForgetsWhatAnotherProgramChanged() throws {
    let store = try TemporaryStore()
    var contact = try store.contact(["country": .text("DE")])
    let other = try store.open()
    _ = try store.profiles.write { try $0.loadContact(1) }
    contact.properties["country"] = StoredValue(.text("FR"), time: store.now, isTrusted: true)
    let changed = contact
    _ = try other.write { try $0.updateContact(changed) }
    #expect(try store.profiles.write { try $0.loadContact(1) }.value == contact)
  }
}
