import SegmentModel

/// What the columns of a table are called here.
struct CSVColumns {
  /// In the order of the file; empty for a column that is passed over.
  private(set) var names: [String]

  /// A file of refused rows has columns of this beginning, that say why.
  static let ownPrefix = "strata:"

  /// - Throws: `ImportError` for a column that is named and is not there.
  init(_ header: [String], options: CSVOptions, shape: CSVTable.Shape) throws(ImportError) {
    names = header.map { $0.hasPrefix(Self.ownPrefix) ? "" : $0 }
    for (column, name) in options.renames.sorted(by: { $0.key < $1.key }) {
      names[try Self.place(of: column, in: header)] = name
    }
    if let column = options.idColumn { names[try Self.place(of: column, in: header)] = shape.idName }
    let chosen = Set(options.renames.keys).union([options.idColumn].compactMap(\.self))
    let known = Self.known(shape)
    for index in names.indices where !chosen.contains(header[index]) {
      guard let name = known[Self.squeezed(names[index])], name != names[index], !isTaken(name) else { continue }
      names[index] = name
    }
  }

  private static func place(of column: String, in header: [String]) throws(ImportError) -> Int {
    if let place = header.firstIndex(of: column) { return place }
    throw ImportError(
      .unknownColumn, "there is no column \"\(column)\"; there are \(header.joined(separator: ", "))")
  }

  private func isTaken(_ name: String) -> Bool {
    names.contains { BasicProperty.resolvingAlias($0) == BasicProperty.resolvingAlias(name) }
  }

  /// Names that the product knows, as they stand however they are spelled. A column "State" is more often of an address.
  private static func known(_ shape: CSVTable.Shape) -> [String: String] {
    let names = shape.identifying + shape.types.keys.sorted().filter { $0 != "state" }
    return Dictionary(names.map { (squeezed($0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// `First Name`, `first_name` and `firstName` are one name.
  private static func squeezed(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

/// How a person says that a CSV file is to be read.
package struct CSVOptions: Sendable {
  /// The column that holds the id; nil for the one that is called so.
  package var idColumn: String?
  /// Nil: found in the file.
  package var delimiter: UInt8?
  /// Names of properties by the columns that hold them.
  package var renames: [String: String]

  package init(idColumn: String? = nil, delimiter: UInt8? = nil, renames: [String: String] = [:]) {
    self.idColumn = idColumn
    self.delimiter = delimiter
    self.renames = renames
  }
}
