import Foundation
import SegmentModel
import Synchronization
import TestSupport

@testable import strata

/// Runs commands in this process, on a data directory of its own.
final class CommandFixture: Sendable {
  struct Run {
    var status: CommandStatus
    var output: String
    var errors: String

    /// Standard output as JSON.
    func json() throws -> JSONValue { try JSONReader.read(output) }
  }

  let directory: TemporaryDirectory
  let clock: ManualClock

  init(now: String = "2026-11-24T12:00:00Z") throws {
    directory = try TemporaryDirectory()
    clock = ManualClock(Instant(now) ?? Instant(milliseconds: 0))
  }

  var data: String { directory.path(of: "data") }

  /// Runs `strata ARGUMENTS --data DIR` as it would be run without a terminal.
  /// - Parameter input: what stands on standard input.
  func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) -> Run {
    run(arguments + ["--data", data], input: input, environment: environment)
  }

  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:], isTerminal: Bool = false
  ) -> Run {
    let output = Mutex<[UInt8]>([])
    let errors = Mutex<[UInt8]>([])
    let rest = Mutex(Array(input.utf8))
    let console = Console(
      isInputTerminal: isTerminal, isOutputTerminal: isTerminal, isErrorTerminal: isTerminal, environment: environment,
      clock: clock, writeOutput: { bytes in output.withLock { $0 += bytes } },
      writeError: { bytes in errors.withLock { $0 += bytes } },
      readInput: {
        rest.withLock { rest in
          defer { rest = [] }
          return rest
        }
      })
    let status = Console.$current.withValue(console) { CommandRun.run(arguments) }
    return Run(
      status: status, output: String(decoding: output.withLock { $0 }, as: UTF8.self),
      errors: String(decoding: errors.withLock { $0 }, as: UTF8.self))
  }

  /// Writes a file beside the data directory.
  func file(_ name: String, _ text: String) throws -> String {
    let path = directory.path(of: name)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
