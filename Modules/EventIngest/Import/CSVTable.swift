import SegmentModel

/// A file of comma-separated values whose first row names the columns.
struct CSVTable {
  /// What a file must have to be taken, and how its columns may be called.
  struct Shape {
    /// What one row is: "contact", "company".
    var what: String
    /// The name that the column chosen by a person gets.
    var idName: String
    /// One of these columns must be there.
    var identifying: [String]
    /// The types of the properties that are no text.
    var types: [String: BasicProperty.ValueType]
  }

  private var reader: CSVReader
  private let shape: Shape
  private let idColumn: String?
  private var columns: [String] = []
  private var row = 1

  init(_ source: @escaping ByteSource, shape: Shape, options: CSVOptions) {
    reader = CSVReader(source, delimiter: options.delimiter)
    self.shape = shape
    idColumn = options.idColumn
  }

  /// The cells of the next row that are not empty, by the names of their columns, and the row's number; nil at the end.
  /// - Throws: `ImportError`.
  mutating func next() throws -> (row: Int, cells: Result<[NamedCell], Rejection>)? {
    if columns.isEmpty { columns = try readColumns() }
    guard let cells = try reader.next() else { return nil }
    row += 1
    return (row, Result { () throws(Rejection) in try named(cells) })
  }

  private mutating func readColumns() throws -> [String] {
    guard let header = try reader.next(), header.problem == nil else {
      throw ImportError(.emptyFile, "the file has no row of column names")
    }
    var names = header.cells.map { Self.withoutGuard($0.trimmedASCII) }
    if let idColumn {
      guard let place = names.firstIndex(of: idColumn) else {
        throw ImportError(
          .unknownColumn, "there is no column \"\(idColumn)\"; there are \(names.joined(separator: ", "))")
      }
      names[place] = shape.idName
    }
    if let twice = names.first(where: { name in !name.isEmpty && names.count { $0 == name } > 1 }) {
      throw ImportError(.duplicateColumn, "two columns are \"\(twice)\"")
    }
    guard names.contains(where: shape.identifying.contains) else {
      let known = shape.identifying.joined(separator: ", ")
      throw ImportError(
        .noIdentifierColumn, "no column identifies a \(shape.what); choose one, or name one of: \(known)")
    }
    return names
  }

  private func named(_ row: CSVReader.Row) throws(Rejection) -> [NamedCell] {
    if let problem = row.problem { throw Rejection(.badRow, problem) }
    guard row.cells.count <= columns.count else {
      throw Rejection(.badRow, "the row has \(row.cells.count) cells, but there are \(columns.count) columns")
    }
    var cells: [NamedCell] = []
    for (name, text) in zip(columns, row.cells) where !name.isEmpty && !text.isEmpty {
      guard text.utf8.count <= Value.maximumTextBytes else { throw .tooLong(name) }
      if let value = value(text, of: name) { cells.append(NamedCell(name: name, value: value)) }
    }
    return cells
  }

  private func value(_ text: String, of name: String) -> Value? {
    let text = Self.withoutGuard(text)
    let scalar = Scalar.text(text)
    switch shape.types[name] {
    case .number: return scalar.numberView.map(Value.number) ?? .text(text)
    case .boolean: return scalar.booleanView.map(Value.boolean) ?? .text(text)
    case .list:
      let scalars = text.listElements.map(Scalar.text)
      return scalars.isEmpty ? nil : .list(scalars)
    default: return .text(text)
    }
  }

  /// An apostrophe in front of what a spreadsheet would take for a formula was put there by an export.
  private static func withoutGuard(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), let second = text.utf8.dropFirst().first,
      "=+-@\t\r'".utf8.contains(second)
    else { return text }
    return String(text.dropFirst())
  }
}

/// A cell that is not empty, with the name of its column.
struct NamedCell: Equatable {
  var name: String
  var value: Value
}

/// How a person says that a CSV file is to be read.
package struct CSVOptions: Sendable {
  /// The column that holds the id; nil for the one that is called so.
  package var idColumn: String?
  package var delimiter: UInt8

  package init(idColumn: String? = nil, delimiter: UInt8 = UInt8(ascii: ",")) {
    self.idColumn = idColumn
    self.delimiter = delimiter
  }
}

extension String {
  /// The elements of a list in one cell, parted by commas or semicolons.
  var listElements: [String] {
    split(whereSeparator: { $0 == "," || $0 == ";" }).map { String($0).trimmedASCII }.filter { !$0.isEmpty }
  }
}
