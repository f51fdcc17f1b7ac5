package import SegmentModel

/// A table of contacts: the first row names the columns, a column is a property.
///
/// `userId`, `id` and `anonymousId` are identifiers, `email`, `phone` and `code` both, as in an `identify` message.
/// An empty cell says nothing about its property. A cell of a basic property that is a number, a boolean or a list
/// (`tags`, parted by commas or semicolons) is read as such; any other stays text.
package struct CSVImporter: ContactImporter {
  package struct Options: Sendable {
    /// The column that holds the `userId`; nil for the one of that name.
    package var idColumn: String?
    package var delimiter: UInt8

    package init(idColumn: String? = nil, delimiter: UInt8 = UInt8(ascii: ",")) {
      self.idColumn = idColumn
      self.delimiter = delimiter
    }
  }

  private var reader: CSVReader
  private let options: Options
  private var columns: [String] = []
  private var row = 1

  package init(_ source: @escaping ByteSource, options: Options = Options()) {
    reader = CSVReader(source, delimiter: options.delimiter)
    self.options = options
  }

  package mutating func next(receivedAt: Instant) throws -> IngestItem? {
    if columns.isEmpty { columns = try readColumns() }
    guard let cells = try reader.next() else { return nil }
    row += 1
    return IngestItem(
      index: row, receivedAt: receivedAt, body: .null,
      content: Result { () throws(Rejection) in try contact(cells).message(receivedAt: receivedAt) })
  }

  private mutating func readColumns() throws -> [String] {
    guard let header = try reader.next(), header.problem == nil else {
      throw ImportError(.emptyFile, "the file has no row of column names")
    }
    var names = header.cells.map(\.trimmedASCII)
    if let column = options.idColumn {
      guard let place = names.firstIndex(of: column) else {
        throw ImportError(
          .unknownColumn, "there is no column \"\(column)\"; there are \(names.joined(separator: ", "))")
      }
      names[place] = "userId"
    }
    if let twice = names.first(where: { name in !name.isEmpty && names.count { $0 == name } > 1 }) {
      throw ImportError(.duplicateColumn, "two columns are \"\(twice)\"")
    }
    let identifying = [
      "userId", "id", "anonymousId", "email", "primaryEmail", "phone", "primaryPhone", "code",
    ]
    guard names.contains(where: identifying.contains) else {
      throw ImportError(
        .noIdentifierColumn,
        "no column identifies a contact; choose one, or name one of: \(identifying.joined(separator: ", "))")
    }
    return names
  }

  private func contact(_ row: CSVReader.Row) throws(Rejection) -> ImportedContact {
    if let problem = row.problem { throw Rejection(.badRow, problem) }
    guard row.cells.count <= columns.count else {
      throw Rejection(.badRow, "the row has \(row.cells.count) cells, but there are \(columns.count) columns")
    }
    var cells: [(name: String, value: Value)] = []
    for (name, text) in zip(columns, row.cells) where !name.isEmpty && !text.isEmpty {
      guard text.utf8.count <= Value.maximumTextBytes else { throw .tooLong(name) }
      if let value = Self.value(text, of: name) { cells.append((name, value)) }
    }
    return try ImportedContact(cells: cells)
  }

  private static let types: [String: BasicProperty.ValueType] = Dictionary(
    BasicProperty.ofContacts.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })

  private static func value(_ text: String, of name: String) -> Value? {
    let scalar = Scalar.text(text)
    switch types[name] {
    case .number: return scalar.numberView.map(Value.number) ?? .text(text)
    case .boolean: return scalar.booleanView.map(Value.boolean) ?? .text(text)
    case .list:
      let elements = text.split(whereSeparator: { $0 == "," || $0 == ";" }).map(String.init).map(\.trimmedASCII)
      let scalars = elements.filter { !$0.isEmpty }.map(Scalar.text)
      return scalars.isEmpty ? nil : .list(scalars)
    default: return .text(text)
    }
  }
}
