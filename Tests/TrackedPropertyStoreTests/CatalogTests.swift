import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct CatalogTests {
  private func property(_ name: String, _ store: TemporaryStore) throws -> CatalogedProperty? {
    try store.profiles.read { try $0.properties(in: .contact) }.first { $0.name == name }
  }

  @Test func holdersAndTypesFollowTheWrites() throws {
    let store = try TemporaryStore()
    var first = try store.contact(["age": .number(30)])
    try store.contact(["age": .text("unknown")])
    #expect(try property("age", store)?.holders == 2)
    #expect(try property("age", store)?.types == [.number, .text])
    first.properties["age"] = StoredValue(nil, time: store.now, isTrusted: true)
    let removed = first
    _ = try store.profiles.write { try $0.updateContact(removed) }
    #expect(try property("age", store)?.holders == 1)
    try store.profiles.eraseContact(2)
    #expect(try property("age", store)?.holders == 0)
    #expect(try property("age", store)?.types == [.number, .text])
  }

  @Test func samplesAreDifferentValuesOfTheNewest() throws {
    let store = try TemporaryStore()
    for country in ["DE", "FR", "FR", "US"] { try store.contact(["country": .text(country)]) }
    try store.contact()
    let samples = try store.profiles.read { try $0.samples(of: "country", in: .contact, limit: 2) }
    #expect(samples == [.text("US"), .text("FR")])
    #expect(try store.profiles.read { try $0.samples(of: "nobody's", in: .contact, limit: 2) } == [])
  }

  @Test func eventsShowTheirAttributes() throws {
    let store = try TemporaryStore()
    let contact = try store.contact().id
    try store.event("buy", of: contact, attributes: [NamedValue("price", .number(1)), NamedValue("code", .text("x"))])
    try store.event("buy", of: contact, attributes: [NamedValue("price", .text("free"))])
    try store.event("login", of: contact)
    #expect(
      try store.profiles.read { try $0.events() } == [
        CatalogedEvent(
          name: "buy", events: 2,
          attributes: [
            CatalogedAttribute(name: "code", types: .text), CatalogedAttribute(name: "price", types: [.number, .text]),
          ]),
        CatalogedEvent(name: "login", events: 1, attributes: []),
      ])
  }

  @Test func declarationIsKeptAndFed() throws {
    let store = try TemporaryStore()
    try store.contact(["expires": .number(1)])
    let position = try store.position()
    _ = try store.profiles.write {
      try $0.declareProperty("expires", in: .contact, type: .datetime, unit: .seconds, label: "Expires on")
    }
    let expires = try property("expires", store)
    #expect(expires?.declaredType == .datetime)
    #expect(expires?.declaredUnit == .seconds)
    #expect(expires?.label == "Expires on")
    #expect(try store.feed(after: position).map(\.kind) == [.declaration])
    #expect(try store.feed(after: position).map(\.name) == ["expires"])
  }

  @Test func statusCountsWhatThereIs() throws {
    let store = try TemporaryStore()
    let contact = try store.contact(["a": .text("x")]).id
    try store.event("e", of: contact)
    let status = try store.profiles.read { try $0.status() }
    #expect(status.contacts == 1)
    #expect(status.companies == 0)
    #expect(status.events == 1)
    #expect(status.eventNames == 1)
    #expect(status.feedPosition == 2)
    #expect(status.firstFeedCursor == 0)
  }
}
