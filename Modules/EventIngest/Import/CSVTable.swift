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
    /// The types of the properties that the product knows.
    var types: [String: BasicProperty.ValueType]
  }

  /// A row of the file.
  struct Row {
    /// From 1; the row of column names is the first.
    var number: Int
    var text: RowText
    /// Those that are not empty, by the names of their columns.
    var cells: Result<[NamedCell], Rejection>
  }

  /// The first row of a file of refused rows; empty before that of this file is read.
  private(set) var refusedHeader: [UInt8] = []
  /// Columns that are called otherwise here.
  private(set) var renamed: [(column: String, name: String)] = []

  private var reader: CSVReader
  private let shape: Shape
  private let options: CSVOptions
  private var columns: [String] = []
  private var number = 1

  init(_ source: @escaping ByteSource, shape: Shape, options: CSVOptions) {
    reader = CSVReader(source, delimiter: options.delimiter)
    self.shape = shape
    self.options = options
  }

  var fetched: Int { reader.fetched }

  /// The next row; nil at the end.
  /// - Throws: `ImportError`.
  mutating func next() throws -> Row? {
    if columns.isEmpty { columns = try readColumns() }
    guard let row = try reader.next(), let form = reader.form else { return nil }
    number += 1
    return Row(
      number: number, text: .cells(row.text, form), cells: Result { () throws(Rejection) in try named(row) })
  }

  private mutating func readColumns() throws -> [String] {
    guard let row = try reader.next(), let form = reader.form else {
      throw ImportError(.emptyFile, "the file has no row of column names")
    }
    if let problem = row.problem { throw ImportError(.unreadable, "the names of columns cannot be read: \(problem)") }
    refusedHeader = RefusedRow.header(row.text, form)
    let header = row.cells.map { CSVText.unguarded($0.trimmedASCII) }
    let names = try CSVColumns(header, options: options, shape: shape).names
    renamed = zip(header, names).filter { $0 != $1 && !$1.isEmpty }.map { ($0, $1) }
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
    let text = CSVText.unguarded(text)
    let scalar = Scalar.text(text)
    switch shape.types[name] {
    case .number: return scalar.numberView.map(Value.number) ?? .text(text)
    case .boolean: return scalar.booleanView.map(Value.boolean) ?? .text(text)
    case .list:
      let scalars = ListCell.elements(text).map(Scalar.text)
      return scalars.isEmpty ? nil : .list(scalars)
    default: return .text(text)
    }
  }
}

/// A cell that is not empty, with the name of its column.
struct NamedCell: Equatable {
  var name: String
  var value: Value
}
