import FilterCompiler
import SegmentIndex
import SegmentModel

/// An index that is large enough for columns of every kind, and for a file of several frames.
enum LargeIndex {
  static let contacts: Int64 = 70_000
  static let events: Int64 = 80_000
  static let now = Instant(milliseconds: 1_700_000_000_000)

  static func make() throws -> ProfileIndex {
    let index = ProfileIndex()
    for id in 1...contacts { try index.put(contact(id)) }
    for id in 1...events { try index.append(event(id, of: id * 7919 % contacts + 1, secondsAgo: id * 31 % 9973 * 60)) }
    for id in stride(from: 2, to: contacts, by: 9) { try index.removeContact(id) }
    for id in stride(from: 1, to: contacts, by: 3) {
      try index.setEntry(of: id, in: "lis_thirds", to: true)
      try index.link(contact: id, company: id % 50 + 1)
    }
    for id in Int64(1)...50 {
      try index.put(
        CompanyRecord(
          id: id, publicID: "com_\(id)", createdAt: now,
          properties: ["size": StoredValue(.number(Double(id)), time: now, isTrusted: true)]))
    }
    return index
  }

  static func contact(_ id: Int64) -> ContactRecord {
    var contact = ContactRecord(id: id, publicID: "con_\(id)", createdAt: now.advanced(milliseconds: -id * 1000))
    func set(_ name: ExactText, _ value: Value) {
      contact.properties[name] = StoredValue(value, time: now, isTrusted: true)
    }
    set("name", .text("name \(id)"))
    set("plan", .text("plan \(id % 7)"))
    set("city", .text("city \(id % 1000)"))
    set("score", .number(Double(id) / 4))
    set("tags", .list([.text("tag \(id % 300)"), .text("tag \(id % 11)")]))
    if id % 500 == 0 { set("rare", .text("2026-01-0\(id / 500 % 9 + 1)")) }
    return contact
  }

  static func event(_ id: Int64, of contact: Int64, secondsAgo: Int64) -> EventRecord {
    EventRecord(
      id: id, contact: contact, name: id % 3 == 0 ? "refund" : "purchase",
      time: now.advanced(milliseconds: -secondsAgo * 1000), receivedAt: now,
      attributes: [NamedValue("price", .number(Double(id % 700) / 2)), NamedValue("page", .text("/\(id % 400)"))])
  }

  static func members(_ index: ProfileIndex, _ filter: JSONValue) throws -> [Int64] {
    try members(IndexEvaluator(index), filter)
  }

  static func members(
    _ evaluator: IndexEvaluator, _ filter: JSONValue, among candidates: [Int64]? = nil
  ) throws -> [Int64] {
    let definition: JSONValue = ["name": "A", "contentType": "contact", "filter": filter]
    let compiler = SegmentCompiler(library: Library())
    let plan = try compiler.compile(try SegmentReader.read(definition)).plan
    return try evaluator.members(of: plan, among: candidates, at: now)
  }

  static let filters: [JSONValue] = [
    ["property": "name", "operator": "equals", "value": "NAME 18"],
    ["property": "name", "operator": "contains", "value": "999"],
    ["property": "plan", "operator": "equals", "value": "plan 3"],
    ["property": "city", "operator": "endsWith", "value": "17"],
    ["property": "score", "operator": "between", "value": [0, 100]],
    ["property": "tags", "operator": "equals", "value": "tag 299"],
    ["property": "rare", "operator": "isSet"],
    ["property": "rare", "operator": "before", "value": "2026-01-05"],
    ["property": "createdAt", "operator": "before", "value": "2023-11-14T12:00:00Z"],
    ["event": "purchase", "count": ["atLeast": 2]],
    ["event": "purchase", "occurrence": "last", "having": ["attribute": "page", "operator": "equals", "value": "/7"]],
    ["event": "refund", "where": ["attribute": "price", "operator": "greaterOrEqual", "value": 340]],
    ["sequence": [["event": "purchase"], ["event": "refund"]]],
    ["list": "lis_thirds"],
    ["company": ["property": "size", "operator": "greaterThan", "value": 45]],
    ["sample": ["percent": 10, "salt": "a"]],
  ]

  /// Those that go contact by contact.
  static let heavyFilters: [JSONValue] = [
    ["sequence": [["event": "purchase"], ["event": "refund"]], "within": "30d"],
    ["sequence": [["event": "purchase"], ["not": ["event": "purchase"]], ["event": "refund"]]],
    [
      "event": "purchase", "within": ["last": "3d"],
      "aggregate": ["function": "average", "attribute": "price", "operator": "greaterThan", "value": 100],
    ],
    [
      "event": "purchase",
      "aggregate": ["function": "minimum", "attribute": "price", "operator": "lessThan", "value": 9],
    ],
    [
      "event": "refund",
      "aggregate": ["function": "distinctCount", "attribute": "page", "operator": "equals", "value": 0],
    ],
    [
      "event": "purchase", "occurrence": "first", "having": ["attribute": "page", "operator": "equals", "value": "/7"],
    ],
    ["event": "purchase", "periods": ["unit": "d", "of": 3, "atLeast": 1]],
    ["sample": ["percent": 10, "salt": "b"]],
  ]

  private struct Library: SegmentLibrary {
    func definition(of id: String) -> SegmentDefinition? { nil }
    func listName(of id: String) -> String? { id }
  }
}
