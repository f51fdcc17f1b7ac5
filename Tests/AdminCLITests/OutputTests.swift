import SegmentModel
import Testing

@testable import strata

@Suite struct OutputTests {
  /// A directory with one segment whose name would be hard to write.
  private func fixture(name: String) throws -> CommandFixture {
    let fixture = try CommandFixture()
    let segment: JSONValue = ["name": .string(name), "contentType": "contact", "filter": ["all": []]]
    #expect(fixture.run("segments", "create", "--file", "-", input: segment.text).status == .done)
    return fixture
  }

  @Test func aListIsWrittenInEachForm() throws {
    let fixture = try fixture(name: "Says \"hello, you\"")
    let table = fixture.run("segments", "list").output.split(separator: "\n")
    #expect(table.count == 2)
    #expect(table[0].hasPrefix("ID ") && table[0].contains("  NAME "))
    #expect(table[1].hasPrefix("seg_") && table[1].contains("  Says \"hello, you\"  contact "))
    let csv = fixture.run("segments", "list", "--output", "csv").output.split(separator: "\n")
    #expect(csv[0] == "id,name,contentType,count,state,updatedAt,words")
    #expect(csv[1].contains(",\"Says \"\"hello, you\"\"\",contact,,building,"))
    let json = try fixture.run("segments", "list", "--output", "json").json()
    #expect(json.arrayValue?.first?["name"] == "Says \"hello, you\"")
    let line = fixture.run("segments", "list", "--output", "ndjson").output
    #expect(try JSONReader.read(line) == json.arrayValue?.first)
  }

  @Test func colourIsForTerminalsThatWantIt() throws {
    let fixture = try fixture(name: "Plain")
    let list = ["segments", "list", "--data", fixture.data]
    #expect(!fixture.run(list).output.contains("\u{1B}"))
    #expect(fixture.run(list, isTerminal: true).output.contains("\u{1B}[1m"))
    #expect(!fixture.run(list, environment: ["NO_COLOR": "1"], isTerminal: true).output.contains("\u{1B}"))
  }

  @Test func aNameCannotSteerTheTerminal() throws {
    let fixture = try fixture(name: "evil\u{1B}]0;title\u{07}\u{202E}name")
    #expect(fixture.run("segments", "list").output.contains("evil?]0;title??name"))
  }
}
