import SegmentModel
import TestSupport
import Testing

@testable import EventIngest

@Suite struct CompanyImportTests {
  private func ndjson(
    _ text: String, into log: MemoryProfileLog, at now: Instant = .noon,
    onRejected: ([RefusedRow], [UInt8]) -> Void = { _, _ in }
  ) throws -> ImportReport {
    var importer = NDJSONCompanyImporter(pieces(of: Array(text.utf8), size: 1000))
    return try CompanyImport(log: log, clock: ManualClock(now), pause: { _ in })
      .run(&importer, onRejected: onRejected)
  }

  private func csv(_ text: String, into log: MemoryProfileLog, idColumn: String? = nil) throws -> ImportReport {
    var importer = CSVCompanyImporter(
      pieces(of: Array(text.utf8), size: 7), options: CSVOptions(idColumn: idColumn))
    return try CompanyImport(log: log, clock: ManualClock(.noon), pause: { _ in }).run(&importer)
  }

  @Test func rowsMakeAndChangeCompanies() throws {
    let log = MemoryProfileLog()
    let rows = """
      {"groupId": "g1", "name": "Acme", "createdAt": "2019-01-01"}
      {"groupId": "g2", "employees": 12}
      {"groupId": "g1", "plan": "gold"}
      """
    let report = try ndjson(rows, into: log)
    #expect(report.rows == 3 && report.created == 2 && report.updated == 1 && report.rejected == 0)
    let acme = try #require(log.profiles.company("g1"))
    #expect(acme.properties.mapValues(\.value) == ["primaryName": "Acme", "plan": "gold"])
    #expect(acme.properties["plan"]?.isTrusted == true)
    #expect(acme.createdAt == Instant("2019-01-01T00:00:00Z"))
    #expect(try ndjson(rows, into: log, at: .noon(plusMinutes: 1)).unchanged == 3)
  }

  @Test func whatTheApiAnswersCanBeTaken() throws {
    let log = MemoryProfileLog()
    _ = try ndjson(
      """
      {"id": "com_x", "identities": [{"type": "groupId", "value": "g1"}, {"type": "groupId", "value": "g2"}], \
      "properties": {"primaryName": "Acme", "tags": ["a", "b"], "modifiedAt": "2020-01-01T00:00:00Z"}}
      """, into: log)
    let acme = try #require(log.profiles.company("g1"))
    #expect(acme.groupIDs == ["g1", "g2"])
    #expect(acme.properties.mapValues(\.value) == ["primaryName": "Acme", "tags": .list([.text("a"), .text("b")])])
  }

  @Test func rowsOfNoCompanyOrOfSeveralAreRejectedAlone() throws {
    let log = MemoryProfileLog()
    var rejected: [String] = []
    let report = try ndjson(
      """
      {"groupId": "g1"}
      {"groupId": "g2"}
      {"name": "Acme"}
      {"id": "com_x", "name": "Acme"}
      {"groupId": true}
      {"identities": [{"type": "groupId", "value": "g1"}, {"type": "groupId", "value": "g2"}]}
      {"groupId": "g3"}
      """, into: log, onRejected: { rows, _ in rejected += rows.map { "\($0.number) \($0.rejection.code)" } })
    #expect(report.created == 3 && report.rejected == 4)
    #expect(rejected == ["3 noIdentifier", "4 noIdentifier", "5 badIdentifier", "6 identifierClash"])
  }

  @Test func tableHasNumbersAndListsWhereTheProductKnowsThem() throws {
    let log = MemoryProfileLog()
    let report = try csv(
      "Account No,primaryName,employees,tags\n7,Acme,12,a; b\n8,Bolt,,\n", into: log, idColumn: "Account No")
    #expect(report.created == 2)
    #expect(
      log.profiles.company("7")?.properties.mapValues(\.value) == [
        "primaryName": "Acme", "employees": 12, "tags": .list([.text("a"), .text("b")]),
      ])
    #expect { try csv("name\nAcme\n", into: log) } throws: { ($0 as? ImportError)?.code == .noIdentifierColumn }
  }

  @Test func contactsAreLinkedToTheCompaniesThatTheirRowsList() throws {
    let log = MemoryProfileLog()
    _ = try csv("groupId,primaryName\ng1,Acme\n", into: log)
    let acme = try #require(log.profiles.company("g1"))
    var importer = NDJSONImporter(
      pieces(
        of: Array(
          """
          {"userId": "1", "companies": ["g1", "g2"]}
          {"id": "2", "properties": {}, "companies": ["\(acme.publicID)", {"type": "groupId", "value": "g2"}, 7]}
          {"userId": "3", "companies": ["com_none"]}
          {"userId": "4", "companies": [true]}
          """.utf8), size: 1000))
    var rejected: [String] = []
    let report = try ContactImport(log: log, clock: ManualClock(.noon), pause: { _ in })
      .run(&importer, onRejected: { rows, _ in rejected += rows.map { "\($0.number) \($0.rejection.code)" } })
    #expect(report.created == 2)
    #expect(rejected == ["3 unknownCompany", "4 badCompany"])
    let (first, second) = (log.profiles.contact(.userId, "1")?.id ?? 0, log.profiles.contact(.userId, "2")?.id ?? 0)
    let (g2, g7) = (log.profiles.company("g2")?.id ?? 0, log.profiles.company("7")?.id ?? 0)
    #expect(log.profiles.links == [[first, acme.id], [first, g2], [second, acme.id], [second, g2], [second, g7]])
    #expect(log.profiles.contact(.userId, "3") == nil)

    var table = CSVImporter(pieces(of: Array("userId,companies\n1,\"g1, g9\"\n".utf8), size: 1000))
    let again = try ContactImport(log: log, clock: ManualClock(.noon), pause: { _ in }).run(&table)
    #expect(again.updated == 1)
    #expect(log.profiles.links.contains([first, log.profiles.company("g9")?.id ?? 0]))
  }

  @Test func apostropheOfAnExportIsTakenOffAgain() throws {
    let log = MemoryProfileLog()
    _ = try csv("groupId,'+a,b,c,d\ng1,'=1+1,''@x,'tis,-5\n", into: log)
    #expect(
      log.profiles.company("g1")?.properties.mapValues(\.value) == ["+a": "=1+1", "b": "'@x", "c": "'tis", "d": "-5"])
  }
}
