import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct ExpiryTests {
  private let store: TemporaryStore

  init() throws { store = try TemporaryStore() }

  private func keep(events: Int? = nil, visitors: Int? = nil) throws {
    var members: [JSONMember] = []
    if let events { members.append(JSONMember("eventsRetentionDays", .number(Double(events)))) }
    if let visitors { members.append(JSONMember("visitorsRetentionDays", .number(Double(visitors)))) }
    var mistakes = MistakeCollector()
    let object = try #require(
      JSONObjectReader(.object(members), at: .root, known: ProfileRetentionPatch.keys, &mistakes))
    let patch = ProfileRetentionPatch(object, &mistakes)
    _ = try store.profiles.write { try patch.write(to: $0) }
  }

  private func sweep(_ sweep: inout ExpirySweep) throws -> Int {
    var steps = 1
    while try sweep.step(store.profiles, now: store.now) { steps += 1 }
    return steps
  }

  private func sweep() throws {
    var sweep = ExpirySweep()
    _ = try self.sweep(&sweep)
  }

  private func eventCount() throws -> Int? {
    try store.profiles.read { try Int.fetchOne($0.database, sql: "SELECT count(*) FROM event") }
  }

  @Test func nothingGoesWhereNothingIsSet() throws {
    let contact = try store.contact().id
    try store.event("e", of: contact, hoursAgo: 24 * 3650)
    store.clock.advance(hours: 24 * 3650)
    try sweep()
    #expect(try eventCount() == 1)
    #expect(try store.profiles.read { try $0.status().contacts } == 1)
  }

  @Test func eventsPastTheirTimeGoAndTheFeedTellsOfThem() throws {
    let (one, two) = (try store.contact().id, try store.contact().id)
    for _ in 0..<1_500 { try store.event("old", of: one, hoursAgo: 24 * 10 + 1) }
    for name in ["old", "kept", "kept"] { try store.event(name, of: one, hoursAgo: 24 * 10) }
    try store.event("other", of: two, hoursAgo: 24 * 11)
    let position = try store.position()
    try keep(events: 10)
    var sweep = ExpirySweep()
    #expect(try self.sweep(&sweep) > 1, "a step deletes so many at most")
    #expect(try eventCount() == 3)
    let told = try store.feed(after: position)
    #expect(Set(told.map(\.kind)) == [.eventDeletion])
    #expect(Set(told.map { "\($0.entity) \($0.name ?? "")" }) == ["\(one) old", "\(two) other"])
    let counted = try store.profiles.read { try $0.events() }.filter { $0.events > 0 }.map { "\($0.name) \($0.events)" }
    #expect(Set(counted) == ["old 1", "kept 2"])
    #expect(try store.profiles.read { try $0.status().contacts } == 2)
  }

  @Test func walkIsMadeOnceADay() throws {
    try keep(events: 10)
    var sweep = ExpirySweep()
    _ = try self.sweep(&sweep)
    let contact = try store.contact().id
    try store.event("old", of: contact, hoursAgo: 24 * 20)
    #expect(try self.sweep(&sweep) == 1)
    #expect(try eventCount() == 1)
    store.clock.advance(hours: 24)
    _ = try self.sweep(&sweep)
    #expect(try eventCount() == 0)
  }

  @Test func visitorsThatHaveNotChangedForSoLongGoAndMayComeBack() throws {
    let visitor = Identifier(kind: .anonymousId, stored: "a")
    let gone = try store.contact(identifiers: [visitor])
    try store.event("e", of: gone.id)
    var lead = store.record(identifiers: [.email("a@example.com")])
    lead.state = .lead
    var seen = store.record()
    seen.lastSeenAt = store.now.advanced(milliseconds: 86_400_000)
    var written = store.record()
    written.modifiedAt = seen.lastSeenAt
    let stay = try store.profiles.write { transaction in
      try [lead, seen, written].map { try transaction.insertContact($0).id }
    }.value
    let position = try store.position()
    store.clock.advance(hours: 24 * 30 + 1)
    try keep(visitors: 30)
    try sweep()
    #expect(try store.profiles.read { try $0.contacts(limit: 10).map(\.id) } == stay)
    #expect(try eventCount() == 0)
    let told = try store.feed(after: position)
    #expect(told == [.of(.contactDeletion, gone.id, item: 1)])
    #expect(try !store.profiles.write { try $0.isSuppressed(visitor) }.value)
    let again = try store.contact(identifiers: [visitor])
    #expect(again.id > gone.id)
  }

  @Test func visitorWhoBelongsToACompanyStaysAndItsEventsGo() throws {
    let one = try store.contact().id
    _ = try store.contact()
    let company = try store.profiles.write { transaction in
      let company = try transaction.insertCompany(CompanyRecord(createdAt: store.now, groupIDs: ["acme"])).id
      _ = try transaction.link(contact: one, company: company)
      return company
    }.value
    try store.event("e", of: one)
    store.clock.advance(hours: 24 * 31)
    try keep(events: 30, visitors: 30)
    try sweep()
    #expect(try store.profiles.read { try $0.contacts(limit: 10).map(\.id) } == [one])
    #expect(try eventCount() == 0)
    _ = try store.profiles.write { try $0.unlink(contact: one, company: company) }
    try sweep()
    #expect(try store.profiles.read { try $0.status().contacts } == 0)
  }

  @Test func manyVisitorsGoInSteps() throws {
    _ = try store.profiles.write { transaction in
      for _ in 0..<2_300 { _ = try transaction.insertContact(store.record()) }
    }
    store.clock.advance(hours: 24 * 2)
    try keep(visitors: 1)
    var sweep = ExpirySweep()
    #expect(try self.sweep(&sweep) >= 3)
    #expect(try store.profiles.read { try $0.status().contacts } == 0)
  }
}
