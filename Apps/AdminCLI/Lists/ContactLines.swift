import SegmentModel
import TrackedPropertyStore

/// A file that names a contact a line.
struct ContactLines {
  /// Bytes of a line; an identifier has at most 200 characters.
  private static let longestLine = 4096
  /// Contacts looked up in one read.
  private static let resolvedAtOnce = 1000
  /// Lines that are told one by one; of those beyond only the number is told.
  private static let toldLines = 100

  let file: InputFile
  /// What each line is an identifier of; nil where the lines say so themselves.
  let kind: Identifier.Kind?

  private struct Line {
    var number: Int
    var text: String
  }

  /// Row ids of the contacts, in the order of the file.
  /// - Throws: `CommandFailure` where a line names nobody; each was told.
  func rows(_ workspace: Workspace, _ output: Output) throws -> [Int64] {
    var rows: [Int64] = []
    var mistakes = 0
    var waiting: [Line] = []
    func resolve() throws {
      let found = try workspace.profiles.read { profiles in
        try waiting.map { line in try reference(line.text).flatMap(profiles.contactID) }
      }
      for (line, row) in zip(waiting, found) {
        if let row {
          rows.append(row)
        } else {
          mistakes += 1
          if mistakes <= Self.toldLines {
            output.note("line \(line.number): there is no contact \"\(TableText.printable(line.text))\"")
          }
        }
      }
      waiting = []
    }
    try forEachLine { line in
      waiting.append(line)
      if waiting.count == Self.resolvedAtOnce { try resolve() }
    }
    try resolve()
    if mistakes > 0 {
      throw CommandFailure(.invalidInput, "\(mistakes) lines name no contact; no list was made.")
    }
    return rows
  }

  /// Nil for what can name nobody.
  private func reference(_ text: String) -> ContactReference? {
    if let kind { return Identifier(kind, text).map { .identifier($0) } }
    return try? ContactReference(text)
  }

  /// Lines that are not blank, trimmed.
  private func forEachLine(_ body: (Line) throws -> Void) throws {
    let pieces = try file.pieces()
    var number = 1
    var bytes: [UInt8] = []
    func finish() throws {
      let text = String(decoding: bytes, as: UTF8.self).trimmedASCII
      if !text.isEmpty { try body(Line(number: number, text: text)) }
      number += 1
      bytes = []
    }
    while true {
      let piece = try pieces()
      if piece.isEmpty { return try finish() }
      for byte in piece {
        if byte == UInt8(ascii: "\n") {
          try finish()
        } else if bytes.count < Self.longestLine {
          bytes.append(byte)
        } else {
          throw CommandFailure(.invalidInput, "line \(number) is over \(Self.longestLine) bytes.")
        }
      }
    }
  }
}
