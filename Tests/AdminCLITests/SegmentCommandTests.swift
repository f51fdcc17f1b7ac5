import SegmentModel
import TestSupport
import Testing

@testable import strata

@Suite struct SegmentCommandTests {
  static let everyone = #"{"name": "Everyone", "contentType": "contact", "filter": {"all": []}}"#

  @Test func everyMalformedSegmentIsRefusedWithTheRightPlaces() throws {
    let fixture = try CommandFixture()
    let cases = try #require(try Fixture.json("filters/malformed.json").arrayValue)
    #expect(cases.count >= 60)
    for each in cases {
      let name = each["name"]?.stringValue ?? ""
      let wanted = Set((each["pointers"]?.arrayValue ?? []).compactMap(\.stringValue))
      let text = (each["segment"] ?? .null).text
      let run = fixture.run("segments", "create", "--file", "-", "--output", "json", input: text)
      #expect(run.status == .invalidInput, "\(name)")
      #expect(run.output.isEmpty, "\(name)")
      let errors = try JSONReader.read(run.errors)["errors"]?.arrayValue ?? []
      #expect(Set(errors.compactMap { $0["pointer"]?.stringValue }) == wanted, "\(name): \(run.errors)")
    }
  }

  @Test func mistakesAreToldALineEach() throws {
    let text = #"{"name": "", "filter": {"any": []}}"#
    let run = try CommandFixture().run("segments", "create", "--file", "-", input: text)
    #expect(run.status == .invalidInput)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.contains { $0.hasPrefix("(root): ") && $0.hasSuffix("(missingKey)") })
    #expect(lines.contains { $0.hasPrefix("/name: ") && $0.hasSuffix("(emptyValue)") })
    #expect(lines.contains { $0.hasPrefix("/filter/any: ") })
  }

  @Test func textThatIsNoJSONIsInvalidInput() throws {
    let run = try CommandFixture().run("segments", "create", "--file", "-", input: "{")
    #expect(run.status == .invalidInput)
    #expect(run.errors.hasPrefix("(root): ") && run.errors.contains("(badJSON)"))
  }

  @Test func aDefinitionThatWasChangedMeanwhileIsNotOverwritten() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("segment.json", Self.everyone)
    #expect(fixture.run("segments", "create", "--file", path).status == .done)
    let shown = fixture.run("segments", "show", "everyone", "--output", "json").output
    let edited = shown.replacing(#""description": null"#, with: #""description": "edited""#)
    #expect(fixture.run("segments", "update", "Everyone", "--file", "-", input: edited).status == .done)
    let second = fixture.run("segments", "update", "Everyone", "--file", "-", input: shown)
    #expect(second.status == .conflict)
  }

  @Test func whatNobodyHasBuiltIsEvaluatedNowAndSaysSo() throws {
    let fixture = try CommandFixture()
    #expect(fixture.run("segments", "create", "--file", "-", input: Self.everyone).status == .done)
    let people = try fixture.file("people.csv", "userId,email\n1,a@example.com\n2,b@example.com\n")
    #expect(fixture.run("contacts", "import", people).status == .done)
    let count = fixture.run("segments", "count", "Everyone", "--output", "json")
    #expect(try count.json()["count"] == 2)
    #expect(count.errors.contains("No query server has built this segment yet"))
    let fresh = fixture.run("segments", "count", "Everyone", "--fresh", "--output", "json")
    #expect(try fresh.json()["total"] == 2)
    #expect(fresh.errors.isEmpty)
    let members = fixture.run("segments", "members", "Everyone", "--fresh", "--limit", "1", "--output", "ndjson")
    #expect(members.output.split(separator: "\n").count == 1)
    #expect(members.errors.contains("There are more"))
  }

  @Test func aPreviewCountsAsOfAnotherTimeAndStoresNothing() throws {
    let fixture = try CommandFixture(now: "2026-11-24T12:00:00Z")
    let people = try fixture.file("people.csv", "userId,expireDate\n1,2026-12-05\n")
    #expect(fixture.run("contacts", "import", people).status == .done)
    let segment = try fixture.file(
      "segment.json",
      #"{"contentType": "contact", "filter": {"property": "expireDate", "operator": "on", "value": "now/d"}}"#)
    let now = fixture.run("segments", "preview", "--file", segment, "--output", "json")
    #expect(try now.json()["count"] == 0)
    let then = fixture.run(
      "segments", "preview", "--file", segment, "--as-of", "2026-12-05T10:00:00Z", "--sample", "1", "--output", "json")
    #expect(try then.json()["count"] == 1)
    #expect(try then.json()["sample"]?.arrayValue?.first?["identities"]?.arrayValue?.first?["value"] == "1")
    #expect(fixture.run("segments", "list", "--output", "json").output == "[]\n")
  }

  @Test func aPreviewTakesWhatTheAPITakes() throws {
    let fixture = try CommandFixture(now: "2026-11-24T12:00:00Z")
    let people = try fixture.file("people.csv", "userId,expireDate\n1,2026-12-05\n2,2026-12-06\n")
    #expect(fixture.run("contacts", "import", people).status == .done)
    let saved = #"{"name": "First", "contentType": "contact", "filter": {"property": "userId", "operator": "isSet"}}"#
    #expect(fixture.run("segments", "create", "--file", "-", input: saved).status == .done)
    let segment = try fixture.file(
      "segment.json",
      #"{"name": "n", "contentType": "contact", "asOf": "2026-12-05T10:00:00Z", "sample": 1, "nodes": true, "#
        + #""filter": {"all": [{"property": "expireDate", "operator": "on", "value": "now/d"}]}}"#)
    let run = fixture.run("segments", "preview", "--file", segment, "--against", "First", "--output", "json")
    let answer = try run.json()
    #expect(answer["count"] == 1, "\(run.errors)")
    #expect(answer["asOf"] == "2026-12-05T10:00:00.000Z")
    #expect(
      answer["nodes"] == [["pointer": "/filter", "count": 1], ["pointer": "/filter/all/0", "count": 1]])
    #expect(answer["sample"]?.arrayValue?.count == 1)
    #expect(answer["enter"] == 1)
    #expect(answer["leave"] == 0)
    let table = fixture.run("segments", "preview", "--file", segment)
    #expect(table.output.contains("/filter/all/0"))
  }

  @Test func sizesToComeAreListedByDay() throws {
    let fixture = try CommandFixture(now: "2026-11-24T12:00:00Z")
    let people = try fixture.file("people.csv", "userId,expireDate\n1,2026-11-26\n")
    #expect(fixture.run("contacts", "import", people).status == .done)
    let segment =
      #"{"name": "Due", "contentType": "contact", "filter": {"property": "expireDate", "operator": "on", "value": "now/d"}}"#
    #expect(fixture.run("segments", "create", "--file", "-", input: segment).status == .done)
    let run = fixture.run("segments", "forecast", "Due", "--days", "3", "--output", "csv")
    #expect(
      run.output == """
        day,at,count
        2026-11-25,2026-11-25T00:00:00.000Z,0
        2026-11-26,2026-11-26T00:00:00.000Z,1
        2026-11-27,2026-11-27T00:00:00.000Z,0

        """)
    let then = fixture.run(
      "segments", "count", "Due", "--fresh", "--as-of", "2026-11-26T10:00:00Z", "--output", "json")
    #expect(try then.json()["count"] == 1)
    let members = fixture.run(
      "segments", "members", "Due", "--fresh", "--as-of", "2026-11-26T10:00:00Z", "--output", "ndjson")
    #expect(members.output.split(separator: "\n").count == 1)
    #expect(fixture.run("segments", "count", "Due", "--as-of", "2026-11-26T10:00:00Z").status == .wrongUsage)
  }

  @Test func thePlanShowsEachStage() throws {
    let fixture = try CommandFixture()
    #expect(fixture.run("settings", "set", "--time-zone", "Europe/Berlin").status == .done)
    let segment = #"{"contentType": "lead", "filter": {"not": {"property": "email", "operator": "isNotSet"}}}"#
    let run = fixture.run("segments", "explain", "--file", "-", "--plan", input: segment)
    #expect(run.status == .done, "\(run.errors)")
    let stages = run.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map(String.init)
    #expect(stages == ["filter", "bound filter", "logical plan", "depends on", "SQL"])
    #expect(run.output.contains("not contact.primaryEmail is set  ← /filter/not"))
    #expect(run.output.contains("\"primaryEmail\"]"))
    let json = fixture.run("segments", "explain", "--file", "-", "--plan", "--output", "json", input: segment)
    #expect(try json.json()["logicalPlan"]?.stringValue?.contains("state = lead") == true)
    #expect(fixture.run("segments", "explain", "--file", "-", input: segment).status == .wrongUsage)
  }

  @Test func anExplanationSaysWhatWasFoundAtEachNode() throws {
    let fixture = try CommandFixture()
    let people = try fixture.file("people.csv", "userId,email,plan\n1,ada@example.com,free\n")
    #expect(fixture.run("contacts", "import", people).status == .done)
    let segment = #"""
      {"contentType": "contact", "filter": {"any": [{"property": "plan", "operator": "equals", "value": "pro"},
       {"not": {"property": "lastSeenAt", "operator": "isSet"}}, {"event": "login"}]}}
      """#
    let file = try fixture.file("segment.json", segment)
    let then = "2030-01-01T00:00:00Z"
    let run = fixture.run("segments", "explain", "--file", file, "userId:1", "--as-of", then)
    #expect(run.status == .done, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasSuffix("is a member at 2030-01-01T00:00:00.000Z") == true)
    #expect(lines.contains("  ✗ plan equals “pro” — found \"free\""), "\(run.output)")
    #expect(lines.contains { $0.hasPrefix("    ✗ ") && $0.hasSuffix(" — not set") }, "\(run.output)")
    #expect(lines.contains { $0.hasPrefix("  ✗ did login") && $0.contains("found 0") }, "\(run.output)")
    let json = try fixture.run(
      "segments", "explain", "--file", file, "userId:1", "--as-of", then, "--output", "json"
    ).json()
    #expect(json["filter"]?["any"]?.arrayValue?.first?["found"] == "free")
    #expect(json["filter"]?["any"]?.arrayValue?.first?["threshold"] == "pro")
    #expect(json["changesAt"] == .some(.null))
    #expect(fixture.run("segments", "explain", "--file", file, "userId:2").status == .notFound)
  }

  @Test func deletingAsksAPersonAndRefusesWhereThereIsNone() throws {
    let fixture = try CommandFixture()
    #expect(fixture.run("segments", "create", "--file", "-", input: Self.everyone).status == .done)
    let delete = ["segments", "delete", "Everyone", "--data", fixture.data]
    let alone = fixture.run(delete)
    #expect(alone.status == .wrongUsage && alone.errors.contains("--yes"))
    #expect(fixture.run(delete, input: "n\n", isTerminal: true).status == .failed)
    #expect(fixture.run(delete, input: "y\n", isTerminal: true).status == .done)
    #expect(fixture.run(delete + ["--yes"]).status == .notFound)
  }
}
