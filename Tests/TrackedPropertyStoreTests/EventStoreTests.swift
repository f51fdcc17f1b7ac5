import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct EventStoreTests {
  @Test func eventComesBackWithItsAttributesAndFeedsItsContact() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    let position = try store.position()
    let id = try store.event(
      "get-start", of: contact,
      attributes: [NamedValue("price", .number(100)), NamedValue("view", .text("80%")), NamedValue("gone", nil)])
    #expect(try store.feed(after: position) == [.of(.event, contact, name: "get-start", item: id)])
    let event = try store.profiles.read { try $0.event(id) }
    #expect(event?.name == "get-start")
    #expect(event?.contact == contact)
    #expect(event?.time == store.now)
    #expect(event?.attributes == [NamedValue("price", .number(100)), NamedValue("view", .text("80%"))])
  }

  @Test func ofTwoAttributesOfOneNameTheLaterIsKept() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    let id = try store.event(
      "e", of: contact,
      attributes: [NamedValue("a", .number(1)), NamedValue("b", .number(2)), NamedValue("a", .number(3))])
    #expect(
      try store.profiles.read { try $0.event(id) }?.attributes == [
        NamedValue("a", .number(3)), NamedValue("b", .number(2)),
      ])
  }

  @Test func eventsOfAContactArePagedNewestFirst() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    // Two at one time, and the late one arrives last.
    for (name, hoursAgo) in [("a", 3), ("b", 1), ("c", 1), ("d", 5)] {
      try store.event(name, of: contact, hoursAgo: Int64(hoursAgo))
    }
    let first = try store.profiles.read { try $0.events(of: contact, limit: 2) }
    #expect(first.map(\.name) == ["c", "b"])
    let last = try #require(first.last)
    let second = try store.profiles.read { try $0.events(of: contact, before: (last.time, last.id), limit: 10) }
    #expect(second.map(\.name) == ["a", "d"])
  }

  @Test func eventWithTooManyAttributesIsRefused() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    let many = (0...EventRecord.maximumAttributes).map { NamedValue("a\($0)", .number(1)) }
    #expect(throws: ProfileLimitError.tooManyAttributes) { try store.event("e", of: contact, attributes: many) }
    try store.event("e", of: contact, attributes: Array(many.dropLast()))
  }

  @Test func sqlCountsContactsByAnAttribute() throws {
    let store = try TemporaryStore()
    for price in [50.0, 100, 150] {
      try store.event("get-start", of: store.contact().id, attributes: [NamedValue("price", .number(price))])
    }
    let count = try store.profiles.read { reader throws in
      try Int.fetchOne(
        reader.database,
        sql: """
          SELECT count(*) FROM contact c WHERE EXISTS (
            SELECT 1 FROM event e WHERE e.contact = c.id AND e.name = ?
              AND EXISTS (SELECT 1 FROM packed(e.attributes, ?) p WHERE p.value >= 100))
          """, arguments: [reader.eventNameID("get-start"), reader.attributeNameID("price")])
    }
    #expect(count == 2)
  }
}
