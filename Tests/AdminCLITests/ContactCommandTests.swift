import SegmentModel
import Testing

@testable import strata

@Suite struct ContactCommandTests {
  private func fixture() throws -> CommandFixture {
    let fixture = try CommandFixture()
    let rows = """
      {"userId": "1", "anonymousId": "x1", "plan": "gold", "score": -5, "note": "-5", "firstName": "Ada"}
      {"email": "b@example.com", "plan": "@free", "city": "Ulm", "companies": ["acme"]}
      """
    #expect(fixture.run("contacts", "import", "-", "--format", "ndjson", input: rows).status == .done)
    return fixture
  }

  private func show(_ fixture: CommandFixture, _ name: String) throws -> JSONValue {
    try fixture.run("contacts", "show", name, "--output", "json").json()
  }

  @Test func mergeMakesOneOfTwo() throws {
    let fixture = try fixture()
    let loser = try show(fixture, "email:b@example.com")
    #expect(fixture.run("contacts", "merge", "userId:1", "email:b@example.com").status == .wrongUsage, "nobody to ask")
    let run = fixture.run("contacts", "merge", "userId:1", "email:b@example.com", "--yes", "--output", "json")
    #expect(run.status == .done, "\(run.errors)")
    let merged = try run.json()
    #expect(
      merged["properties"]?["city"] == "Ulm" && merged["properties"]?["plan"] == "gold",
      "at equal times the winner's stands")
    #expect(merged["companies"] == loser["companies"])
    #expect(try show(fixture, "email:b@example.com")["id"] == merged["id"])
    #expect(try show(fixture, loser["id"]?.stringValue ?? "")["mergedInto"] == merged["id"])
    let again = fixture.run("contacts", "merge", "userId:1", "email:b@example.com", "--yes")
    #expect(again.status == .conflict)
    #expect(fixture.run("contacts", "merge", "userId:1", "userId:9", "--yes").status == .notFound)
    #expect(fixture.run("contacts", "merge", "userId:1", "user:9", "--yes").status == .wrongUsage)
  }

  @Test func erasingAsksAndLeavesNothing() throws {
    let fixture = try fixture()
    #expect(fixture.run("contacts", "delete", "userId:1").status == .wrongUsage, "nobody to ask")
    #expect(fixture.run("contacts", "delete", "userId:1", "--yes").status == .done)
    #expect(fixture.run("contacts", "show", "userId:1").status == .notFound)
    #expect(fixture.run("contacts", "delete", "userId:1", "--yes").status == .notFound)
    // Its identifiers do not come back.
    let again = fixture.run("contacts", "import", "-", "--format", "csv", "--output", "json", input: "userId\n1\n")
    #expect(try again.json()["created"] == 0, "\(again.output)")
  }

  @Test func exportsCanBeTakenAgain() throws {
    let fixture = try fixture()
    let csv = fixture.run("contacts", "export", "--output", "csv")
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 3, "\(csv.errors)")
    #expect(lines[0].hasPrefix("id,state,userId,anonymousId,") && lines[0].hasSuffix(",companies"))
    #expect(lines[1].contains(",-5,") && lines[1].contains(",'-5,"), "a number is no formula, a text may be")
    #expect(lines[2].contains(",'@free,"))
    let whole = fixture.run("contacts", "export", "--output", "ndjson").output
    let companies = fixture.run("companies", "export").output
    let other = try CommandFixture()
    #expect(other.run("companies", "import", "-", "--format", "ndjson", input: companies).status == .done)
    let away = try other.run("contacts", "import", "-", "--format", "ndjson", "--output", "json", input: whole).json()
    #expect(away["created"] == 2 && away["rejected"] == 0)
    // In the directory that they come from, they say nothing new.
    let back = try fixture.run("contacts", "import", "-", "--format", "ndjson", "--output", "json", input: whole).json()
    #expect(back["unchanged"] == 2, "\(back)")
    let table = try fixture.run("contacts", "import", "-", "--format", "csv", "--output", "json", input: csv.output)
      .json()
    #expect(table["rejected"] == 0 && table["created"] == 0)
    #expect(try show(fixture, "userId:1")["properties"]?["note"] == "-5")
  }

  @Test func listIsSearched() throws {
    let fixture = try fixture()
    let found = try fixture.run("contacts", "list", "--search", "ada", "--output", "json").json()
    #expect(found.arrayValue?.compactMap { $0["properties"]?["firstName"]?.stringValue } == ["Ada"])
  }
}
