import SegmentModel
import TestSupport
import Testing

@testable import strata

/// `strata import erxes`.
@Suite struct ErxesCommandTests {
  private static let export = #"""
    [
      {"_id": "c", "name": "Buyers, seen", "contentType": "customer", "subOf": "p", "conditions": [
        {"type": "property", "propertyName": "lastSeenAt", "propertyOperator": "drlt", "propertyValue": "now-21d/d"}]},
      {"_id": "p", "name": "Buyers", "contentType": "customer", "conditions": [
        {"type": "event", "eventName": "purchase", "eventOccurence": "atmost", "eventOccurenceValue": 3}]},
      {"_id": "d", "name": "Deals", "contentType": "deal", "conditions": []},
      {"_id": "x", "name": "On deals", "contentType": "customer", "subOf": "d", "conditions": []}
    ]
    """#

  @Test func whatCanBeTakenOverIsSavedInOneGoAndTheRestIsToldWithWhy() throws {
    let fixture = try CommandFixture()
    let file = try fixture.file("export.json", Self.export)
    let run = fixture.run("import", "erxes", file, "--output", "json")
    #expect(run.status == .invalidInput)
    #expect(run.errors.contains("2 of 4 segments were refused"))
    let report = try run.json()
    #expect(report["dryRun"] == false)
    let taken = report["takenOver"]?.arrayValue ?? []
    #expect(taken.map { $0["name"] } == ["Buyers", "Buyers, seen"])
    #expect(taken.first?["changes"]?.arrayValue?.map { $0["code"] } == ["neverIncluded"])
    #expect(
      taken.last?["words"]
        == "Customers in the segment “Buyers”: last seen on or before 3 November 2026 (21 days ago)")
    let refused = report["refused"]?.arrayValue ?? []
    #expect(refused.map { $0["name"] } == ["Deals", "On deals"])
    let shown = try fixture.run("segments", "show", "Buyers, seen", "--output", "json").json()
    #expect(shown["parent"] == taken.first?["id"])
    #expect(shown["filter"] == ["property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"])
  }

  @Test func aDryRunTellsTheSameAndKeepsNothing() throws {
    let fixture = try CommandFixture()
    let file = try fixture.file("export.json", Self.export)
    let report = try fixture.run("import", "erxes", file, "--dry-run", "--output", "json").json()
    #expect(report["dryRun"] == true)
    #expect(report["takenOver"]?.arrayValue?.map { $0["id"] ?? false } == [.null, .null])
    #expect(
      report["takenOver"]?.arrayValue?.last?["words"]
        == "Customers in the segment “Buyers”: last seen on or before 3 November 2026 (21 days ago)")
    #expect(report["refused"]?.arrayValue?.count == 2)
    #expect(fixture.run("segments", "list", "--output", "json").output == "[]\n")
  }

  @Test func aSecondImportDuplicatesNothing() throws {
    let fixture = try CommandFixture()
    let file = try fixture.file("export.json", Self.export)
    _ = fixture.run("import", "erxes", file)
    let again = try fixture.run("import", "erxes", file, "--output", "json").json()
    #expect(again["takenOver"] == [])
    #expect(again["existing"]?.arrayValue?.map { $0["name"] } == ["Buyers", "Buyers, seen"])
    #expect(try fixture.run("segments", "list", "--output", "json").json().arrayValue?.count == 2)
  }

  @Test func oneThatWasThereStandsForTheOneOfTheExport() throws {
    let fixture = try CommandFixture()
    let mine = #"{"name": "buyers", "contentType": "customer", "filter": {"all": []}}"#
    let id = try fixture.run("segments", "create", "--file", "-", "--output", "json", input: mine).json()["id"]
    let run = fixture.run("import", "erxes", "-", "--output", "json", input: Self.export)
    #expect(try run.json()["existing"]?.arrayValue?.map { $0["id"] } == [id])
    #expect(try fixture.run("segments", "show", "Buyers, seen", "--output", "json").json()["parent"] == id)
  }

  @Test func peopleReadTheReportAsLines() throws {
    let fixture = try CommandFixture()
    let lines = fixture.run("import", "erxes", "-", "--dry-run", input: Self.export).output.split(separator: "\n")
    #expect(lines.first == "Would be taken over: 2")
    #expect(lines.contains("  Buyers (customer)"))
    #expect(lines.contains("    Customers: did purchase at most 3 times"))
    #expect(
      lines.contains { $0.hasPrefix("    ! /conditions/0/eventOccurence: erxes leaves out those who never did it") })
    #expect(lines.contains("Refused: 2"))
    #expect(lines.last == "    refers to \"Deals\", which is refused" || lines.last?.contains("Deals") == true)
  }

  @Test func theWholeExportOfEveryCodeIsTakenOver() throws {
    let fixture = try CommandFixture()
    let export = String(decoding: try Fixture.bytes("erxes/every-code.json"), as: UTF8.self)
    let run = fixture.run("import", "erxes", "-", "--output", "json", input: export)
    #expect(run.status == .done, "\(run.errors)")
    #expect(try run.json()["takenOver"]?.arrayValue?.count == 5)
  }
}
