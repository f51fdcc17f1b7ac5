import SegmentModel
import Testing

@testable import strata

@Suite struct ImportCommandTests {
  private static let table = "number;email;plan\n7;a@example.com;team\n8;b@example.com;free\n"

  @Test func aDryRunSaysWhatWouldHappenAndKeepsNothing() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", Self.table)
    let arguments = ["contacts", "import", path, "--id-column", "number", "--delimiter", ";", "--output", "json"]
    let dry = fixture.run(arguments + ["--dry-run", "--data", fixture.data])
    #expect(try dry.json()["created"] == 2 && dry.json()["dryRun"] == true)
    #expect(fixture.run("contacts", "list", "--output", "json").output == "[]\n")
    let real = fixture.run(arguments + ["--data", fixture.data])
    #expect(try real.json()["created"] == 2 && real.json()["dryRun"] == false)
    let contact = try fixture.run("contacts", "show", "userId:7", "--output", "json").json()
    #expect(contact["properties"]?["plan"] == "team")
    #expect(contact["state"] == "customer")
  }

  @Test func linesFromStandardInputAreImported() throws {
    let fixture = try CommandFixture()
    let lines = """
      {"userId": "1", "email": "a@example.com", "score": 5}
      {"identities": [{"type": "email", "value": "B@Example.com"}], "properties": {"city": "Oslo"}}
      """
    let run = fixture.run("contacts", "import", "-", "--format", "ndjson", "--output", "json", input: lines)
    #expect(run.status == .done, "\(run.errors)")
    #expect(run.errors.isEmpty, "progress is for terminals")
    #expect(try run.json()["rows"] == 2)
    let contact = try fixture.run("contacts", "show", "email:b@example.com", "--output", "json").json()
    #expect(contact["properties"]?["city"] == "Oslo")
  }

  @Test func rowsThatCannotBeTakenAreToldAndTheOthersAreTaken() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", "userId,email\n1,a@example.com\n2,b@example.com,too,many\n")
    let run = fixture.run("contacts", "import", path, "--output", "json")
    #expect(run.status == .invalidInput)
    #expect(try run.json()["created"] == 1 && run.json()["rejected"] == 1)
    #expect(run.errors.contains("row 3: ") && run.errors.contains("(badRow)"))
  }

  @Test func aTableWithoutAnIdentifierIsRefused() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", "city\nOslo\n")
    let run = fixture.run("contacts", "import", path)
    #expect(run.status == .invalidInput && run.errors.contains("no column identifies"))
  }
}
