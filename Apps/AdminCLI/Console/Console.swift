import Foundation
import Glibc
import SegmentModel

/// What a command meets of the outside: the three standard streams, the environment, the clock.
///
/// A task-local value, so that a test runs a command within its own process and holds all of it.
struct Console: Sendable {
  @TaskLocal static var current = Console.ofProcess

  var isInputTerminal: Bool
  var isOutputTerminal: Bool
  var isErrorTerminal: Bool
  var environment: [String: String]
  var clock: any WallClock
  var writeOutput: @Sendable ([UInt8]) -> Void
  var writeError: @Sendable ([UInt8]) -> Void
  /// The next bytes of standard input; none at its end.
  var readInput: @Sendable () throws -> [UInt8]

  static let ofProcess = Console(
    isInputTerminal: isatty(STDIN_FILENO) != 0, isOutputTerminal: isatty(STDOUT_FILENO) != 0,
    isErrorTerminal: isatty(STDERR_FILENO) != 0, environment: ProcessInfo.processInfo.environment,
    clock: SystemClock(), writeOutput: { write($0, to: STDOUT_FILENO) }, writeError: { write($0, to: STDERR_FILENO) },
    readInput: { try InputFile.bytes(of: STDIN_FILENO, named: "standard input") })

  /// Colours are for terminals, and for those who have not said otherwise (https://no-color.org).
  var usesColor: Bool {
    isOutputTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// A line for people, on standard error.
  func tell(_ text: String) {
    writeError(Array((text + "\n").utf8))
  }

  /// Asks a person who sits there; nil where nobody does.
  func ask(_ question: String) throws -> Bool? {
    guard isInputTerminal, isErrorTerminal else { return nil }
    writeError(Array("\(question) [y/N] ".utf8))
    let answer = String(decoding: try readInput(), as: UTF8.self).trimmedASCII.lowercased()
    return answer == "y" || answer == "yes"
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nobody reads any more: there is nobody to tell either.
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
