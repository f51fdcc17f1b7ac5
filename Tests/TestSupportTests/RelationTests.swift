import SegmentModel
import TestSupport
import Testing

@Suite struct RelationTests {
  /// Contact 1 has no company, 2 a large one, 3 a large and a small one, 4 a small one; company 3 has nobody.
  private func scene() -> Scene {
    var scene = Scene()
    scene.contact(2, ["score": .number(5)])
    scene.contact(3, state: .lead, ["score": .number(7)])
    scene.contact(4, ["score": .number(9)])
    scene.company(1, ["size": .number(500), "primaryEmail": .text("hello@example.com")], contacts: [2, 3])
    scene.company(2, ["size": .number(5)], contacts: [3, 4])
    scene.company(3, ["size": .number(500)])
    return scene
  }

  private let isLarge: JSONValue = ["property": "size", "operator": "greaterThan", "value": 100]

  private func people(_ node: JSONValue) throws -> Set<Int64> {
    try scene().members(["contentType": "contact", "filter": node])
  }

  private func companies(_ node: JSONValue) throws -> Set<Int64> {
    try scene().members(["contentType": "company", "filter": node])
  }

  @Test func companyIsAnyUnlessSaidOtherwise() throws {
    #expect(try people(["company": isLarge]) == [2, 3])
    #expect(try people(["company": isLarge, "quantifier": "any"]) == [2, 3])
  }

  @Test func allNeedsAtLeastOne() throws {
    #expect(try people(["company": isLarge, "quantifier": "all"]) == [2])
    #expect(try people(["company": ["not": isLarge], "quantifier": "all"]) == [4])
  }

  @Test func noneHoldsForThoseWithoutAny() throws {
    #expect(try people(["company": isLarge, "quantifier": "none"]) == [1, 4])
    #expect(try people(["company": ["all": []], "quantifier": "none"]) == [1])
  }

  @Test func insidePropertiesAreTheCompanys() throws {
    #expect(try people(["company": ["property": "email", "operator": "contains", "value": "hello"]]) == [2, 3])
    #expect(try people(["company": ["property": "score", "operator": "isSet"]]) == [])
    #expect(try people(["company": ["sample": ["percent": 100, "salt": "x"]]]) == [2, 3, 4])
    #expect(try people(["company": ["sample": ["percent": 0, "salt": "x"]]]) == [])
  }

  @Test func insideSegmentIsACompanySegment() throws {
    var scene = scene()
    scene.segment("seg_large", ["contentType": "company", "filter": isLarge])
    #expect(try scene.members(["contentType": "contact", "filter": ["company": ["segment": "seg_large"]]]) == [2, 3])
  }

  @Test func contactsAreThoseInAnyState() throws {
    let good: JSONValue = ["property": "score", "operator": "greaterOrEqual", "value": 7]
    #expect(try companies(["contacts": good]) == [1, 2])
    #expect(try companies(["contacts": good, "quantifier": "all"]) == [2])
    #expect(try companies(["contacts": good, "quantifier": "none"]) == [3])
    #expect(try companies(["contacts": ["property": "state", "operator": "equals", "value": "lead"]]) == [1, 2])
  }

  @Test func contactsAreCounted() throws {
    let everyone: JSONValue = ["all": []]
    #expect(try companies(["contacts": everyone, "count": ["atLeast": 2]]) == [1, 2])
    #expect(try companies(["contacts": everyone, "count": ["exactly": 0]]) == [3])
    let best: JSONValue = ["property": "score", "operator": "equals", "value": 9]
    #expect(try companies(["contacts": best, "count": ["atMost": 0]]) == [1, 3])
    #expect(try companies(["contacts": best, "count": ["exactly": 1]]) == [2])
  }

  @Test func insideContactsEverythingOfPeopleIsAsked() throws {
    var scene = scene()
    scene.event("buy", "2024-06-01T00:00Z", of: 4)
    scene.world.lists["lst_1"] = [2]
    scene.segment("seg_leads", ["contentType": "lead", "filter": ["all": []]])
    func companies(_ node: JSONValue) throws -> Set<Int64> {
      try scene.members(["contentType": "company", "filter": ["contacts": node]])
    }
    #expect(try companies(["event": "buy"]) == [2])
    #expect(try companies(["list": "lst_1"]) == [1])
    #expect(try companies(["segment": "seg_leads"]) == [1, 2])
    #expect(try companies(["tracked": "x", "operator": "isNotSet"]) == [1, 2])
  }

  @Test func companiesHaveDatesOfTheirOwn() throws {
    var scene = scene()
    scene.company(4, ["foundedAt": .number(0), "birthDate": .number(0)])
    scene.world.datesOfCompanies["foundedAt"] = .milliseconds
    func companies(_ name: String) throws -> Set<Int64> {
      let leaf: JSONValue = ["property": .string(name), "operator": "on", "value": "1970-01-01"]
      return try scene.members(["contentType": "company", "filter": leaf])
    }
    #expect(try companies("foundedAt") == [4])
    #expect(try companies("birthDate") == [])
    let created: JSONValue = ["property": "createdAt", "operator": "on", "value": "2020-01-01"]
    #expect(try scene.members(["contentType": "company", "filter": created]) == [1, 2, 3, 4])
  }
}
