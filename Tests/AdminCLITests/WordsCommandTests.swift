import SegmentModel
import Testing

@testable import strata

/// Sentences and warnings of filters on the command line.
@Suite struct WordsCommandTests {
  private static let segment = #"""
    {"name": "Away", "contentType": "customer",
     "filter": {"all": [{"property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"},
                        {"event": "purchase", "count": {"atLeast": 3}, "within": {"last": "30d"}}]}}
    """#
  private static let words: JSONValue =
    "Customers: last seen on or before 3 November 2026 (21 days ago), and did purchase at least 3 times in the last 30 days"

  @Test func whatIsCreatedShownPreviewedAndListedHasItsSentence() throws {
    let fixture = try CommandFixture()
    let json = ["--output", "json", "--data", fixture.data]
    let created = fixture.run(["segments", "create", "--file", "-"] + json, input: Self.segment)
    #expect(try created.json()["words"] == Self.words)
    #expect(try fixture.run(["segments", "show", "Away"] + json).json()["words"] == Self.words)
    let preview = fixture.run(["segments", "preview", "--file", "-"] + json, input: Self.segment)
    #expect(try preview.json()["words"] == Self.words)
    let list = try fixture.run(["segments", "list"] + json).json().arrayValue
    #expect(list?.map { $0["words"] } == [Self.words])
  }

  @Test func warningsAreToldOnStandardErrorAndAreNoFailure() throws {
    let fixture = try CommandFixture()
    let run = fixture.run("segments", "create", "--file", "-", "--output", "json", input: Self.segment)
    #expect(run.status == .done)
    #expect(run.errors == "Warning: /filter/all/1/event: there is no event \"purchase\" yet (unknownEvent)\n")
    #expect(try run.json()["name"] == "Away")
  }
}
