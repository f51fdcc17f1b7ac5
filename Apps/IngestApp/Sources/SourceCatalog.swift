import EventIngest
import SegmentModel
import StrataService
import Synchronization
import TrackedPropertyStore

/// The sources of the store, remembered for a moment: a key that is made or revoked counts after `freshness`.
final class SourceCatalog: SourceDirectory {
  /// Milliseconds that an answer is remembered.
  static let freshness: Int64 = 100
  /// Keys that are remembered; beyond it all are forgotten.
  static let capacity = 1000

  private let profiles: ProfileDatabase
  private let allowsKeyless: Bool
  private let clock: any WallClock
  private let executor: BlockingExecutor
  private let memory = Mutex(Memory())

  private struct Memory {
    var listing: Remembered<[Source]>?
    /// By hashes: no key stays in memory.
    var keys: [KeyHash: Remembered<Source?>] = [:]
  }

  private struct Remembered<Answer> {
    var answer: Answer
    var at: Instant

    func isFresh(at now: Instant) -> Bool {
      (0..<SourceCatalog.freshness).contains(now.milliseconds - at.milliseconds)
    }
  }

  /// - Parameters:
  ///   - allowsKeyless: whether sources that need no key are heard at all.
  ///   - executor: on which the store is asked.
  init(profiles: ProfileDatabase, allowsKeyless: Bool, clock: any WallClock, executor: BlockingExecutor) {
    self.profiles = profiles
    self.allowsKeyless = allowsKeyless
    self.clock = clock
    self.executor = executor
  }

  func source(writeKey: String) async throws(IngestRefusal) -> Source? {
    let now = clock.now
    let hash = KeyHash(key: writeKey)
    if let known = memory.withLock({ $0.keys[hash] }), known.isFresh(at: now) { return known.answer }
    let source = try await ask { try $0.source(writeKey: writeKey) }
    memory.withLock { memory in
      if memory.keys.count >= Self.capacity { memory.keys.removeAll() }
      memory.keys[hash] = Remembered(answer: source, at: now)
    }
    return source
  }

  func keylessSources() async throws(IngestRefusal) -> [Source] {
    allowsKeyless ? try await all().filter(\.isKeyless) : []
  }

  /// Whether some source takes messages from pages of this origin, with or without a key.
  func mayHear(origin: String) async throws(IngestRefusal) -> Bool {
    try await all().contains { source in
      if source.revokedAt != nil || source.isKeyless && !allowsKeyless { return false }
      return source.allowedOrigins.isEmpty ? !source.isKeyless : source.allows(origin: origin)
    }
  }

  private func all() async throws(IngestRefusal) -> [Source] {
    let now = clock.now
    if let known = memory.withLock({ $0.listing }), known.isFresh(at: now) { return known.answer }
    let sources = try await ask { try $0.sources().map(\.source) }
    memory.withLock { $0.listing = Remembered(answer: sources, at: now) }
    return sources
  }

  private func ask<Answer: Sendable>(
    _ body: @escaping @Sendable (ProfileReader) throws -> Answer
  ) async throws(IngestRefusal) -> Answer {
    do {
      return try await executor.run { [profiles] in try profiles.read(body) }
    } catch {
      throw IngestRefusal(503, .storeUnavailable, "the sources cannot be read; send this again later", retryAfter: 5)
    }
  }
}
