package import SegmentModel

/// A table of contacts: the first row names the columns, a column is a property.
///
/// `userId`, `id` and `anonymousId` are identifiers, `email`, `phone` and `code` both, as in an `identify` message;
/// `companies` holds the group ids of companies that the contact belongs to.
/// An empty cell says nothing about its property. A cell of a basic property that is a number, a boolean or a list
/// (`tags`, parted by commas or semicolons) is read as such; any other stays text.
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

  package mutating func next(receivedAt: Instant) throws -> IngestItem? {
    guard let row = try table.next() else { return nil }
    let texts = row.texts
    return IngestItem(
      index: row.number, receivedAt: receivedAt, body: .array(texts.map { .string($0) }),
      content: Result { () throws(Rejection) in
        try ImportedContact(cells: row.cells.get()).message(receivedAt: receivedAt)
      })
  }

  package var header: [String] { table.header }
  package var renamed: [(column: String, name: String)] { table.renamed }
}
