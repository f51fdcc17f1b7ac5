import SegmentModel
import Testing

@testable import strata

/// What one directory exports, another takes: the same people, of the same companies.
@Suite struct ExportImportTests {
  private static let people = """
    {"userId": "1", "companies": ["acme"], "plan": "gold", "tags": ["a, b", "c"]}
    {"userId": "2", "companies": [{"type": "groupId", "value": "Bolt, Ltd; \\"B\\""}, 7, "\\"q\\""]}
    {"email": "c@example.com", "companies": ["acme", " x", "7"]}
    {"userId": "4"}
    """

  private func fixture() throws -> CommandFixture {
    let fixture = try CommandFixture()
    let companies = """
      {"groupId": "acme", "name": "Acme"}
      {"identities": [{"type": "groupId", "value": "y"}, {"type": "groupId", "value": "x"}], "properties": {}}
      """
    #expect(fixture.run("companies", "import", "-", "--format", "ndjson", input: companies).status == .done)
    #expect(fixture.run("contacts", "import", "-", "--format", "ndjson", input: Self.people).status == .done)
    return fixture
  }

  /// Of each contact by its identifier, the group ids of its companies.
  private func links(_ fixture: CommandFixture) throws -> [String: [[String]]] {
    var links: [String: [[String]]] = [:]
    for name in ["userId:1", "userId:2", "email:c@example.com", "userId:4"] {
      let contact = try fixture.run("contacts", "show", name, "--output", "json").json()
      let companies = try contact["companies"]?.arrayValue?.map { id in
        let company = try fixture.run("companies", "show", id.stringValue ?? "", "--output", "json").json()
        return (company["identities"]?.arrayValue ?? []).compactMap { $0["value"]?.stringValue }.sorted()
      }
      links[name] = companies?.sorted { $0.lexicographicallyPrecedes($1) }
    }
    return links
  }

  @Test(arguments: ["ndjson", "csv"])
  func contactsKeepTheirCompaniesElsewhere(format: String) throws {
    let (fixture, other) = (try fixture(), try CommandFixture())
    // A table has the first group id of a company only.
    let companies = fixture.run("companies", "export").output
    #expect(other.run("companies", "import", "-", "--format", "ndjson", input: companies).status == .done)
    let people = fixture.run("contacts", "export", "--output", format).output
    let run = other.run("contacts", "import", "-", "--format", format, "--output", "json", input: people)
    #expect(run.status == .done, "\(run.errors)")
    #expect(try run.json()["created"] == 4)
    let expected = try links(fixture)
    #expect(
      expected["userId:2"] == [["\"q\""], ["7"], ["Bolt, Ltd; \"B\""]]
        && expected["email:c@example.com"] == [["7"], ["acme"], ["x", "y"]])
    #expect(try links(other) == expected)
    let tags = try other.run("contacts", "show", "userId:1", "--output", "json").json()["properties"]?["tags"]
    #expect(tags == ["a, b", "c"])
    // In the directory that they come from, they say nothing new.
    let back = try fixture.run("contacts", "import", "-", "--format", format, "--output", "json", input: people).json()
    #expect(back["created"] == 0 && back["rejected"] == 0 && (format == "csv" || back["unchanged"] == 4), "\(back)")
    #expect(try links(fixture) == expected)
  }

  /// Only the export is made for elsewhere.
  @Test func whatIsShownNamesCompaniesByOurIds() throws {
    let fixture = try fixture()
    let shown = try fixture.run("contacts", "show", "userId:1", "--output", "json").json()
    let acme = try fixture.run("companies", "show", "groupId:acme", "--output", "json").json()
    #expect(shown["companies"]?.arrayValue == [try #require(acme["id"])])
    let exported = try JSONReader.read(
      try #require(fixture.run("contacts", "export").output.split(separator: "\n").first.map(String.init)))
    #expect(exported["companies"] == ["acme"])
  }
}
