import SegmentModel
import TestSupport
import Testing

/// Each part of an event condition.
@Suite struct EventConditionTests {
  @Test func oneEventIsEnough() throws {
    var scene = Scene()
    scene.contact(2)
    scene.event("purchase", "2024-06-01T00:00Z")
    #expect(try scene.holds(["event": "purchase"], 1))
    #expect(try !scene.holds(["event": "purchase"], 2))
    #expect(try !scene.holds(["event": "refund"], 1))
  }

  @Test func nameIsExactlyAsSent() throws {
    var scene = Scene()
    scene.event("caf\u{E9}", "2024-06-01T00:00Z")
    #expect(try scene.holds(["event": "caf\u{E9}"]))
    #expect(try !scene.holds(["event": "cafe\u{301}"]))
    #expect(try !scene.holds(["event": "Caf\u{E9}"]))
  }

  @Test func eventLaterThanNowNeverCounts() throws {
    var scene = Scene()
    scene.event("purchase", "2024-06-15T12:00:00.001Z")
    #expect(try !scene.holds(["event": "purchase"]))
    #expect(try scene.holds(["event": "purchase", "count": ["exactly": 0]]))
    #expect(try !scene.holds(["event": "purchase", "within": ["from": "now-1y", "to": "now+1y"]]))
    scene.event("purchase", "2024-06-15T12:00:00.000Z")
    #expect(try scene.holds(["event": "purchase", "count": ["exactly": 1]]))
  }

  @Test func whereAsksOfTheAttributesOfOneEvent() throws {
    var scene = Scene()
    scene.event("get-start", "2024-06-01T00:00Z", ["price": .number(100), "view": .text("50%")])
    scene.event("get-start", "2024-06-02T00:00Z", ["price": .number(50), "view": .text("80%")])
    let price: JSONValue = ["attribute": "price", "operator": "equals", "value": 100]
    let view: JSONValue = ["attribute": "view", "operator": "equals", "value": "80%"]
    #expect(try scene.holds(["event": "get-start", "where": price]))
    #expect(try scene.holds(["event": "get-start", "where": view]))
    #expect(try !scene.holds(["event": "get-start", "where": ["all": [price, view]]]))
    #expect(try scene.holds(["event": "get-start", "where": ["any": [price, view]], "count": ["exactly": 2]]))
    #expect(try scene.holds(["event": "get-start", "where": ["not": price], "count": ["exactly": 1]]))
    #expect(try scene.holds(["event": "get-start", "where": [:], "count": ["exactly": 2]]))
    #expect(try !scene.holds(["event": "get-start", "where": ["not": [:]]]))
  }

  @Test func missingAttributeIsMissing() throws {
    var scene = Scene()
    scene.event("get-start", "2024-06-01T00:00Z", ["a": .number(1)])
    #expect(try !scene.holds(["event": "get-start", "where": ["attribute": "b", "operator": "isSet"]]))
    #expect(try scene.holds(["event": "get-start", "where": ["attribute": "b", "operator": "notEquals", "value": 1]]))
  }

  @Test func datesOfAttributesAreInTheSegmentsZone() throws {
    var scene = Scene(zone: "Europe/Berlin")
    scene.event("book", "2024-06-01T00:00Z", ["for": .text("2024-06-16")])
    let day: JSONValue = ["attribute": "for", "operator": "on", "value": "2024-06-15T22:00:00.000Z"]
    #expect(try scene.holds(["event": "book", "where": day]))
    // Attributes are not declared, so a number is no date.
    scene.event("pay", "2024-06-01T00:00Z", ["birthDate": .number(0)])
    let birth: JSONValue = ["attribute": "birthDate", "operator": "before", "value": "now"]
    #expect(try !scene.holds(["event": "pay", "where": birth]))
  }

  @Test func countsAreExactAtTheirBounds() throws {
    var scene = Scene()
    scene.contact(2)
    // Two events at the same millisecond are two.
    scene.event("view", "2024-06-01T00:00Z")
    scene.event("view", "2024-06-01T00:00Z")
    func holds(_ bound: String, _ n: Int, _ contact: Int64 = 1) throws -> Bool {
      try scene.holds(["event": "view", "count": .object([JSONMember(bound, .number(Double(n)))])], contact)
    }
    #expect(try holds("exactly", 2))
    #expect(try !holds("exactly", 1))
    #expect(try holds("atLeast", 2))
    #expect(try !holds("atLeast", 3))
    #expect(try holds("atMost", 2))
    #expect(try !holds("atMost", 1))
    #expect(try holds("exactly", 0, 2))
    #expect(try holds("atMost", 0, 2))
    #expect(try !holds("exactly", 0, 1))
  }

  @Test func lastIsElapsedTimeWithBothEnds() throws {
    func holds(_ time: String) throws -> Bool {
      var scene = Scene(now: "2024-03-31T12:00:00Z", zone: "Europe/Berlin")
      scene.event("view", time)
      return try scene.holds(["event": "view", "within": ["last": "1d"]])
    }
    #expect(try holds("2024-03-30T12:00:00.000Z"))
    #expect(try !holds("2024-03-30T11:59:59.999Z"))
    #expect(try holds("2024-03-31T12:00:00.000Z"))
  }

  @Test func fromAndToAreWholeSpansInTheZone() throws {
    func holds(_ time: String, _ window: JSONValue) throws -> Bool {
      var scene = Scene(zone: "America/New_York")
      scene.event("view", time)
      return try scene.holds(["event": "view", "within": window])
    }
    let march: JSONValue = ["from": "2024-03-01", "to": "2024-03-31"]
    #expect(try holds("2024-03-01T05:00:00.000Z", march))
    #expect(try !holds("2024-03-01T04:59:59.999Z", march))
    #expect(try holds("2024-04-01T03:59:59.999Z", march))
    #expect(try !holds("2024-04-01T04:00:00.000Z", march))
    #expect(try holds("2020-01-01T00:00Z", ["to": "2024-03-31"]))
    #expect(try !holds("2024-06-01T00:00Z", ["to": "2024-03-31"]))
    #expect(try holds("2024-06-01T00:00Z", ["from": "2024-03-01"]))
    #expect(try !holds("2020-01-01T00:00Z", ["from": "2024-03-01"]))
    #expect(try holds("2024-05-10T00:00Z", ["from": "now-1M/M", "to": "now-1M/M"]))
  }

  // MARK: Occurrence

  @Test func occurrenceIsOfAllEventsAndMayFallOutside() throws {
    var scene = Scene()
    scene.event("view", "2024-06-10T00:00Z", ["page": .text("b")])
    scene.event("view", "2024-06-01T00:00Z", ["page": .text("a")])
    scene.event("view", "2024-07-01T00:00Z", ["page": .text("future")])
    let june5: JSONValue = ["from": "2024-06-05"]
    #expect(try scene.holds(["event": "view", "occurrence": "last", "within": june5]))
    #expect(try !scene.holds(["event": "view", "occurrence": "first", "within": june5]))
    #expect(try scene.holds(["event": "view", "occurrence": "first"]))
    #expect(try !scene.holds(["event": "never", "occurrence": "first"]))
    func page(_ value: JSONValue) -> JSONValue { ["attribute": "page", "operator": "equals", "value": value] }
    #expect(try scene.holds(["event": "view", "occurrence": "first", "having": page("a")]))
    #expect(try !scene.holds(["event": "view", "occurrence": "last", "having": page("a")]))
    // `where` decides which events there are of which to take the first.
    #expect(try scene.holds(["event": "view", "where": page("b"), "occurrence": "first", "within": june5]))
    #expect(try scene.holds(["event": "view", "occurrence": "first", "having": [:]]))
  }

  @Test func arrivalDecidesBetweenEqualTimes() throws {
    var scene = Scene()
    scene.event("view", "2024-06-01T00:00Z", ["n": .number(1)])
    scene.event("view", "2024-06-01T00:00Z", ["n": .number(2)])
    func n(_ value: Double) -> JSONValue { ["attribute": "n", "operator": "equals", "value": .number(value)] }
    #expect(try scene.holds(["event": "view", "occurrence": "first", "having": n(1)]))
    #expect(try scene.holds(["event": "view", "occurrence": "last", "having": n(2)]))
    #expect(try !scene.holds(["event": "view", "occurrence": "last", "having": n(1)]))
  }

  // MARK: Periods

  @Test func periodsAreCompleteUnitsBeforeTheOneThatHoldsNow() throws {
    // Saturday, 15 June 2024; the last complete weeks begin on 3 June and 27 May.
    func holds(_ times: [String], _ periods: JSONValue, zone: String = "UTC") throws -> Bool {
      var scene = Scene(zone: zone)
      for time in times { scene.event("view", time) }
      return try scene.holds(["event": "view", "periods": periods])
    }
    let two: JSONValue = ["unit": "w", "of": 2, "atLeast": 2]
    #expect(try holds(["2024-06-03T00:00:00.000Z", "2024-06-02T23:59:59.999Z"], two))
    #expect(try !holds(["2024-06-03T00:00:00.000Z", "2024-06-09T23:59:59.999Z"], two))
    #expect(try !holds(["2024-06-10T00:00:00.000Z", "2024-06-03T00:00:00.000Z"], two))
    #expect(try !holds(["2024-05-26T23:59:59.999Z", "2024-06-03T00:00:00.000Z"], two))
    #expect(try holds(["2024-05-27T00:00:00.000Z", "2024-06-03T00:00:00.000Z"], two))
    #expect(try holds(["2024-06-03T00:00:00.000Z"], ["unit": "w", "of": 2, "atLeast": 1]))
    // In New York the week begins four hours later.
    #expect(try !holds(["2024-06-03T00:00:00.000Z", "2024-06-02T23:59:59.999Z"], two, zone: "America/New_York"))
    #expect(try holds(["2024-06-03T04:00:00.000Z", "2024-06-03T03:59:59.999Z"], two, zone: "America/New_York"))
  }

  @Test func eachPeriodNeedsSoManyEvents() throws {
    var scene = Scene()
    for time in ["2024-06-14T00:00Z", "2024-06-14T23:59:59.999Z", "2024-06-13T12:00Z"] { scene.event("view", time) }
    func holds(_ periods: JSONValue) throws -> Bool { try scene.holds(["event": "view", "periods": periods]) }
    #expect(try holds(["unit": "d", "of": 2, "atLeast": 2]))
    #expect(try !holds(["unit": "d", "of": 2, "atLeast": 2, "each": 2]))
    #expect(try holds(["unit": "d", "of": 2, "atLeast": 1, "each": 2]))
    #expect(try !holds(["unit": "d", "of": 3, "atLeast": 3]))
  }

  @Test func monthsOfPeriodsEndWhereTheyEnd() throws {
    var scene = Scene(now: "2024-03-31T12:00:00Z")
    scene.event("view", "2024-02-29T23:59:59.999Z")
    scene.event("view", "2024-01-01T00:00:00.000Z")
    #expect(try scene.holds(["event": "view", "periods": ["unit": "M", "of": 2, "atLeast": 2]]))
    #expect(try !scene.holds(["event": "view", "periods": ["unit": "M", "of": 1, "atLeast": 1, "each": 2]]))
  }

  @Test func whereAppliesWithinPeriods() throws {
    var scene = Scene()
    scene.event("view", "2024-06-14T00:00Z", ["ok": .boolean(true)])
    let periods: JSONValue = ["unit": "d", "of": 1, "atLeast": 1]
    let ok: JSONValue = ["attribute": "ok", "operator": "isTrue"]
    #expect(try scene.holds(["event": "view", "where": ok, "periods": periods]))
    #expect(try !scene.holds(["event": "view", "where": ["not": ok], "periods": periods]))
  }
}
