import FilterCompiler
import SegmentModel
import Testing

/// What of each node and operator is a boundary, and what slides.
@Suite struct TimeDependenceTests {
  private static func plan(_ filter: String, _ type: String = "contact", more: String = "") throws -> LogicalPlan {
    let text = #"{"name":"S","contentType":"\#(type)"\#(more),"filter":\#(filter)}"#
    return try SegmentCompiler(library: library, workspaceZone: try #require(Zone("Europe/Berlin")))
      .compile(try SegmentReader.read(try JSONReader.read(text))).plan
  }

  private static let library = Library()

  private struct Library: SegmentLibrary {
    func definition(of id: String) -> SegmentDefinition? {
      let text =
        #"{"name":"A","contentType":"contact","filter":{"any":[{"event":"e","within":{"last":"1s"}},{"event":"f"}]}}"#
      return try? SegmentReader.read(try JSONReader.read(text))
    }
    func listName(of id: String) -> String? { id }
  }

  private static func described(_ conditions: [SlidingCondition]) -> [String] {
    conditions.map { condition in
      switch condition {
      case .property(let key, let dates):
        "\(key.space.rawValue).\(key.name) \(dates.range) \(dates.zone.name)"
          + (dates.unit.map { " \($0.rawValue)" } ?? "")
      case .event(let events, let range): "\(events) \(range)"
      case .attribute(let event, let attribute, let dates):
        "\(event.text)/\(attribute.text) \(dates.range) \(dates.zone.name)"
      }
    }
  }

  private static let now = "2026-11-24T12:00:30.500Z"

  private static func boundary(_ plan: LogicalPlan) throws -> String? {
    plan.nextBoundary(after: try #require(Instant(now)))?.description
  }

  private struct Split: Sendable {
    var filter: String
    var type = "contact"
    var more = ""
    var sliding: [String] = []
    /// After `now`.
    var boundary: String?
  }

  private static let midnight = "2026-11-24T23:00:00.000Z"
  private static let minute = "2026-11-24T12:01:00.000Z"

  private static func property(_ operation: String, _ value: String) -> String {
    #"{"property":"d","operator":"\#(operation)","value":\#(value)}"#
  }

  private static let operators: [Split] = [
    Split(filter: property("before", #""now-1d""#), sliding: ["contact.d […, now-1d − 1 ms] Europe/Berlin"]),
    Split(filter: property("after", #""now-1d""#), sliding: ["contact.d [now-1d + 1 ms, …] Europe/Berlin"]),
    Split(filter: property("onOrBefore", #""now+2h""#), sliding: ["contact.d […, now+2h] Europe/Berlin"]),
    Split(filter: property("onOrAfter", #""now""#), sliding: ["contact.d [now, …] Europe/Berlin"]),
    Split(filter: property("on", #""now-1M""#), sliding: ["contact.d [now-1M, now-1M] Europe/Berlin"]),
    Split(
      filter: property("dateRelativeLessThan", #""now-21d""#), sliding: ["contact.d […, now-21d] Europe/Berlin"]),
    Split(
      filter: property("dateRelativeGreaterThan", #""now-21d""#), sliding: ["contact.d [now-21d, …] Europe/Berlin"]),
    Split(
      filter: property("inTheLast", #""30d""#), sliding: ["contact.d [now − 2592000000 ms, now] Europe/Berlin"]),
    Split(filter: property("inTheNext", #""1s""#), sliding: ["contact.d [now, now + 1000 ms] Europe/Berlin"]),
    Split(filter: property("before", #""now-1d/d""#), boundary: midnight),
    Split(filter: property("onOrAfter", #""now-24h/h""#), boundary: "2026-11-24T13:00:00.000Z"),
    Split(filter: property("willOccurBeforeNthMinute", "5"), boundary: minute),
    Split(filter: property("willOccurAfterNthMinute", "5"), boundary: minute),
    Split(filter: property("willOccurBeforeNthDay", "11"), boundary: midnight),
    Split(filter: property("willOccurAfterNthDay", "11"), boundary: midnight),
    Split(filter: property("anniversary", #""now""#), boundary: midnight),
    Split(filter: property("anniversary", #""now+5h/h""#), boundary: "2026-11-24T18:00:00.000Z"),
    Split(filter: property("anniversary", #""now/M""#), boundary: "2026-11-30T23:00:00.000Z"),
    Split(filter: property("anniversary", #""2020-02-29""#)),
    Split(filter: property("on", #""2020-02-29""#)),
    Split(filter: property("greaterThan", "5")),
    Split(filter: property("in", #"["now"]"#)),
    // A range may be both.
    Split(
      filter: property("between", #"["now-1d/d","now+1M"]"#), sliding: ["contact.d […, now+1M] Europe/Berlin"],
      boundary: midnight),
    Split(
      filter: property("between", #"["now-1d","2030-01-01"]"#), sliding: ["contact.d [now-1d, …] Europe/Berlin"]),
    Split(
      filter: #"{"not":{"tracked":"d","operator":"inTheLast","value":"1s"}}"#, more: #","timeZone":"Asia/Kathmandu""#,
      sliding: ["tracked.d [now − 1000 ms, now] Asia/Kathmandu"]),
    Split(
      filter: #"{"property":"birthDate","operator":"before","value":"now"}"#,
      sliding: ["contact.birthDate […, now − 1 ms] Europe/Berlin ms"]),
  ]

  private static let nodes: [Split] = [
    Split(filter: #"{"all":[]}"#),
    Split(filter: #"{"event":"e"}"#),
    Split(
      filter: #"{"event":"e","within":{"last":"1s"},"count":{"atMost":3}}"#,
      sliding: [#"event "e" [now − 1000 ms, …]"#]),
    Split(
      filter: #"{"event":"e","within":{"from":"now-1w/w","to":"now-1h"}}"#, sliding: [#"event "e" […, now-1h]"#],
      boundary: "2026-11-29T23:00:00.000Z"),
    Split(
      filter:
        #"{"event":"e","within":{"last":"1s"},"count":{"atLeast":1},"aggregate":{"function":"sum","attribute":"a","operator":"lessThan","value":1}}"#,
      sliding: [#"event "e" [now − 1000 ms, …]"#]),
    Split(
      filter:
        #"{"event":"e","where":{"attribute":"a","operator":"equals","value":"x"},"within":{"last":"1s"},"occurrence":"last","having":{"attribute":"b","operator":"before","value":"now"}}"#,
      sliding: [
        #"event "e" where a text in "x" [now − 1000 ms, …]"#, "e/b […, now − 1 ms] Europe/Berlin",
      ]),
    // Which events match changes too.
    Split(
      filter:
        #"{"event":"e","where":{"not":{"attribute":"a","operator":"on","value":"now/d"}},"within":{"last":"1s"}}"#,
      sliding: [#"event "e" [now − 1000 ms, …]"#], boundary: midnight),
    Split(
      filter: #"{"event":"e","where":{"any":[{"attribute":"a","operator":"on","value":"now"}]}}"#,
      sliding: ["e/a [now, now] Europe/Berlin"]),
    Split(filter: #"{"event":"e","periods":{"unit":"d","of":3,"atLeast":1}}"#, boundary: midnight),
    Split(
      filter: #"{"event":"e","periods":{"unit":"M","of":3,"atLeast":1}}"#, boundary: "2026-11-30T23:00:00.000Z"),
    Split(filter: #"{"sequence":[{"event":"a"},{"not":{"event":"b"}},{"event":"c"}],"within":"1h"}"#),
    Split(
      filter: #"{"sequence":[{"event":"a"},{"not":{"event":"b"}},{"event":"c"}],"window":{"last":"1s"}}"#,
      sliding: [#"event "a" [now − 1000 ms, …]"#, #"event "c" [now − 1000 ms, …]"#]),
    Split(
      filter: #"{"sequence":[{"event":"a"},{"not":{"event":"b"}}],"within":"1s","window":{"from":"now-1d/d"}}"#,
      sliding: [#"event "a" [now − 1000 ms, …]"#], boundary: midnight),
    Split(
      filter:
        #"{"sequence":[{"event":"a"},{"not":{"event":"b","where":{"attribute":"at","operator":"after","value":"now"}}}],"within":"1s"}"#,
      sliding: ["b/at [now + 1 ms, …] Europe/Berlin", #"event "a" [now − 1000 ms, …]"#]),
    Split(
      filter: #"{"company":{"property":"d","operator":"before","value":"now"}}"#,
      sliding: ["company.d […, now − 1 ms] Europe/Berlin"]),
    Split(
      filter: #"{"contacts":{"event":"e","within":{"last":"1s"}},"count":{"atMost":3}}"#, type: "company",
      sliding: [#"event "e" [now − 1000 ms, …]"#]),
    // What is shared is looked at once.
    Split(
      filter: #"{"any":[{"not":{"segment":"a"}},{"all":[{"segment":"a"},{"list":"l"}]}]}"#,
      sliding: [#"event "e" [now − 1000 ms, …]"#]),
    Split(
      filter: #"{"all":[]}"#,
      more:
        #","exclude":[{"contact":"c","until":"2027-01-01T00:00:00Z"},{"contact":"d","until":"2026-11-24T12:00:30.5Z"}]"#,
      boundary: "2027-01-01T00:00:00.000Z"),
  ]

  @Test(arguments: operators + nodes) private func aPlanIsSplit(_ split: Split) throws {
    let plan = try Self.plan(split.filter, split.type, more: split.more)
    #expect(Self.described(plan.slidingConditions) == split.sliding, "\(split.filter)")
    #expect(try Self.boundary(plan) == split.boundary, "\(split.filter)")
  }

  @Test func conditionsSayWhoPasses() throws {
    let ofPerson = try Self.plan(#"{"company":{"property":"d","operator":"before","value":"now"}}"#)
    #expect(ofPerson.slidingConditions.map(\.isAboutPeople) == [false])
    let filter =
      #"{"contacts":{"any":[{"tracked":"d","operator":"before","value":"now"},{"event":"e","within":{"last":"1s"}}]}}"#
    let ofCompany = try Self.plan(#"{"all":[\#(filter),\#(Self.property("before", #""now""#))]}"#, "company")
    #expect(ofCompany.slidingConditions.map(\.isAboutPeople).sorted { !$0 && $1 } == [false, true, true])
  }

  @Test func oneBoundInTwoSegmentsIsOneCondition() throws {
    let first = try Self.plan(Self.property("before", #""now-1d""#)).slidingConditions
    let second = try Self.plan(#"{"not":\#(Self.property("between", #"["2020-01-01","now-1d"]"#))}"#)
    #expect(first != second.slidingConditions)
    #expect(try Self.plan(Self.property("onOrBefore", #""now-1d""#)).slidingConditions == second.slidingConditions)
  }
}
