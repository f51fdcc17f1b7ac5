import FilterCompiler
import SegmentIndex
import SegmentModel
import Testing

@Suite struct ProfileIndexTests {
  private static let now = Instant(milliseconds: 1_700_000_000_000)

  private static func event(_ id: Int64, _ contact: Int64, secondsAgo: Int64, price: Double? = nil) -> EventRecord {
    let time = now.advanced(milliseconds: -secondsAgo * 1000)
    return EventRecord(
      id: id, contact: contact, name: "purchase", time: time, receivedAt: now,
      attributes: price.map { [NamedValue("price", .number($0))] } ?? [])
  }

  private static func members(_ index: ProfileIndex, _ filter: JSONValue) throws -> [Int64] {
    let definition: JSONValue = ["name": "A", "contentType": "contact", "filter": filter]
    let plan = try SegmentCompiler(library: [String: SegmentDefinition]())
      .compile(try SegmentReader.read(definition)).plan
    return try IndexEvaluator(index).members(of: plan, among: nil, at: now)
  }

  private static func index(contacts: Int64) throws -> ProfileIndex {
    let index = ProfileIndex()
    for id in 1...contacts { try index.put(ContactRecord(id: id, publicID: "con_\(id)", createdAt: now)) }
    return index
  }

  @Test func aLateEventStandsWhereItsTimeSays() throws {
    let index = try Self.index(contacts: 1)
    try index.append(Self.event(1, 1, secondsAgo: 10, price: 1))
    try index.append(Self.event(2, 1, secondsAgo: 30, price: 2))
    try index.append(Self.event(3, 1, secondsAgo: 20, price: 3))
    func occurrence(_ which: String, price: Double) throws -> [Int64] {
      try Self.members(
        index,
        [
          "event": "purchase", "occurrence": .string(which),
          "having": ["attribute": "price", "operator": "equals", "value": .number(price)],
        ])
    }
    #expect(try occurrence("first", price: 2) == [1])
    #expect(try occurrence("last", price: 1) == [1])
  }

  @Test func anEventThatCameWithItsContactIsNotAppendedAgain() throws {
    let index = try Self.index(contacts: 1)
    try index.append(Self.event(1, 1, secondsAgo: 10))
    try index.setEvents(of: 1, to: [Self.event(1, 1, secondsAgo: 10), Self.event(2, 1, secondsAgo: 5)])
    try index.append(Self.event(2, 1, secondsAgo: 5))
    try index.append(Self.event(2, 1, secondsAgo: 5))
    #expect(index.eventCount == 2)
    #expect(try Self.members(index, ["event": "purchase", "count": ["exactly": 2]]) == [1])
  }

  /// Many more than fit where every number has a code of the dictionary.
  @Test func veryManyDifferentNumbersAnswerAsFew() throws {
    let index = try Self.index(contacts: 70_000)
    let key = PropertyKey(.contact, "score")
    for id in Int64(1)...70_000 { try index.set(key, of: id, to: .number(Double(id) / 2)) }
    try index.set(key, of: 5, to: .text("5"))
    try index.set(key, of: 6, to: nil)
    func count(_ operation: String, _ value: JSONValue?) throws -> Int {
      var leaf: [JSONMember] = [
        JSONMember("property", "score"), JSONMember("operator", .string(operation)),
      ]
      if let value { leaf.append(JSONMember("value", value)) }
      return try Self.members(index, .object(leaf)).count
    }
    #expect(try count("isSet", nil) == 69_999)
    #expect(try count("lessOrEqual", 5) == 9)
    #expect(try count("equals", "5") == 2)
    #expect(try count("startsWith", "3499") == 22)
    #expect(try count("between", [100, 199.5]) == 200)
  }

  @Test func whatIsGoneTakesNoRoomForEver() throws {
    let index = try Self.index(contacts: 3)
    var id: Int64 = 0
    for _ in 0..<20 {
      let history = (0..<1000).map { place -> EventRecord in
        id += 1
        return Self.event(id, 1, secondsAgo: Int64(place), price: Double(place))
      }
      try index.setEvents(of: 1, to: history)
    }
    try index.append(Self.event(id + 1, 2, secondsAgo: 1, price: 7))
    #expect(index.eventCount == 1001)
    let expensive: JSONValue = [
      "event": "purchase", "where": ["attribute": "price", "operator": "greaterOrEqual", "value": 7],
      "count": ["atLeast": 993],
    ]
    #expect(try Self.members(index, expensive) == [1])
    for value in 0..<50_000 { try index.set(PropertyKey(.contact, "page"), of: 1, to: .text("/p/\(value)")) }
    #expect(try Self.members(index, ["property": "page", "operator": "endsWith", "value": "/49999"]) == [1])
    #expect(index.byteCount < 2_000_000)
  }

  @Test func rowIDsBeyondTheBoundAreRefused() throws {
    let index = ProfileIndex()
    for id in [0, -1, ProfileIndex.largestRowID + 1] {
      #expect(throws: IndexError.rowIDOutOfRange(id)) {
        try index.put(ContactRecord(id: id, publicID: "con_x", createdAt: Self.now))
      }
    }
  }
}
