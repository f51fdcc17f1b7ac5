import EventIngest
import Foundation

/// The file of rows that were not taken: as they stood in theirs, each behind its number, a code and why.
/// It is made with the first of them.
final class RejectedRowsFile {
  private let path: String
  private var file: FileHandle?

  /// - Throws: `CommandFailure` where there is such a file already.
  init(_ path: String) throws {
    if FileManager.default.fileExists(atPath: path) {
      throw CommandFailure(.conflict, "\(path) is there already; name a new file for the rows that are not taken.")
    }
    self.path = path
  }

  /// On disk when this returns.
  /// - Parameter header: the first row; empty where there is none.
  func add(_ rows: [RefusedRow], header: [UInt8]) throws {
    if file == nil, !rows.isEmpty, !header.isEmpty { try write(header) }
    for row in rows { try write(row.bytes) }
    try reporting { try file?.synchronize() }
  }

  func close() throws { try reporting { try file?.close() } }

  private func write(_ line: [UInt8]) throws {
    try reporting {
      if file == nil {
        // Of people: for nobody else to read.
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        file = try FileHandle(forWritingTo: URL(filePath: path))
      }
      try file?.write(contentsOf: Data(line + [0x0A]))
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
