import FilterCompiler
import Foundation
import SQLiteBackend
import SegmentModel
import TestSupport
import Testing

/// The printed plan and SQL of some segments, word for word, in `Fixtures/plans`. `STRATA_GOLDEN=write` writes them
/// anew; look at the difference before you commit it.
@Suite struct GoldenPlanTests {
  private static let filters: [(name: String, filter: String)] = [
    ("everyone", #"{"all":[]}"#),
    (
      "text",
      #"{"any":[{"property":"plan","operator":"equals","value":"Pro"},{"property":"email","operator":"contains","value":"@X.com"},{"property":"city","operator":"startsWith","value":"U"},{"property":"city","operator":"endsWith","value":"m"}]}"#
    ),
    (
      "numbers",
      #"{"all":[{"property":"mrr","operator":"greaterThan","value":50},{"property":"mrr","operator":"between","value":[1,2.5]},{"property":"sessionCount","operator":"lessOrEqual","value":9}]}"#
    ),
    ("mixed-list", #"{"property":"mixed","operator":"notIn","value":["A",1,true]}"#),
    (
      "set-and-boolean",
      #"{"all":[{"property":"lastSeenAt","operator":"isSet"},{"tracked":"tier","operator":"isNotSet"},{"property":"isSubscribed","operator":"isTrue"}]}"#
    ),
    (
      "dates",
      #"{"any":[{"property":"lastSeenAt","operator":"dateRelativeLessThan","value":"now-21d/d"},{"property":"expireDate","operator":"willOccurBeforeNthDay","value":11},{"property":"birthDate","operator":"anniversary","value":"now/d"},{"property":"expireDate","operator":"inTheNext","value":"2w"}]}"#
    ),
    (
      "negation",
      #"{"not":{"any":[{"property":"a","operator":"notContains","value":"x"},{"not":{"all":[{"all":[{"property":"b","operator":"isSet"}]}]}}]}}"#
    ),
    (
      "events",
      #"{"all":[{"event":"purchase","count":{"atLeast":3},"within":{"last":"30d"}},{"event":"login","count":{"exactly":0},"within":{"from":"2026-01-01","to":"now-1d/d"}},{"event":"get-start","count":{"exactly":2},"where":{"any":[{"attribute":"price","operator":"greaterOrEqual","value":100},{"not":{"attribute":"view","operator":"equals","value":"80%"}}]}}]}"#
    ),
    (
      "aggregates",
      #"{"all":[{"event":"purchase","aggregate":{"function":"sum","attribute":"price","operator":"greaterThan","value":500},"within":{"last":"90d"}},{"event":"purchase","aggregate":{"function":"average","attribute":"price","operator":"between","value":[10,20]},"count":{"atMost":9}},{"event":"visit","aggregate":{"function":"distinctCount","attribute":"page","operator":"notEquals","value":1}}]}"#
    ),
    (
      "occurrences",
      #"{"all":[{"event":"visit","occurrence":"first","within":{"from":"2026-01-01"}},{"event":"visit","where":{"attribute":"page","operator":"isSet"},"occurrence":"last","having":{"attribute":"page","operator":"startsWith","value":"/pricing"}}]}"#
    ),
    ("periods", #"{"event":"login","periods":{"unit":"w","of":4,"atLeast":3,"each":2}}"#),
    (
      "sequence",
      #"{"sequence":[{"event":"get-start"},{"not":{"event":"cancel"}},{"event":"purchase","where":{"attribute":"price","operator":"greaterThan","value":10}},{"not":{"event":"refund"}}],"within":"7d","window":{"last":"90d"}}"#
    ),
    (
      "companies",
      #"{"any":[{"company":{"property":"plan","operator":"equals","value":"pro"}},{"company":{"property":"size","operator":"greaterThan","value":50},"quantifier":"all"},{"company":{"all":[]},"quantifier":"none"}]}"#
    ),
    ("list-and-sample", #"{"all":[{"list":"lst_1"},{"sample":{"percent":10,"salt":"spring"}}]}"#),
    ("references", #"{"all":[{"segment":"seg_buyers"},{"not":{"segment":"seg_leads"}}]}"#),
  ]

  private static let library = [
    "seg_buyers":
      #"{"name":"Buyers","contentType":"customer","timeZone":"Europe/Berlin","filter":{"event":"purchase","within":{"from":"now/M"}}}"#,
    "seg_leads": #"{"name":"Leads","contentType":"lead","filter":{"all":[]}}"#,
  ]

  @Test(arguments: filters.map(\.name)) func planAndSQLAreAsWritten(name: String) throws {
    let text = try #require(Self.filters.first { $0.name == name }).filter
    var world = OracleWorld()
    world.segments = try Self.library.sorted { $0.key < $1.key }.map {
      OracleWorld.SavedSegment(id: $0.key, definition: try JSONReader.read($0.value))
    }
    world.lists = ["lst_1": []]
    let stored = try WorldInSQLite(world)
    let plan = try stored.plan(of: ["name": "S", "contentType": "contact", "filter": try JSONReader.read(text)])
    let now = try #require(Instant("2026-11-24T12:00:00Z"))
    let sql = try stored.backend.read { try $0.loweredText(of: plan, at: now) }
    let printed = "\(text)\n\n\(plan)\n\n\(sql)\n"
    let file = Fixture.directory.appending(path: "plans/\(name).txt")
    if ProcessInfo.processInfo.environment["STRATA_GOLDEN"] == "write" {
      try printed.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(printed == golden)
    // The statement is not only as written, it runs.
    _ = try stored.members(of: ["name": "S", "contentType": "contact", "filter": try JSONReader.read(text)], at: now)
  }
}
