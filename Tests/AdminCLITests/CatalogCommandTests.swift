import SegmentModel
import Testing

@testable import strata

@Suite struct CatalogCommandTests {
  private func fixture() throws -> CommandFixture {
    let fixture = try CommandFixture()
    let rows = #"{"userId": "1", "due": 1000000, "plan": "gold", "companies": ["acme"]}"#
    #expect(fixture.run("contacts", "import", "-", "--format", "ndjson", input: rows).status == .done)
    return fixture
  }

  private func property(_ name: String, _ fixture: CommandFixture) throws -> JSONValue? {
    try fixture.run("catalog", "properties", "--output", "json").json().arrayValue?.first {
      $0["name"] == .string(name)
    }
  }

  @Test func namesAreListed() throws {
    let fixture = try fixture()
    let due = try #require(try property("due", fixture))
    #expect(due["types"] == ["number"] && due["holders"] == 1 && due["samples"] == [1_000_000])
    let csv = fixture.run("catalog", "properties", "--companies", "--output", "csv").output
    #expect(csv.hasPrefix("name,tracked,types,holders,type,unit,label,samples\ncreatedAt,false,,1,datetime,ms,,\n"))
    #expect(fixture.run("catalog", "events", "--output", "json").output == "[]\n")
  }

  @Test func declarationChangesWhoIsAMemberAndIsTakenBack() throws {
    let fixture = try fixture()
    let segment: JSONValue = [
      "name": "Due", "contentType": "contact",
      "filter": ["property": "due", "operator": "after", "value": "1970-01-10"],
    ]
    #expect(fixture.run("segments", "create", "--file", "-", input: segment.text).status == .done)
    let count = {
      try fixture.run("segments", "count", "Due", "--fresh", "--output", "json").json()["count"]
    }
    #expect(try count() == 0)
    let declared = fixture.run(
      "catalog", "declare", "due", "--type", "datetime", "--unit", "s", "--label", "Due on", "--output", "json")
    #expect(try declared.json()["unit"] == "s" && declared.json()["label"] == "Due on", "\(declared.errors)")
    #expect(try count() == 1)
    #expect(fixture.run("catalog", "declare", "due", "--type", "none").status == .done)
    #expect(try count() == 0)
    #expect(try property("due", fixture)?["label"] == "Due on")
  }

  @Test func mistakesAreToldWithTheirPlace() throws {
    let fixture = try fixture()
    let run = fixture.run("catalog", "declare", "due", "--type", "date", "--unit", "h")
    #expect(run.status == .invalidInput && run.errors.contains("/type: ") && run.errors.contains("/unit: "))
    #expect(fixture.run("catalog", "declare", "due").status == .wrongUsage)
    #expect(fixture.run("catalog", "declare", "lastSeenAt", "--type", "text").status == .invalidInput)
  }
}
