package import SegmentModel

/// A row as it stands in its file.
package enum RowText: Sendable, Equatable {
  /// A row of a table without its line end, and how its cells are parted.
  case cells([UInt8], CSVForm)
  /// A line of JSON.
  case json(JSONValue)
  /// A line that is none.
  case line([UInt8])
}

/// A row that was not taken.
package struct RefusedRow: Sendable {
  /// Its number in the file.
  package var number: Int
  package var rejection: Rejection
  package var text: RowText

  private static let columns = ["row", "code", "why"].map { CSVColumns.ownPrefix + $0 }

  /// The names of the columns of a table that says why, before the names in the row of the file.
  static func header(_ row: [UInt8], _ form: CSVForm) -> [UInt8] { form.cells(columns) + row }

  /// The row behind its number, the code and why, in the form of the file that it stood in and without a line end. Not
  /// altered, so that it is refused again until it is mended.
  package var bytes: [UInt8] {
    let why: [JSONValue] = [.number(Double(number)), .string(rejection.code), .string(rejection.message)]
    let members = zip(Self.columns, why).map { JSONMember($0, $1) }
    switch text {
    case .cells(let row, let form): return form.cells(why.map(\.cellText)) + row
    case .json(.object(let row)): return JSONValue.object(members + row).bytes()
    case .json(let row): return JSONValue.object(members + [JSONMember("line", row)]).bytes()
    case .line(let row): return Self.object(members, line: row)
    }
  }

  /// A text that is no UTF-8 stays so: whoever finds out in which encoding it is can mend the whole file.
  private static func object(_ members: [JSONMember], line: [UInt8]) -> [UInt8] {
    if let text = String(validating: line, as: UTF8.self) {
      return JSONValue.object(members + [JSONMember("line", .string(text))]).bytes()
    }
    let escaped = line.flatMap { byte in
      byte < 0x80 ? Array(JSONValue.string(String(UnicodeScalar(byte))).bytes().dropFirst().dropLast()) : [byte]
    }
    return JSONValue.object(members).bytes().dropLast() + Array(#","line":""#.utf8) + escaped + Array(#""}"#.utf8)
  }
}
