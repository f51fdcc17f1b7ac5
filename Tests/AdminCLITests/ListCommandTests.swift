import SegmentModel
import Testing

@testable import strata

@Suite struct ListCommandTests {
  /// Three customers, two of them on the plan gold.
  private func fixture() throws -> CommandFixture {
    let fixture = try CommandFixture()
    let rows = """
      {"userId": "1", "email": "a@example.com", "plan": "gold"}
      {"userId": "2", "email": "b@example.com", "plan": "gold"}
      {"userId": "3", "email": "c@example.com", "plan": "free"}
      """
    #expect(fixture.run("contacts", "import", "-", "--format", "ndjson", input: rows).status == .done)
    return fixture
  }

  @Test func listIsMadeFromLinesAndShown() throws {
    let fixture = try fixture()
    let path = try fixture.file("people.txt", "userId:1\r\n\n email:C@example.com \nuserId:1")
    let made = fixture.run("lists", "create", "--name", "Fair", "--file", path, "--output", "json")
    #expect(made.status == .done, "\(made.errors)")
    #expect(try made.json()["count"] == 2 && made.json()["name"] == "Fair")
    #expect(try fixture.run("lists", "show", "fair", "--output", "json").json()["usedBy"] == [])
    let people = try fixture.run("lists", "show", "Fair", "--contacts", "--output", "json").json()
    #expect(people.arrayValue?.count == 2)
    let csv = fixture.run("lists", "list", "--output", "csv").output
    #expect(csv.hasPrefix("id,name,count,createdAt\nlst_") && csv.contains(",Fair,2,"))
    let emails = fixture.run(
      "lists", "create", "--name", "Mail", "--file", "-", "--kind", "email", "--output", "json",
      input: "a@example.com\nB@example.com\n")
    #expect(try emails.json()["count"] == 2)
  }

  @Test func importMakesAListOfEveryoneInTheFile() throws {
    let fixture = try fixture()
    let path = try fixture.file("fair.csv", "email,city\na@example.com,Ulm\nnew@example.com,Bonn\na@example.com,Ulm\n")
    let dry = fixture.run("contacts", "import", path, "--list", "Fair", "--dry-run")
    #expect(dry.status == .done && fixture.run("lists", "list", "--output", "json").output == "[]\n")
    let run = fixture.run("contacts", "import", path, "--list", "Fair", "--output", "json")
    #expect(try run.json()["list"]?["count"] == 2, "\(run.errors)")
    let people = try fixture.run("lists", "show", "Fair", "--contacts", "--output", "json").json()
    #expect(people.arrayValue?.compactMap { $0["properties"]?["city"]?.stringValue } == ["Ulm", "Bonn"])
    #expect(fixture.run("contacts", "import", path, "--list", " ").status == .wrongUsage)
  }

  @Test func linesOfNobodyAreToldAndNoListIsMade() throws {
    let fixture = try fixture()
    let run = fixture.run("lists", "create", "--name", "x", "--file", "-", input: "userId:1\nuserId:9\nnobody\nx:1\n")
    #expect(run.status == .invalidInput)
    for number in 2...4 { #expect(run.errors.contains("line \(number): there is no contact")) }
    #expect(fixture.run("lists", "list", "--output", "json").output == "[]\n")
  }

  @Test func segmentIsFrozen() throws {
    let fixture = try fixture()
    let segment: JSONValue = [
      "name": "Gold", "contentType": "contact", "filter": ["property": "plan", "operator": "equals", "value": "gold"],
    ]
    #expect(fixture.run("segments", "create", "--file", "-", input: segment.text).status == .done)
    let made = fixture.run("lists", "create", "--name", "Frozen", "--segment", "Gold", "--output", "json")
    #expect(try made.json()["count"] == 2, "\(made.errors)")
    let more = #"{"userId": "4", "plan": "gold"}"#
    #expect(fixture.run("contacts", "import", "-", "--format", "ndjson", input: more).status == .done)
    #expect(try fixture.run("lists", "show", "Frozen", "--output", "json").json()["count"] == 2)
  }

  @Test func deletingAsksAndNamesMustBeClear() throws {
    let fixture = try fixture()
    for _ in 0..<2 { #expect(fixture.run("lists", "create", "--name", "Twice").status == .done) }
    #expect(fixture.run("lists", "show", "Twice").status == .conflict)
    #expect(fixture.run("lists", "show", "None").status == .notFound)
    #expect(fixture.run("lists", "create", "--name", "  ").status == .wrongUsage)
    #expect(fixture.run("lists", "create", "--name", "x", "--file", "-", "--segment", "y").status == .wrongUsage)
    #expect(fixture.run("lists", "create", "--name", "Once").status == .done)
    #expect(fixture.run("lists", "delete", "Once").status == .wrongUsage)
    #expect(fixture.run("lists", "delete", "Once", "--yes").status == .done)
    #expect(fixture.run("lists", "show", "Once").status == .notFound)
  }
}
