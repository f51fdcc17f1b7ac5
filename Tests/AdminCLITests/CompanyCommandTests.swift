import SegmentModel
import Testing

@testable import strata

@Suite struct CompanyCommandTests {
  private func fixture() throws -> CommandFixture {
    let fixture = try CommandFixture()
    let table = "groupId,primaryName,employees,plan\nacme,Acme,12,gold\nbolt,\"Bolt, Ltd\",,=free\n"
    let path = try fixture.file("companies.csv", table)
    let run = fixture.run("companies", "import", path, "--output", "json")
    #expect(try run.json()["created"] == 2, "\(run.errors)")
    return fixture
  }

  @Test func companiesAreImportedListedAndShown() throws {
    let fixture = try fixture()
    let acme = try fixture.run("companies", "show", "groupId:acme", "--output", "json").json()
    #expect(acme["properties"]?["employees"] == 12 && acme["properties"]?["primaryName"] == "Acme")
    let list = try fixture.run("companies", "list", "--output", "json").json()
    #expect(list.arrayValue?.compactMap { $0["properties"]?["primaryName"]?.stringValue } == ["Acme", "Bolt, Ltd"])
    let found = try fixture.run("companies", "list", "--search", "BOL", "--output", "json").json()
    #expect(found.arrayValue?.count == 1)
    #expect(fixture.run("companies", "show", "groupId:none").status == .notFound)
    #expect(fixture.run("companies", "show", "userId:1").status == .wrongUsage)
    let dry = fixture.run("companies", "import", "-", "--format", "ndjson", "--dry-run", input: "{\"name\": 1}")
    #expect(dry.status == .invalidInput && dry.errors.contains("row 1: ") && dry.errors.contains("(noIdentifier)"))
  }

  @Test func exportsCanBeTakenAgain() throws {
    let fixture = try fixture()
    let other = try CommandFixture()
    let whole = fixture.run("companies", "export").output
    #expect(whole.split(separator: "\n").count == 2, "NDJSON where nothing is asked for")
    #expect(other.run("companies", "import", "-", "--format", "ndjson", input: whole).status == .done)
    let properties = { (fixture: CommandFixture) in
      try fixture.run("companies", "show", "groupId:bolt", "--output", "json").json()["properties"]?["plan"]
    }
    #expect(try properties(other) == "=free")
    let csv = fixture.run("companies", "export", "--output", "csv").output
    let lines = csv.split(separator: "\n")
    #expect(lines[0] == "id,groupId,createdAt,employees,modifiedAt,plan,primaryName")
    #expect(lines[2].contains(",'=free,") && lines[2].contains(",\"Bolt, Ltd\""))
    let third = try CommandFixture()
    #expect(third.run("companies", "import", "-", "--format", "csv", input: csv).status == .done)
    #expect(try properties(third) == "=free")
  }

  @Test func deletedCompanyLeavesItsContacts() throws {
    let fixture = try fixture()
    let people = #"{"userId": "1", "companies": ["acme", "bolt", "new"]}"#
    #expect(fixture.run("contacts", "import", "-", "--format", "ndjson", input: people).status == .done)
    let contact = { try fixture.run("contacts", "show", "userId:1", "--output", "json").json() }
    #expect(try contact()["companies"]?.arrayValue?.count == 3)
    #expect(fixture.run("companies", "delete", "groupId:acme").status == .wrongUsage)
    #expect(fixture.run("companies", "delete", "groupId:acme", "--yes").status == .done)
    #expect(try contact()["companies"]?.arrayValue?.count == 2)
    #expect(fixture.run("companies", "delete", "groupId:acme", "--yes").status == .notFound)
  }
}
