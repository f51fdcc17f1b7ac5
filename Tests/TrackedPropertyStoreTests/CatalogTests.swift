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
    let id = try #require(try property("country", store)?.id)
    let samples = try store.profiles.read { try $0.samples(of: [id, 9_999], ofCompanies: false, limit: 2) }
    #expect(samples == [id: [.text("US"), .text("FR")]])
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

  @Test func labelAloneIsNotFed() throws {
    let store = try TemporaryStore()
    try store.contact(["plan": .text("gold")])
    let position = try store.position()
    _ = try store.profiles.write { try $0.declareProperty("plan", in: .contact, type: nil, label: "Price plan") }
    #expect(try property("plan", store)?.label == "Price plan")
    #expect(try store.feed(after: position) == [])
  }

  @Test func patchChangesWhatItNamesAndNullTakesItBack() throws {
    let store = try TemporaryStore()
    try store.contact(["expires": .number(1)])
    func patch(_ json: JSONValue) throws -> [JSONValue?] {
      let patch = try DeclarationPatch(json)
      let answer = try store.profiles.write { try $0.declare("expires", in: .contact, patch) }.value
      return [answer["type"], answer["unit"], answer["label"]]
    }
    #expect(try patch(["type": "datetime", "unit": "s", "label": "Ends"]) == ["datetime", "s", "Ends"])
    #expect(try patch(["label": nil]) == ["datetime", "s", .null])
    #expect(try patch(["unit": nil]) == ["datetime", "ms", .null])
    #expect(try patch(["type": "number"]) == ["number", .null, .null])
    #expect(throws: InvalidInput.self) { try patch(["unit": "s"]) }
    #expect(try patch(["type": nil]) == [.null, .null, .null])
    let position = try store.position()
    #expect(try patch(["type": nil]) == [.null, .null, .null])
    #expect(try store.feed(after: position) == [], "nothing has changed")
  }

  @Test func whatIsDatetimeFromTheStartTakesAnotherUnitUnlessKeptByRules() throws {
    let store = try TemporaryStore()
    func declare(_ name: String, _ json: JSONValue) throws -> JSONValue {
      let patch = try DeclarationPatch(json)
      return try store.profiles.write { try $0.declare(name, in: .contact, patch) }.value
    }
    let birth = try declare("birthDate", ["unit": "s"])
    #expect(birth["type"] == "datetime" && birth["unit"] == "s" && birth["basic"] == true)
    #expect(try declare("birthDate", ["type": nil])["unit"] == "ms")
    #expect(throws: InvalidInput.self) { try declare("lastSeenAt", ["type": "text"]) }
    #expect(try declare("lastSeenAt", ["label": "Seen"])["label"] == "Seen")
    #expect(try declare("email", ["label": "Mail"])["name"] == "primaryEmail")
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
