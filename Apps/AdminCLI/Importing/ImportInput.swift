import Crypto
import EventIngest
import Foundation
import StrataService

/// The bytes of a file that is imported: inflated where it is gzip, and counted as they are read.
final class ImportInput {
  /// Bytes of the file; nil for standard input.
  let size: Int?
  /// Bytes that were read of it.
  private(set) var bytesRead = 0
  /// Tells the file from others: its path, size and time of change; nil for standard input.
  let identity: String?

  private let pieces: () throws -> [UInt8]
  private var first: [UInt8]?
  private var inflater: GunzipStream?
  private var hasBegun = false

  /// - Throws: `CommandFailure` where it cannot be read.
  init(_ path: String, console: Console) throws {
    pieces = try InputFile(path, console: console).pieces()
    let attributes = path == "-" ? [:] : try FileManager.default.attributesOfItem(atPath: path)
    size = (attributes[.size] as? NSNumber)?.intValue
    identity = size.map { size in
      let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      let full = URL(filePath: path).standardizedFileURL.path
      return SHA256.hash(data: Data("\(full)\0\(size)\0\(changed)".utf8)).prefix(16)
        .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  /// The next bytes, none at the end.
  /// - Throws: `CommandFailure` where the file cannot be read, or is damaged gzip.
  func next() throws -> [UInt8] {
    if !hasBegun { try begin() }
    guard let inflater else { return try read() }
    do {
      return try inflater.next()
    } catch let error as Gzip.Failure {
      throw CommandFailure(
        .invalidInput, error == .noMemory ? "There is no memory to inflate the file." : "The file is damaged gzip.")
    }
  }

  /// How much of the file is read, from 0 to 1; nil where its size is not known.
  var progress: Double? { size.map { $0 == 0 ? 1 : min(1, Double(bytesRead) / Double($0)) } }

  private func begin() throws {
    hasBegun = true
    var start: [UInt8] = []
    // A pipe may give one byte, and gzip is told by two.
    while start.count < 2, case let piece = try pieces(), !piece.isEmpty { start += piece }
    first = start
    if Gzip.isGzip(start) {
      inflater = try GunzipStream { [unowned self] in try read() }
    }
  }

  private func read() throws -> [UInt8] {
    let piece = try first ?? pieces()
    first = nil
    bytesRead += piece.count
    return piece
  }
}
