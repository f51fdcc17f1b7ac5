import SegmentModel

/// Reads companies from a file, one row after the other, in bounded memory.
package protocol CompanyImporter {
  /// The next row, or why it is none; nil at the end.
  /// - Throws: `ImportError` where nothing of the rest can be read, and what reading the file throws.
  mutating func next() throws -> CompanyRow?

  /// Bytes of the file that were read so far, perhaps some behind the last row.
  var fetched: Int { get }
  /// The first row of a file of refused rows of a table, once that of the table is read; empty for other files.
  var refusedHeader: [UInt8] { get }
  /// Columns that are called otherwise here.
  var renamed: [(column: String, name: String)] { get }
}

extension CompanyImporter {
  package var refusedHeader: [UInt8] { [] }
  package var renamed: [(column: String, name: String)] { [] }
}

/// A row of a file of companies.
package struct CompanyRow: Sendable {
  /// Its number, from 1, for whoever mends the file.
  package var index: Int
  package var text: RowText
  package var content: Result<ImportedCompany, Rejection>
}

/// A table of companies: the first row names the columns, `groupId` (or `id`) identifies, any other is a property.
package struct CSVCompanyImporter: CompanyImporter {
  private static let shape = CSVTable.Shape(
    what: "company", idName: "groupId", identifying: ["groupId", "id"],
    types: Dictionary(BasicProperty.ofCompanies.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first }))

  private var table: CSVTable

  package init(_ source: @escaping ByteSource, options: CSVOptions = CSVOptions()) {
    table = CSVTable(source, shape: Self.shape, options: options)
  }

  package var fetched: Int { table.fetched }

  package mutating func next() throws -> CompanyRow? {
    guard let row = try table.next() else { return nil }
    return CompanyRow(
      index: row.number, text: row.text,
      content: Result { () throws(Rejection) in try ImportedCompany(cells: row.cells.get()) })
  }

  package var refusedHeader: [UInt8] { table.refusedHeader }
  package var renamed: [(column: String, name: String)] { table.renamed }
}

/// One JSON object a line: `groupId` (or `id`) and everything else a property; or as the API writes a company, with
/// `identities` and `properties`.
package struct NDJSONCompanyImporter: CompanyImporter {
  private var lines: NDJSONLines

  package init(_ source: @escaping ByteSource) {
    lines = NDJSONLines(source)
  }

  package var fetched: Int { lines.fetched }

  package mutating func next() throws -> CompanyRow? {
    guard let line = try lines.next() else { return nil }
    return CompanyRow(
      index: line.number, text: line.text,
      content: Result { () throws(Rejection) in try ImportedCompany(line.object.get()) })
  }
}
