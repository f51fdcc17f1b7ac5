import SegmentModel
import SegmentStore
import TestSupport
import Testing

@Suite struct UntilWrittenTests {
  private let directory: TemporaryDirectory
  private let store: SegmentStore
  private let other: SegmentStore
  private let now = Instant(milliseconds: 1_000_000)

  init() throws {
    directory = try TemporaryDirectory()
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    other = try SegmentStore(path: directory.path(of: "segments.sqlite"))
  }

  @Test func anAnswerHoldsUntilSomebodyWrites() async throws {
    let answers = UntilWritten<String, Int>(store)
    var asked = 0
    func answer(_ key: String) async throws -> Int? {
      try await answers.answer(to: key) {
        asked += 1
        return asked
      }
    }
    #expect(try await answer("a") == 1)
    #expect(try await answer("a") == 1)
    #expect(try await answer("b") == 2)
    try write(to: store, hash: 1)
    #expect(try await answer("a") == 3)
    #expect(try await answer("b") == 4)
    // As another process does.
    try write(to: other, hash: 2)
    #expect(try await answer("a") == 5)
    #expect(try await answer("a") == 5)
  }

  @Test func whatIsWrittenDuringTheReadingIsAskedForAgain() async throws {
    let answers = UntilWritten<String, Int>(store)
    let early = try await answers.answer(to: "a") {
      try write(to: other, hash: 1)
      return 1
    }
    #expect(early == 1)
    #expect(try await answers.answer(to: "a") { 2 } == 2)
  }

  @Test func whatIsNotThereIsAskedForEachTime() async throws {
    let answers = UntilWritten<String, Int>(store)
    #expect(try await answers.answer(to: "a") { nil } == nil)
    #expect(try await answers.answer(to: "a") { 1 } == 1)
  }

  private func write(to store: SegmentStore, hash: UInt8) throws {
    _ = try store.write { [now] in
      try $0.insertToken(name: "t", hash: [hash], scopes: [.read], expiresAt: nil, at: now)
    }
  }
}
