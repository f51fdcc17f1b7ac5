import Foundation
import SegmentModel
import StrataService
import Synchronization
import TestSupport
import Testing

@testable import strata

@Suite struct ImportInputTests {
  /// Standard input that gives so many bytes at a time, as a pipe may.
  private func text(of bytes: [UInt8], size: Int) throws -> String {
    let rest = Mutex(bytes[...])
    let console = Console(
      isInputTerminal: false, isOutputTerminal: false, isErrorTerminal: false, environment: [:],
      clock: ManualClock(Instant(milliseconds: 0)), writeOutput: { _ in }, writeError: { _ in },
      readInput: {
        rest.withLock { rest in
          defer { rest = rest.dropFirst(size) }
          return Array(rest.prefix(size))
        }
      })
    let input = try ImportInput("-", console: console)
    var taken: [UInt8] = []
    while case let piece = try input.next(), !piece.isEmpty { taken += piece }
    #expect(input.bytesRead == bytes.count)
    return String(decoding: taken, as: UTF8.self)
  }

  @Test(arguments: [1, 2, 3, 1000])
  func compressionIsSeenHoweverThePiecesAreCut(size: Int) throws {
    let table = "userId,note\n1,x\n"
    #expect(try text(of: Gzip.deflate(Array(table.utf8)), size: size) == table)
    for plain in ["", "u", "us", table] { #expect(try text(of: Array(plain.utf8), size: size) == plain) }
  }
}
