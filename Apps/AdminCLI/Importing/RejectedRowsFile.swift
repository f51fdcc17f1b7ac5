import EventIngest
import Foundation
import SegmentModel

/// The file of rows that were not taken: in the form of the file that they stood in, each with its number, a code and why.
/// It is made with the first of them.
final class RejectedRowsFile {
  private let path: String
  private let isTable: Bool
  private var file: FileHandle?

  /// - Throws: `CommandFailure` where there is such a file already.
  init(_ path: String, isTable: Bool) throws {
    if FileManager.default.fileExists(atPath: path) {
      throw CommandFailure(.conflict, "\(path) is there already; name a new file for the rows that are not taken.")
    }
    self.path = path
    self.isTable = isTable
  }

  /// On disk when this returns.
  /// - Parameter header: the names of the columns of a table.
  func add(_ rows: [RefusedRow], header: [String]) throws {
    for row in rows { try add(row, header: header) }
    try reporting { try file?.synchronize() }
  }

  private func add(_ row: RefusedRow, header: [String]) throws {
    let why: [JSONMember] = [
      JSONMember("strata:row", .number(Double(row.number))), JSONMember("strata:code", .string(row.rejection.code)),
      JSONMember("strata:why", .string(row.rejection.message)),
    ]
    if isTable {
      if file == nil { try write(CSVText.line(why.map(\.key) + header)) }
      try write(CSVText.line(why.map(\.value) + (row.body.arrayValue ?? [])))
    } else {
      let members = row.body.objectValue ?? [JSONMember("line", row.body)]
      try write(JSONValue.object(why + members).text)
    }
  }

  func close() throws { try reporting { try file?.close() } }

  private func write(_ line: String) throws {
    try reporting {
      if file == nil {
        // Of people: for nobody else to read.
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        file = try FileHandle(forWritingTo: URL(filePath: path))
      }
      try file?.write(contentsOf: Data((line + "\n").utf8))
    }
  }

  private func reporting(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw CommandFailure(.failed, "\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}
