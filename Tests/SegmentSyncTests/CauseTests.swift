import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct CauseTests {
  private let gold: JSONValue = .property("plan", "equals", "gold")

  @Test func aPropertyWriteEntersAndLeaves() throws {
    let bench = try SyncBench()
    let id = try bench.create("gold", gold)
    let contact = bench.profiles.contact()
    try bench.follow()
    bench.profiles.set(contact, "plan", .text("gold"))
    try bench.follow()
    bench.profiles.set(contact, "plan", nil)
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 property", "left con_1 property"])
    #expect(try bench.service.count(of: id).count == 0)
    #expect(try bench.service.count(of: id).previous == 1)
  }

  @Test func anEventEnters() throws {
    let bench = try SyncBench()
    let id = try bench.create("buyers", ["event": "purchase"])
    let contact = bench.profiles.contact()
    try bench.follow()
    bench.profiles.track(contact, "purchase", at: bench.clock.now)
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 event"])
  }

  @Test func aNewContactCountsAsTheEventThatMadeIt() throws {
    let bench = try SyncBench()
    let id = try bench.create("visitors", .everyone, .visitor)
    try bench.follow()
    bench.profiles.contact(events: [.init(name: "viewPage", time: bench.clock.now)])
    bench.profiles.contact(.visitor, ["name": .text("Ann")])
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 event", "entered con_2 property"])
  }

  @Test func aStateMovesFromOneContentTypeToAnother() throws {
    let bench = try SyncBench()
    let visitors = try bench.create("visitors", .everyone, .visitor)
    let customers = try bench.create("customers", .everyone, .customer)
    let contact = bench.profiles.contact()
    try bench.follow()
    #expect(try bench.service.count(of: customers).total == 0)
    bench.profiles.setState(contact, .customer)
    try bench.follow()
    #expect(try bench.log(visitors) == ["left con_1 property"])
    #expect(try bench.log(customers) == ["entered con_1 property"])
    #expect(try bench.service.count(of: customers).total == 1)
    #expect(try bench.service.count(of: visitors).total == 0)
  }

  @Test func theLoserOfAMergeLeavesAndTheWinnerMayEnter() throws {
    let bench = try SyncBench()
    let id = try bench.create("bought twice", ["event": "purchase", "count": ["atLeast": 2]])
    let everyone = try bench.create("everyone", .everyone)
    let first = bench.profiles.contact(events: [.init(name: "purchase", time: bench.clock.now)])
    let second = bench.profiles.contact(events: [.init(name: "purchase", time: bench.clock.now)])
    try bench.follow()
    bench.profiles.merge(second, into: first)
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 merged"])
    #expect(try bench.log(everyone) == ["left con_2 merged"])
    #expect(try bench.service.count(of: everyone).total == 1)
    #expect(try bench.service.isMember("con_2", of: id))
  }

  @Test func aDeletedContactLeavesUnderItsName() throws {
    let bench = try SyncBench()
    let contact = bench.profiles.contact(.visitor, ["plan": .text("gold")])
    let id = try bench.create("gold", gold)
    try bench.follow()
    bench.profiles.set(contact, "plan", .text("gold"))
    bench.profiles.delete(contact)
    try bench.follow()
    #expect(try bench.log(id) == ["left con_1 deleted"])
    #expect(try bench.service.count(of: id).total == 0)
  }

  @Test func companiesHaveSegmentsOfTheirOwn() throws {
    let bench = try SyncBench()
    let id = try bench.create("large", .property("size", "greaterThan", 100), .company)
    let people = try bench.create("everyone", .everyone)
    let company = bench.profiles.company(["size": .number(5)])
    try bench.follow()
    bench.profiles.setCompany(company, "size", .number(500))
    try bench.follow()
    bench.profiles.deleteCompany(company)
    try bench.follow()
    #expect(try bench.log(id) == ["entered com_1 property", "left com_1 deleted"])
    #expect(try bench.log(people) == [])
  }

  @Test func trackedAndCustomPropertiesOfOneNameAreTwo() throws {
    let bench = try SyncBench()
    let id = try bench.create("tracked", ["tracked": "plan", "operator": "equals", "value": "gold"])
    let contact = bench.profiles.contact()
    try bench.follow()
    bench.profiles.set(contact, "plan", .text("gold"))
    try bench.follow()
    #expect(try bench.log(id) == [])
    bench.profiles.setTracked(contact, "plan", .text("gold"))
    try bench.follow()
    #expect(try bench.log(id) == ["entered con_1 property"])
  }

  @Test func nothingIsCommittedWhereNothingChanges() throws {
    let bench = try SyncBench()
    let id = try bench.create("gold", gold)
    let contact = bench.profiles.contact()
    try bench.follow()
    let before = try bench.store.read { try $0.service() }
    bench.profiles.set(contact, "other", .text("gold"))
    try bench.follow()
    let after = try bench.store.read { try $0.service() }
    #expect(after.version == before.version)
    #expect(after.position == before.position + 1)
    #expect(try bench.follower.step().isMore == false)
    #expect(try bench.changes(id) == [])
  }
}
