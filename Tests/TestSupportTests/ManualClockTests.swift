import Foundation
import SegmentModel
import TestSupport
import Testing

@Suite struct ManualClockTests {
  @Test func clockStandsUntilItIsMoved() {
    let clock = ManualClock(instant("2024-06-15T12:00Z"))
    #expect(clock.now == clock.now)
    clock.advance(milliseconds: 1500)
    #expect(clock.now == instant("2024-06-15T12:00:01.5Z"))
    clock.advance(milliseconds: -1500)
    #expect(clock.now == instant("2024-06-15T12:00Z"))
    clock.set(instant("2025-01-01T00:00Z"))
    #expect(clock.now == instant("2025-01-01T00:00Z"))
  }

  @Test func clockCanBeMovedFromManySides() async {
    let clock = ManualClock(Instant(milliseconds: 0))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 { group.addTask { clock.advance(milliseconds: 1) } }
    }
    #expect(clock.now == Instant(milliseconds: 100))
  }

  @Test func directoryGoesWithItsHolder() throws {
    var directory: TemporaryDirectory? = try TemporaryDirectory()
    let path = try #require(directory?.path)
    let file = try #require(directory?.path(of: "a.txt"))
    #expect(FileManager.default.createFile(atPath: file, contents: Data([1])))
    #expect(FileManager.default.fileExists(atPath: path))
    directory = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
