import Glibc
import SegmentModel

/// A file that a person names, or standard input as `-`.
struct InputFile {
  /// A definition in JSON is at most this long.
  static let maximumJSONBytes = 4 << 20
  private static let pieceBytes = 1 << 16

  let path: String
  private let console: Console

  init(_ path: String, console: Console = .current) {
    self.path = path
    self.console = console
  }

  /// - Throws: `InvalidInput` where it is not JSON; `CommandFailure` where it cannot be read.
  func json() throws -> JSONValue {
    let bytes = try bytes(upTo: Self.maximumJSONBytes)
    do {
      return try JSONReader.read(bytes)
    } catch {
      throw InvalidInput([InputError(.root, .badJSON, error.description)])
    }
  }

  /// The whole of it.
  /// - Throws: `CommandFailure` where it cannot be read, or is longer.
  func bytes(upTo limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let source = try pieces()
    while true {
      let piece = try source()
      if piece.isEmpty { return bytes }
      bytes += piece
      if bytes.count > limit { throw CommandFailure(.invalidInput, "\(name) is over \(limit) bytes.") }
    }
  }

  /// Gives the next bytes at each call, none at the end.
  func pieces() throws -> () throws -> [UInt8] {
    if path == "-" { return console.readInput }
    let file = OpenFile(open(path, O_RDONLY | O_CLOEXEC))
    guard file.descriptor >= 0 else { throw Self.failure(path, errno) }
    return { try Self.bytes(of: file.descriptor, named: path) }
  }

  private var name: String { path == "-" ? "standard input" : path }

  static func bytes(of descriptor: Int32, named name: String) throws -> [UInt8] {
    while true {
      var code: Int32 = 0
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: pieceBytes) { buffer, filled in
        count = read(descriptor, buffer.baseAddress, buffer.count)
        code = errno
        filled = max(count, 0)
      }
      if count >= 0 { return bytes }
      if code != EINTR { throw failure(name, code) }
    }
  }

  private static func failure(_ name: String, _ code: Int32) -> CommandFailure {
    CommandFailure(.failed, "\(name) cannot be read: \(String(cString: strerror(code))).")
  }
}

/// Closes the file when nobody reads it any more.
private final class OpenFile: Sendable {
  let descriptor: Int32

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
