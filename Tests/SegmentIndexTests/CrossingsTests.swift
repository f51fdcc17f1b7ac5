import FilterCompiler
import SegmentIndex
import SegmentModel
import Testing

@Suite struct CrossingsTests {
  private static let now = Instant(milliseconds: 1_700_000_000_000)
  private static let minute: Int64 = 60_000

  private static func after(_ milliseconds: Int64) -> Instant { now.advanced(milliseconds: milliseconds) }

  private static func event(_ id: Int64, of contact: Int64, at time: Int64, price: Double) -> EventRecord {
    EventRecord(
      id: id, contact: contact, name: "purchase", time: after(time), receivedAt: now,
      attributes: [NamedValue("price", .number(price))])
  }

  private static func index() throws -> ProfileIndex {
    let index = ProfileIndex()
    for id in Int64(1)...3 { try index.put(ContactRecord(id: id, publicID: "con_\(id)", createdAt: now)) }
    return index
  }

  private static func found(
    _ filter: JSONValue, _ index: ProfileIndex, until: Int64, limit: Int = 100
  ) throws -> Crossings {
    let definition: JSONValue = ["name": "A", "contentType": "contact", "filter": filter]
    let plan = try SegmentCompiler(library: [String: SegmentDefinition]())
      .compile(try SegmentReader.read(definition)).plan
    let condition = try #require(plan.slidingConditions.first)
    return IndexEvaluator(index).crossings(of: condition, among: nil, after: now, until: after(until), limit: limit)
  }

  private static let lastMinute: JSONValue = ["event": "purchase", "within": ["last": "1m"]]

  @Test func anEventThatLiesAheadIsPassedOnlyOnceItCounts() throws {
    let index = try Self.index()
    try index.append(Self.event(1, of: 1, at: -1000, price: 1))
    try index.append(Self.event(2, of: 2, at: 1000, price: 1))
    try index.append(Self.event(3, of: 3, at: 200_000, price: 1))
    let found = try Self.found(Self.lastMinute, index, until: 100_000)
    #expect(
      found.list == [
        Crossing(instant: Self.after(59_001), id: 1), Crossing(instant: Self.after(61_001), id: 2),
      ])
    let ahead: JSONValue = ["event": "purchase", "within": ["from": "now+1m"]]
    #expect(try Self.found(ahead, index, until: 100_000).list == [])
  }

  @Test func onlyEventsThatMatchPassAnything() throws {
    let index = try Self.index()
    try index.append(Self.event(1, of: 1, at: -1000, price: 1))
    try index.append(Self.event(2, of: 2, at: -1000, price: 100))
    let filter: JSONValue = [
      "event": "purchase", "within": ["last": "1m"],
      "where": ["attribute": "price", "operator": "greaterThan", "value": 50],
    ]
    #expect(try Self.found(filter, index, until: 100_000).list.map(\.id) == [2])
  }

  @Test func whoIsGonePassesNothing() throws {
    let index = try Self.index()
    for id in Int64(1)...3 { try index.append(Self.event(id, of: id, at: -1000, price: 1)) }
    try index.append(Self.event(4, of: 9, at: -1000, price: 1))
    try index.removeContact(2)
    #expect(try Self.found(Self.lastMinute, index, until: 100_000).list.map(\.id) == [1, 3])
  }

  /// The block's earliest and latest time decide whether it is looked at; a late event makes it wide.
  @Test func everyBlockIsLookedInto() throws {
    let index = try Self.index()
    for id in Int64(1)...10_000 { try index.append(Self.event(id, of: 1, at: -100_000_000 + id, price: 1)) }
    try index.append(Self.event(10_001, of: 2, at: -1000, price: 1))
    for id in Int64(10_002)...20_000 { try index.append(Self.event(id, of: 3, at: -50_000_000 + id, price: 1)) }
    #expect(try Self.found(Self.lastMinute, index, until: 100_000).list.map(\.id) == [2])
    let day: JSONValue = ["event": "purchase", "within": ["last": "1d"]]
    #expect(try Self.found(day, index, until: 1000).list == [])
    #expect(try Self.found(day, index, until: 80_000_000).list.map(\.id) == [3])
  }

  @Test func aCrowdThatPassesAtOneInstantIsNotListed() throws {
    let index = ProfileIndex()
    let key = PropertyKey(.contact, "expires")
    for id in Int64(1)...1000 {
      try index.put(ContactRecord(id: id, publicID: "con_\(id)", createdAt: Self.now))
      // Two early ones, then all others at once, then one.
      let time = id <= 2 ? id * 10 : id < 1000 ? 5000 : 9000
      try index.set(key, of: id, to: .text(Self.after(time).description))
    }
    let filter: JSONValue = ["property": "expires", "operator": "onOrBefore", "value": "now"]
    let found = try Self.found(filter, index, until: 10_000)
    #expect(found.list.map(\.instant) == [Self.after(10), Self.after(20)])
    #expect(!found.isComplete && found.completeUntil == Self.after(4999) && found.earliest == Self.after(10))
    let none = try Self.found(filter, index, until: 10_000, limit: 0)
    #expect(none.list == [] && none.earliest == Self.after(10) && none.completeUntil == Self.after(9))
    #expect(try Self.found(filter, index, until: 10_000, limit: 1000).isComplete)
  }

  /// Numbers that stand as they are, and dates without an offset.
  @Test func datesOfEveryFormPass() throws {
    let index = ProfileIndex()
    let key = PropertyKey(.contact, "lastSeenAt")
    for id in Int64(1)...70_000 {
      try index.put(ContactRecord(id: id, publicID: "con_\(id)", createdAt: Self.now))
      try index.set(key, of: id, to: .number(Double(Self.after(id * 10).milliseconds)))
    }
    try index.set(key, of: 7, to: .text(String(Self.after(60).description.dropLast())))
    try index.set(key, of: 8, to: .list([.number(1), .text(Self.after(63).description)]))
    let filter: JSONValue = ["property": "lastSeenAt", "operator": "onOrBefore", "value": "now"]
    let found = try Self.found(filter, index, until: 100)
    #expect(
      found.list
        == [(10, 1), (20, 2), (30, 3), (40, 4), (50, 5), (60, 6), (60, 7), (63, 8), (90, 9), (100, 10)]
        .map { Crossing(instant: Self.after($0.0), id: Int64($0.1)) })
  }
}
