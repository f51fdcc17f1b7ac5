import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct NameBoundTests {
  /// Fills a table of names up to a number of rows; `row` has the values of one, of its number `n`.
  private func fill(_ store: TemporaryStore, _ table: String, row: String, to bound: Int) throws {
    let name = table.prefix { $0 != " " }
    _ = try store.profiles.write { transaction in
      try transaction.database.execute(
        sql: """
          WITH RECURSIVE number(n) AS (
            SELECT (SELECT count(*) FROM \(name)) + 1 UNION ALL SELECT n + 1 FROM number WHERE n < \(bound)
          )
          INSERT INTO \(table) SELECT \(row) FROM number
          """)
    }
  }

  @Test func propertyNameOverTheBoundIsRefusedAndNothingWritten() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(["known": .text("x")])
    try fill(
      store, "propertyName (space, name)", row: "2, 'filler ' || n", to: NameLimits.propertyNames - 1)
    var changed = contact
    changed.properties["new 1"] = StoredValue(.text("x"), time: store.now, isTrusted: true)
    changed.tracked["new 2"] = StoredValue(.text("x"), time: store.now, isTrusted: true)
    let two = changed
    #expect(throws: ProfileLimitError.tooManyPropertyNames) { try store.profiles.write { try $0.updateContact(two) } }
    #expect(try store.profiles.read { try $0.contact(contact.id) } == contact)
    changed.tracked["new 2"] = nil
    let one = changed
    _ = try store.profiles.write { try $0.updateContact(one) }
    #expect(try store.profiles.read { try $0.contact(contact.id) } == one)
    // Known names can be written still.
    try store.contact(["known": .text("y")])
  }

  @Test func eventNameOverTheBoundIsRefused() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    try fill(store, "eventName (name)", row: "'filler ' || n", to: NameLimits.eventNames - 1)
    try store.event("last", of: contact)
    #expect(throws: ProfileLimitError.tooManyEventNames) { try store.event("one more", of: contact) }
    try store.event("last", of: contact)
  }

  @Test func attributeNameOverTheBoundIsRefused() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    try fill(store, "attributeName (name)", row: "'filler ' || n", to: NameLimits.attributeNames)
    #expect(throws: ProfileLimitError.tooManyAttributeNames) {
      try store.event("e", of: contact, attributes: [NamedValue("one more", .number(1))])
    }
  }

  @Test func nameThatIsTooLongIsRefused() throws {
    let store = try TemporaryStore()
    let long = String(repeating: "ä", count: ProfileLimitError.maximumNameBytes / 2 + 1)
    #expect(throws: ProfileLimitError.nameTooLong) { try store.contact([ExactText(long): .text("x")]) }
    let contact = try store.contact().id
    #expect(throws: ProfileLimitError.nameTooLong) { try store.event(long, of: contact) }
    #expect(throws: ProfileLimitError.nameTooLong) {
      try store.event("e", of: contact, attributes: [NamedValue(long, .number(1))])
    }
  }
}
