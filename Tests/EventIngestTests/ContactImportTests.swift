import SegmentModel
import TestSupport
import Testing

@testable import EventIngest

@Suite struct ContactImportTests {
  private func run(
    _ text: String, into log: MemoryProfileLog, at now: Instant = .noon,
    checkpoint: ImportCheckpoint<MemoryProfileLog>? = nil,
    onRejected: ([RefusedRow], [UInt8]) throws -> Void = { _, _ in }, onProgress: (ImportReport) -> Void = { _ in }
  ) throws -> ImportReport {
    var importer = NDJSONImporter(pieces(of: Array(text.utf8), size: 1000))
    let run = ContactImport(log: log, clock: ManualClock(now), checkpoint: checkpoint, pause: { _ in })
    return try run.run(&importer, onRejected: onRejected, onProgress: onProgress)
  }

  private let people = """
    {"userId": "1", "plan": "gold"}
    {"userId": "2", "plan": "gold"}
    {"plan": "gold"}
    {"userId": "1", "plan": "free"}
    """

  @Test func countsCreatedUpdatedUnchangedAndRejected() throws {
    let log = MemoryProfileLog()
    var rejected: [Int] = []
    let first = try run(people, into: log, onRejected: { rows, _ in rejected += rows.map(\.number) })
    #expect(first == report(rows: 4, created: 2, updated: 1, rejected: 1))
    #expect(rejected == [3])
    let second = try run(#"{"userId": "1", "plan": "free"}"#, into: log, at: .noon(plusMinutes: 1))
    #expect(second == report(rows: 1, unchanged: 1))
    #expect(log.profiles.contact(.userId, "1")?.value("plan") == "free")
    #expect(log.profiles.contact(.userId, "1")?.properties["plan"]?.isTrusted == true)
  }

  /// So that one which goes on at the place has lost none.
  @Test func rowsThatAreNotTakenAreToldBeforeThePlaceMovesOn() throws {
    let log = MemoryProfileLog()
    var order: [String] = []
    let checkpoint = ImportCheckpoint<MemoryProfileLog>(after: 0) { _, row in order.append("place \(row)") }
    let full = BrokenStore(reason: "the file of refused rows is full")
    #expect(throws: full) {
      try run(
        people, into: log, checkpoint: checkpoint, onRejected: { _, _ in throw full },
        onProgress: { _ in order.append("written") })
    }
    #expect(order.isEmpty && log.profiles.contacts.isEmpty && log.count.commits == 0)
    _ = try run(
      people, into: log, checkpoint: checkpoint,
      onRejected: { rows, _ in order.append("refused \(rows.map(\.number))") },
      onProgress: { _ in order.append("written") })
    #expect(order == ["refused [3]", "place 4", "written"])
  }

  @Test func rowsAreWrittenInBoundedTransactionsWithProgressAfterEach() throws {
    let text = (0..<2500).map { "{\"userId\": \"u\($0)\"}" }.joined(separator: "\n")
    let log = MemoryProfileLog()
    var seen: [Int] = []
    #expect(try run(text, into: log, onProgress: { seen.append($0.rows) }).created == 2500)
    #expect(seen.last == 2500)
    #expect(zip(seen, [0] + seen).allSatisfy { (1...1000).contains($0 - $1) })
    #expect(log.count.commits == seen.count)
  }

  /// However large they are.
  @Test func rowsThatWaitAreBoundedByTheirBytesToo() throws {
    let note = String(repeating: "x", count: 8000)
    let notes = (0..<12).map { "\"n\($0)\": \"\(note)\"" }.joined(separator: ", ")
    let line = Array("{\"userId\": \"u\", \(notes)}\n".utf8)
    var given = 0
    var importer = NDJSONImporter {
      if given == 200 { return [] }
      given += 1
      return line
    }
    var waiting: [Int] = []
    let run = ContactImport(log: MemoryProfileLog(), clock: ManualClock(.noon), pause: { _ in })
    let report = try run.run(&importer, onProgress: { waiting.append((given - $0.rows) * line.count) })
    #expect(report.rows == 200)
    #expect(waiting.allSatisfy { $0 <= (4 << 20) + line.count }, "\(waiting)")
  }

  @Test func importMergesAsAServerDoes() throws {
    let log = MemoryProfileLog()
    let ingest = TestIngest(log)
    try ingest.send(.identify(anonymousId: "a", ["email": "ann@example.com"]), from: .browser)
    try ingest.send(.track("look", "42"))
    let report = try run(#"{"userId": "42", "email": "ann@example.com"}"#, into: log)
    #expect(report.updated == 1)
    #expect(log.profiles.contacts.count == 1)
  }

  @Test func everyIdentityOfARowIsAttached() throws {
    let log = MemoryProfileLog()
    try TestIngest(log).send(.track("look", anonymousId: "b"), from: .browser)
    _ = try run(
      """
      {"properties": {}, "identities": [{"type": "userId", "value": "1"}, {"type": "userId", "value": "2"}, \
      {"type": "anonymousId", "value": "a"}, {"type": "anonymousId", "value": "b"}]}
      """, into: log)
    #expect(log.profiles.contacts.count == 1)
    let texts = log.profiles.contact(.userId, "1")?.identifierTexts
    #expect(texts == ["anonymousId:a", "anonymousId:b", "userId:1", "userId:2"])
  }

  @Test func clashesAreCounted() throws {
    let report = try run(
      """
      {"userId": "1", "email": "office@example.com"}
      {"userId": "2", "email": "office@example.com"}
      """, into: MemoryProfileLog())
    #expect(report.clashes == 1)
  }

  @Test func failingStoreEndsTheImport() {
    let log = MemoryProfileLog()
    log.fail(with: BrokenStore(reason: "disk full"))
    #expect(throws: BrokenStore.self) { try run(people, into: log) }
  }

  private func report(
    rows: Int, created: Int = 0, updated: Int = 0, unchanged: Int = 0, rejected: Int = 0
  ) -> ImportReport {
    var report = ImportReport()
    report.rows = rows
    report.created = created
    report.updated = updated
    report.unchanged = unchanged
    report.rejected = rejected
    report.rejectedByCode = rejected == 0 ? [:] : ["noIdentifier": rejected]
    return report
  }
}
