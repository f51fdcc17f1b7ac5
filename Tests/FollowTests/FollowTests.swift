import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// A random walk over the real store and the real backend: what is committed is what a fresh evaluation finds.
@Suite struct FollowTests {
  static let filters: [JSONValue] = [
    ["property": "plan", "operator": "equals", "value": "gold"],
    ["event": "login", "count": ["atLeast": 2]],
    ["event": "login", "within": ["last": "8h"]],
    ["not": ["property": "lastSeenAt", "operator": "inTheLast", "value": "1d"]],
    ["property": "createdAt", "operator": "dateRelativeGreaterThan", "value": "now-1d/d"],
    ["property": "sessionCount", "operator": "greaterThan", "value": 1],
    ["property": "modifiedAt", "operator": "dateRelativeLessThan", "value": "now-1d/d"],
    ["property": "state", "operator": "equals", "value": "lead"],
    ["tracked": "t", "operator": "isSet"],
    ["property": "due", "operator": "willOccurBeforeNthDay", "value": 1],
    [
      "event": "purchase",
      "aggregate": ["function": "sum", "attribute": "price", "operator": "greaterThan", "value": 50],
      "within": ["last": "1d"],
    ],
    ["event": "login", "occurrence": "last", "within": ["last": "12h"]],
    ["event": "login", "periods": ["unit": "d", "of": 2, "atLeast": 1]],
    ["sequence": [["event": "login"], ["event": "purchase"]], "within": "12h"],
    ["sequence": [["event": "login"], ["not": ["event": "purchase"]]], "within": "6h"],
    ["company": ["property": "size", "operator": "greaterThan", "value": 50]],
    ["company": ["property": "modifiedAt", "operator": "inTheLast", "value": "12h"], "quantifier": "all"],
  ]

  private static let filtersOfCompanies: [JSONValue] = [
    ["contacts": ["event": "login", "within": ["last": "8h"]], "count": ["atLeast": 2]],
    ["contacts": ["property": "plan", "operator": "equals", "value": "gold"], "quantifier": "all"],
    [
      "all": [
        ["contacts": ["all": []], "quantifier": "none"], ["property": "size", "operator": "lessThan", "value": 50],
      ]
    ],
  ]

  @Test(arguments: 0..<(TestSeed.isLong ? 8 : 2), [true, false])
  func membersAreThoseOfAFreshEvaluationWhateverHappens(stream: UInt64, isByIndex: Bool) throws {
    var generator = TestSeed().generator(stream)
    let bench = try FollowBench(at: try #require(Instant("2026-03-02T12:00:00Z")), isByIndex: isByIndex)
    var people = RandomProfiles()
    let list = try bench.profiles.createList(named: "chosen", contacts: [])
    var ids = try Self.filters.enumerated().map { index, filter in
      try bench.service.create([
        "name": .string("s\(index)"), "contentType": index.isMultiple(of: 3) ? "customer" : "contact",
        "filter": filter,
      ]).id
    }
    ids += try Self.filtersOfCompanies.enumerated().map { index, filter in
      try bench.service.create(["name": .string("c\(index)"), "contentType": "company", "filter": filter]).id
    }
    let listed: JSONValue = ["contacts": ["list": .string(list.publicID)]]
    ids.append(try bench.service.create(["name": "listed", "contentType": "company", "filter": listed]).id)
    let isListed: JSONValue = ["list": .string(list.publicID)]
    ids.append(try bench.service.create(["name": "l", "contentType": "contact", "filter": isListed]).id)
    for round in 0..<100 {
      for _ in 0..<generator.below(5) {
        try people.write(to: bench.profiles, at: bench.clock.now, using: &generator)
      }
      for _ in 0..<generator.below(4) {
        try people.writeAround(list.id, in: bench.profiles, at: bench.clock.now, using: &generator)
      }
      if generator.chance(0.05) { try people.erase(from: bench.profiles, using: &generator) }
      if generator.chance(0.3) { bench.clock.advance(milliseconds: 1000 + generator.whole(0...40_000_000)) }
      if generator.chance(0.1) { try bench.restart() }
      try bench.follow()
      for id in ids { try check(id, bench, people, "round \(round)") }
    }
  }

  private func check(_ id: String, _ bench: FollowBench, _ people: RandomProfiles, _ round: Comment) throws {
    let definition = try bench.service.segment(id).segment.definition
    let fresh = try bench.service.freshMembers(of: definition, at: bench.clock.now)
    let counted = try bench.service.freshCount(of: definition, at: bench.clock.now)
    let members = try bench.service.allMembers(of: id).members
    #expect(Array(members) == fresh, round)
    let count = try bench.service.count(of: id)
    #expect(count.count == Int64(fresh.count), round)
    #expect(count.total == Int64(counted.total), round)
    let changes = try bench.service.changes(of: id, limit: 1000).changes
    // Who was erased is named no more; a company that is gone still is.
    let isPeople = definition.contentType.isPeople
    #expect(
      changes.allSatisfy { !$0.publicID.isEmpty || isPeople && !people.contacts.contains($0.contact) }, round)
  }
}
