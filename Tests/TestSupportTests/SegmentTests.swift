import SegmentModel
import Testing

@testable import TestSupport

/// What a definition has besides its filter, and what it refers to.
@Suite struct SegmentTests {
  /// A visitor 1, a lead 2, a customer 3, and a company 1.
  private func scene() -> Scene {
    var scene = Scene()
    scene.contact(2, state: .lead)
    scene.contact(3, state: .customer)
    scene.company(1)
    return scene
  }

  private let everyone: JSONValue = ["all": []]

  private func isContact(_ id: Int) -> JSONValue {
    ["property": "n", "operator": "equals", "value": .number(Double(id))]
  }

  @Test(arguments: [("contact", [1, 2, 3]), ("visitor", [1]), ("lead", [2]), ("customer", [3]), ("company", [1])])
  func onlyTheContentTypeIsCounted(contentType: String, ids: [Int64]) throws {
    #expect(try scene().members(["contentType": .string(contentType), "filter": everyone]) == Set(ids))
  }

  @Test func memberIsAlsoAMemberOfTheParent() throws {
    var scene = scene()
    scene.contact(4, state: .customer, ["primaryEmail": .text("a@example.com")])
    let email: JSONValue = ["property": "email", "operator": "isSet"]
    scene.segment("seg_1", ["contentType": "contact", "filter": email])
    scene.segment("seg_2", ["contentType": "customer", "parent": "seg_1", "filter": everyone])
    #expect(try scene.members(["contentType": "customer", "parent": "seg_1", "filter": everyone]) == [4])
    #expect(try scene.members(["contentType": "customer", "parent": "seg_2", "filter": ["not": email]]) == [])
    #expect(try scene.members(["contentType": "customer", "parent": nil, "filter": everyone]) == [3, 4])
  }

  @Test func segmentNodeAsksTheWholeSegment() throws {
    var scene = scene()
    scene.segment("seg_leads", ["contentType": "lead", "filter": everyone])
    scene.segment("seg_child", ["contentType": "lead", "parent": "seg_leads", "filter": ["not": everyone]])
    scene.segment(
      "seg_by_hand", ["contentType": "lead", "filter": ["not": everyone], "include": [["contact": "con_2"]]])
    func members(_ node: JSONValue) throws -> Set<Int64> {
      try scene.members(["contentType": "contact", "filter": node])
    }
    #expect(try members(["segment": "seg_leads"]) == [2])
    #expect(try members(["not": ["segment": "seg_leads"]]) == [1, 3])
    #expect(try members(["segment": "seg_child"]) == [])
    #expect(try members(["segment": "seg_by_hand"]) == [2])
  }

  @Test func segmentThatIsReferredToKeepsItsZone() throws {
    var scene = Scene(zone: "America/New_York")
    scene.world.contacts[0].lastSeenAt = instant("2024-06-14T23:00:00Z")
    let today: JSONValue = ["property": "lastSeenAt", "operator": "on", "value": "2024-06-15"]
    scene.segment("seg_berlin", ["contentType": "contact", "timeZone": "Europe/Berlin", "filter": today])
    scene.segment("seg_workspace", ["contentType": "contact", "timeZone": nil, "filter": today])
    func members(_ node: JSONValue, _ zone: JSONValue) throws -> Set<Int64> {
      try scene.members(["contentType": "contact", "timeZone": zone, "filter": node])
    }
    #expect(try members(today, "Europe/Berlin") == [1])
    #expect(try members(today, "UTC") == [])
    #expect(try members(today, nil) == [])
    #expect(try members(["segment": "seg_berlin"], "UTC") == [1])
    #expect(try members(["segment": "seg_workspace"], "Europe/Berlin") == [])
  }

  @Test func exceptionsAreByHand() throws {
    var scene = scene()
    scene.segment("seg_none", ["contentType": "contact", "filter": ["not": everyone]])
    func members(_ type: String, _ include: JSONValue, _ exclude: JSONValue, _ filter: JSONValue) throws -> Set<Int64> {
      try scene.members([
        "contentType": .string(type), "parent": "seg_none", "filter": filter, "include": include, "exclude": exclude,
      ])
    }
    let (one, three): (JSONValue, JSONValue) = (
      [["contact": "con_1"]], [["contact": "con_3", "reason": "asked for it"]]
    )
    // Neither filter nor parent applies to who is included; the content type does.
    #expect(try members("contact", three, [], ["not": everyone]) == [3])
    #expect(try members("visitor", three, [], everyone) == [])
    #expect(try members("contact", one, one, everyone) == [])
    let excluded = try scene.members(["contentType": "contact", "filter": everyone, "exclude": three])
    #expect(excluded == [1, 2])
  }

  @Test func exceptionEndsAtItsMillisecond() throws {
    var scene = scene()
    func members(_ until: JSONValue) throws -> Set<Int64> {
      try scene.members([
        "contentType": "contact", "filter": ["not": everyone], "include": [["contact": "con_2", "until": until]],
      ])
    }
    scene.now = instant("2024-06-15T11:59:59.999Z")
    #expect(try members("2024-06-15T14:00:00+02:00") == [2])
    #expect(try members(nil) == [2])
    scene.now = instant("2024-06-15T12:00:00.000Z")
    #expect(try members("2024-06-15T14:00:00+02:00") == [])
  }

  @Test func listIsASetOfContacts() throws {
    var scene = scene()
    scene.world.lists["lst_1"] = [1, 3]
    #expect(try scene.members(["contentType": "contact", "filter": ["list": "lst_1"]]) == [1, 3])
    #expect(try scene.members(["contentType": "customer", "filter": ["list": "lst_1"]]) == [3])
  }

  @Test func circleOfSegmentsIsNotAnswered() {
    var scene = scene()
    scene.segment("seg_1", ["contentType": "contact", "filter": ["segment": "seg_2"]])
    scene.segment("seg_2", ["contentType": "contact", "filter": ["segment": "seg_1"]])
    #expect(throws: OracleError.chainTooLong("seg_1")) {
      try scene.members(["contentType": "contact", "filter": ["segment": "seg_1"]])
    }
  }

  @Test func whatIsNotInTheLanguageIsNotAnswered() {
    let scene = scene()
    for node in [
      ["property": "n", "operator": "like", "value": "x"], ["property": "n", "operator": "on", "value": "soon"], [:],
      ["planet": "Mars"],
    ] as [JSONValue] {
      #expect(throws: OracleError.self) {
        var world = scene.world
        world.contacts[0].properties["n"] = StoredValue(.number(1), time: scene.now, isTrusted: true)
        return try Oracle(world).holds(node, contact: 1, now: scene.now)
      }
    }
  }

  // MARK: Samples

  @Test func digestsAreThoseOfTheStandard() {
    func hex(_ text: String) -> String {
      OracleSHA256.digest(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func sampleIsTheShareOfTheDigest() throws {
    // SHA-256 of "spring:con_1" begins with 04f5dc0904ac0d1a, a share of 0.0193765.
    func holds(_ percent: Double) throws -> Bool {
      try Scene().holds(["sample": ["percent": .number(percent), "salt": "spring"]])
    }
    #expect(try holds(1.9377))
    #expect(try !holds(1.9376))
    #expect(try holds(100))
    #expect(try !holds(0))
  }

  @Test func saltIsTakenByItsBytes() throws {
    let holding = (1...100).filter { percent in
      let composed = try? Scene().holds(["sample": ["percent": .number(Double(percent)), "salt": "\u{E9}"]])
      let decomposed = try? Scene().holds(["sample": ["percent": .number(Double(percent)), "salt": "e\u{301}"]])
      return composed != decomposed
    }
    #expect(!holding.isEmpty)
  }

  // MARK: Merges

  @Test func mergedContactIsOneThatAlwaysWas() throws {
    var scene = scene()
    let (early, late) = (instant("2024-01-01T00:00Z"), instant("2024-02-01T00:00Z"))
    scene.world.contacts[0].properties = ["a": StoredValue(.text("old"), time: early, isTrusted: true)]
    scene.world.contacts[1].properties = [
      "a": StoredValue(.text("new"), time: late, isTrusted: false),
      "b": StoredValue(nil, time: late, isTrusted: false),
    ]
    scene.world.contacts[0].sessionCount = 2
    scene.world.contacts[1].sessionCount = 3
    scene.world.contacts[1].createdAt = instant("2019-01-01T00:00Z")
    scene.world.contacts[1].lastSeenAt = late
    scene.event("buy", "2024-06-01T00:00Z", of: 1)
    scene.event("buy", "2024-06-02T00:00Z", of: 2)
    scene.world.lists["lst_1"] = [2]
    scene.world.links = [OracleWorld.Link(contact: 2, company: 1)]
    scene.world.merges = [OracleWorld.Merge(loser: 2, into: 1)]
    func members(_ node: JSONValue) throws -> Set<Int64> {
      try scene.members(["contentType": "contact", "filter": node])
    }
    #expect(try members(everyone) == [1, 3])
    #expect(try members(["event": "buy", "count": ["exactly": 2]]) == [1])
    #expect(try members(["property": "a", "operator": "equals", "value": "new"]) == [1])
    #expect(try members(["property": "sessionCount", "operator": "equals", "value": 5]) == [1])
    #expect(try members(["property": "createdAt", "operator": "on", "value": "2019-01-01"]) == [1])
    #expect(try members(["property": "lastSeenAt", "operator": "on", "value": "2024-02-01"]) == [1])
    #expect(try members(["property": "state", "operator": "equals", "value": "lead"]) == [1])
    #expect(try members(["list": "lst_1"]) == [1])
    #expect(try members(["company": everyone]) == [1])
    // An exception for the one that is gone holds for who it is now.
    let excluded = try scene.members(["contentType": "contact", "filter": everyone, "exclude": [["contact": "con_2"]]])
    #expect(excluded == [3])
  }

  @Test func chainOfMergesEndsAtTheLastWinner() throws {
    var scene = scene()
    scene.event("buy", "2024-06-01T00:00Z", of: 1)
    scene.world.merges = [OracleWorld.Merge(loser: 1, into: 2), OracleWorld.Merge(loser: 2, into: 3)]
    #expect(try scene.members(["contentType": "customer", "filter": ["event": "buy"]]) == [3])
    let included: JSONValue = [["contact": "con_1"]]
    #expect(
      try scene.members(["contentType": "contact", "filter": ["not": everyone], "include": included]) == [3])
  }

  @Test func renamedContactKeepsItsExceptions() throws {
    var scene = scene()
    scene.segment(
      "seg_1", ["contentType": "contact", "filter": ["not": everyone], "include": [["contact": "con_2"]]])
    scene.world.rename(contact: 2, to: "con_other")
    #expect(try scene.members(["contentType": "contact", "filter": ["segment": "seg_1"]]) == [2])
  }
}
