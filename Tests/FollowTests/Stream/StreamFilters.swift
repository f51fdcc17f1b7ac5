import SegmentModel

/// Segments about what happens in the stream, so that members come and go: every kind of node is among them.
enum StreamFilters {
  /// - Parameters:
  ///   - list: public id of a list.
  ///   - segments: ids of a segment of contacts and of one of companies.
  static func definitions(list: String, people: String, companies: String) -> [JSONValue] {
    contacts(list: list, people: people).map { ["contentType": "contact", "filter": $0] }
      + [
        ["contentType": "customer", "filter": bought], ["contentType": "lead", "filter": bought],
        ["contentType": "visitor", "filter": ["not": bought]],
        ["contentType": "customer", "parent": .string(people), "filter": ["property": "plan", "operator": "isSet"]],
        ["contentType": "contact", "timeZone": "Australia/Lord_Howe", "filter": today],
        ["contentType": "contact", "timeZone": "America/New_York", "filter": today],
      ] + ofCompanies(list: list, companies: companies).map { ["contentType": "company", "filter": $0] }
  }

  static let bought: JSONValue = ["event": "purchase"]
  private static let today: JSONValue = ["event": "purchase", "within": ["from": "now/d"]]

  private static func contacts(list: String, people: String) -> [JSONValue] {
    [
      ["event": "purchase", "count": ["atLeast": 3]],
      ["event": "viewPage", "count": ["exactly": 0]],
      ["event": "purchase", "within": ["last": "8h"]],
      ["event": "viewPage", "within": ["last": "30m"], "count": ["atMost": 1]],
      ["event": "purchase", "within": ["from": "now-1d/d", "to": "now-1d/d"]],
      ["event": "purchase", "where": ["attribute": "price", "operator": "greaterThan", "value": 50]],
      ["event": "purchase", "aggregate": aggregate("sum", "price", "greaterThan", 100), "within": ["last": "2d"]],
      ["event": "purchase", "aggregate": aggregate("average", "price", "lessThan", 60)],
      ["event": "viewPage", "aggregate": aggregate("minimum", "price", "lessOrEqual", 3)],
      ["event": "viewPage", "aggregate": aggregate("maximum", "price", "greaterOrEqual", 150)],
      ["event": "purchase", "aggregate": aggregate("distinctCount", "view", "greaterThan", 2)],
      ["event": "purchase", "occurrence": "last", "within": ["last": "12h"]],
      [
        "event": "viewPage", "occurrence": "first", "within": ["last": "7d"],
        "having": ["attribute": "ok", "operator": "isTrue"],
      ],
      ["event": "purchase", "periods": ["unit": "d", "of": 3, "atLeast": 1]],
      ["event": "viewPage", "periods": ["unit": "w", "of": 2, "atLeast": 1, "each": 2]],
      ["sequence": [["event": "viewPage"], ["event": "purchase"]], "within": "1d"],
      ["sequence": [["event": "viewPage"], ["not": ["event": "cancel"]], ["event": "purchase"]]],
      ["sequence": [["event": "purchase"], ["not": ["event": "viewPage"]]], "within": "6h"],
      ["sequence": [["event": "viewPage"], ["event": "viewPage"]], "window": ["last": "1d"]],
      ["property": "plan", "operator": "equals", "value": "free"],
      ["property": "score", "operator": "greaterThan", "value": 20],
      ["property": "tags", "operator": "contains", "value": "a"],
      ["property": "renewalAt", "operator": "inTheNext", "value": "7d"],
      ["property": "lastSeenAt", "operator": "inTheLast", "value": "1d"],
      ["property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-1d/d"],
      ["property": "modifiedAt", "operator": "after", "value": "now-90m"],
      ["property": "trialEndsAt", "operator": "willOccurBeforeNthDay", "value": 1],
      ["property": "lastSeenAt", "operator": "willOccurBeforeNthMinute", "value": 0],
      ["property": "lastSeenAt", "operator": "willOccurAfterNthMinute", "value": 1],
      ["property": "lastSeenAt", "operator": "willOccurAfterNthDay", "value": 0],
      ["property": "birthDate", "operator": "anniversary", "value": "now/w"],
      ["property": "createdAt", "operator": "after", "value": "now-1M"],
      ["property": "sessionCount", "operator": "between", "value": [2, 5]],
      ["tracked": "visits", "operator": "greaterThan", "value": 5],
      ["tracked": "trackedAt", "operator": "before", "value": "now-1d"],
      ["list": .string(list)],
      ["not": ["list": .string(list)]],
      ["segment": .string(people)],
      ["all": [["segment": .string(people)], ["sample": ["percent": 50, "salt": "s"]]]],
      ["company": ["property": "plan", "operator": "isSet"]],
      ["company": ["property": "size", "operator": "greaterThan", "value": 10], "quantifier": "all"],
      ["company": ["property": "renewalAt", "operator": "inTheLast", "value": "30d"], "quantifier": "none"],
      ["any": [["event": "cancel", "within": ["last": "3d"]], ["property": "flag", "operator": "isTrue"]]],
    ]
  }

  private static func ofCompanies(list: String, companies: String) -> [JSONValue] {
    [
      ["contacts": ["event": "purchase", "within": ["last": "1d"]], "count": ["atLeast": 2]],
      ["contacts": ["property": "plan", "operator": "isSet"], "quantifier": "all"],
      ["contacts": ["list": .string(list)], "quantifier": "none"],
      ["contacts": ["property": "lastSeenAt", "operator": "inTheLast", "value": "8h"]],
      ["property": "size", "operator": "greaterThan", "value": 20],
      ["all": [["segment": .string(companies)], ["not": ["sample": ["percent": 30, "salt": "c"]]]]],
      ["property": "modifiedAt", "operator": "inTheLast", "value": "12h"],
    ]
  }

  private static func aggregate(_ function: String, _ attribute: String, _ name: String, _ value: Double) -> JSONValue {
    [
      "function": .string(function), "attribute": .string(attribute), "operator": .string(name),
      "value": .number(value),
    ]
  }
}
