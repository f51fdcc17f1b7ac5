import SegmentModel
import TestSupport
import Testing

@testable import EventIngest

/// The apostrophe that keeps a spreadsheet from taking a text for a formula goes in by an export and out by an import.
@Suite struct CSVGuardTests {
  /// What an import makes of an exported text.
  private func taken(_ text: String) throws -> Value? {
    try value(CSVText.line(["groupId", "note"]) + "\n" + CSVText.line(["g1", text]) + "\n")
  }

  /// Of the first property in the first row.
  private func value(_ table: String) throws -> Value? {
    var importer = CSVCompanyImporter(pieces(of: Array(table.utf8), size: 1000))
    let company = try #require(try importer.next()).content.get()
    return company.properties.values.first?.value ?? nil
  }

  @Test(arguments: ["''", "'", "'''", "''Tis", "'tis", "''=1", "'=1", "=1", "-5", "'-", "'\t", "\r", "'\rx", "a=1"])
  func textComesBackAsItWas(text: String) throws {
    #expect(try taken(text) == .text(text))
  }

  @Test func anyTextComesBackAsItWas() throws {
    var random = TestSeed().generator()
    for _ in 0..<(TestSeed.isLong ? 200_000 : 5000) {
      let text = (0..<random.below(7)).map { _ in
        random.pick("'", "'", "'", "=", "+", "-", "@", "\t", "\r", "\n", "a", "\u{301}", "\"", ",")
      }.joined()
      if text.isEmpty { continue }
      #expect(try taken(text) == .text(text), "\(Array(text.utf8))")
    }
  }

  /// A text that no export has written is taken as it stands, unless a spreadsheet would take its rest for a formula.
  @Test(arguments: [("''Tis", "''Tis"), ("''", "''"), ("'=1", "=1"), ("''=1", "'=1"), ("'a=1", "'a=1")])
  func textOfAnotherProgramIsKept(cell: String, expected: String) throws {
    #expect(try value("groupId,note\ng1,\(cell)\n") == .text(expected))
  }
}
