package import SegmentModel

/// A table of contacts: the first row names the columns, a column is a property.
///
/// `userId`, `id` and `anonymousId` are identifiers, `email`, `phone` and `code` both, as in an `identify` message;
/// `companies` holds the group ids of companies that the contact belongs to.
/// An empty cell says nothing about its property. A cell of a basic property that is a number, a boolean or a list
/// (`tags`, as `ListCell` has it) is read as such; any other stays text.
package struct CSVImporter: ContactImporter {
  private static let shape = CSVTable.Shape(
    what: "contact", idName: "userId",
    identifying: ["userId", "id", "anonymousId", "email", "primaryEmail", "phone", "primaryPhone", "code"],
    types: Dictionary(BasicProperty.ofContacts.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first }))

  private var table: CSVTable

  package init(_ source: @escaping ByteSource, options: CSVOptions = CSVOptions()) {
    table = CSVTable(source, shape: Self.shape, options: options)
  }

  package var fetched: Int { table.fetched }

  package mutating func next(receivedAt: Instant) throws -> ContactRow? {
    guard let row = try table.next() else { return nil }
    let content = Result { () throws(Rejection) in
      try ImportedContact(cells: row.cells.get()).message(receivedAt: receivedAt)
    }
    return ContactRow(row.number, row.text, receivedAt: receivedAt, content)
  }

  package var refusedHeader: [UInt8] { table.refusedHeader }
  package var renamed: [(column: String, name: String)] { table.renamed }
}
