import SegmentModel
import SegmentStore
import SegmentSync

/// The segments of the demo: the worked examples of the guide to segments, and the two that the buttons of the demo
/// page move.
enum DemoSegments {
  struct Example {
    var name: String
    var description: String?
    var contentType = ContentType.customer
    /// Name of the parent, which comes before.
    var parent: String?
    var filter: JSONValue
  }

  static let clicked = "Clicked get-start with price ≥ 100"
  static let tracked = "pricing-team111 is successfully"
  static let march = "Created in March 2020"

  static let all: [Example] = [
    Example(
      name: clicked, description: "Pressed \"Pricing for Team\" on the demo page", contentType: .contact,
      filter: [
        "event": "get-start", "where": ["attribute": "price", "operator": "greaterOrEqual", "value": 100],
      ]),
    Example(
      name: "Get started with price 100 and view 80%", contentType: .contact,
      filter: [
        "event": "get-start",
        "where": [
          "all": [
            ["attribute": "price", "operator": "equals", "value": 100],
            ["attribute": "view", "operator": "equals", "value": "80%"],
          ]
        ],
      ]),
    Example(
      name: tracked, description: "Pressed \"Update plan attribute\" on the demo page", contentType: .contact,
      filter: ["tracked": "pricing-team111", "operator": "equals", "value": "successfully"]),
    Example(
      name: march, description: "New users of that month",
      filter: [
        "all": [
          ["property": "createdAt", "operator": "onOrAfter", "value": "2020-03-01"],
          ["property": "createdAt", "operator": "onOrBefore", "value": "2020-03-31"],
        ]
      ]),
    Example(
      name: "E-mail is set", description: "Sub-segment of those created in March 2020", parent: march,
      filter: ["property": "primaryEmail", "operator": "isSet"]),
    date("Inactive for three weeks", "lastSeenAt", "dateRelativeLessThan", "now-21d/d"),
    date("Last seen 30 minutes ago or before", "lastSeenAt", "dateRelativeLessThan", "now-30m/m"),
    date("Last seen until tomorrow", "lastSeenAt", "dateRelativeLessThan", "now+24h/h"),
    date("Created in the last 24 hours", "createdAt", "dateRelativeGreaterThan", "now-24h/h"),
    date("Created in the last 30 minutes", "createdAt", "dateRelativeGreaterThan", "now-30m/m"),
    date("Created from tomorrow", "createdAt", "dateRelativeGreaterThan", "now+1d/d"),
    date("Expires on the 11th day", "expireDate", "willOccurBeforeNthDay", 11),
    date("Expires in the 11th minute", "expireDate", "willOccurBeforeNthMinute", 11),
    date("Expired two days ago", "expireDate", "willOccurAfterNthDay", 2),
    date("Expired two minutes ago", "expireDate", "willOccurAfterNthMinute", 2),
  ]

  /// Creates those that are not there yet.
  static func create(in segments: SegmentService) throws {
    let page = try segments.segments(SegmentQuery(limit: SegmentService.largestPage))
    var ids = Dictionary(
      page.segments.map { ($0.definition.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    for example in all where ids[example.name] == nil {
      ids[example.name] = try segments.create(json(example, parent: example.parent.flatMap { ids[$0] })).id
    }
  }

  private static func json(_ example: Example, parent: String?) -> JSONValue {
    [
      "name": .string(example.name), "description": example.description.map { .string($0) } ?? .null,
      "contentType": .string(example.contentType.rawValue), "parent": parent.map { .string($0) } ?? .null,
      "filter": example.filter,
    ]
  }

  private static func date(_ name: String, _ property: String, _ word: String, _ value: JSONValue) -> Example {
    Example(name: name, filter: ["property": .string(property), "operator": .string(word), "value": value])
  }
}
