import SegmentModel

/// How far an import has come, and how its file is read: kept while it runs, for another to go on there.
struct ImportPlace: Equatable {
  /// The last row that is written.
  var row: Int
  /// As they were typed; nil where an older version has kept the row alone.
  var options: [String]?

  init(row: Int, options: [String]) {
    self.row = row
    self.options = options
  }

  /// Nil for what is no such place.
  init?(_ text: String) {
    guard let json = try? JSONReader.read(text), let row = json.integerValue ?? json["row"]?.integerValue else {
      return nil
    }
    self.row = row
    options = json["options"]?.arrayValue?.compactMap(\.stringValue)
  }

  var text: String {
    let options = (options ?? []).map { JSONValue.string($0) }
    return JSONValue.object([
      JSONMember("row", .number(Double(row))), JSONMember("options", .array(options)),
    ]).text
  }

  /// The place where an import is to go on: one that began anew would take what bears no id twice.
  /// - Throws: `CommandFailure` where none is known, or its rows were read otherwise.
  static func required(_ known: ImportPlace?, _ options: [String]) throws -> ImportPlace {
    guard let known else {
      throw CommandFailure(
        .notFound,
        """
        No import of this file is known that was interrupted: there was none, it has ended, or the file was moved or \
        changed since. Nothing was taken; without --resume the file is taken from its first row.
        """)
    }
    try known.requireSame(options)
    return known
  }

  /// Rows read in two ways make contacts of two kinds.
  /// - Throws: `CommandFailure` where the rows behind it are to be read otherwise than those before.
  private func requireSame(_ options: [String]) throws {
    guard let before = self.options, before != options else { return }
    let (gone, new) = (before.filter { !options.contains($0) }, options.filter { !before.contains($0) })
    let parts = [
      gone.isEmpty ? nil : "was given \(gone.joined(separator: " ")), which this one is not",
      new.isEmpty ? nil : "was not given \(new.joined(separator: " ")), as this one is",
    ]
    throw CommandFailure(
      .conflict,
      """
      The import of this file that was interrupted after row \(row) \(parts.compactMap(\.self).joined(separator: ", and ")). \
      Give --resume the same options, or leave it out to begin anew.
      """)
  }
}
