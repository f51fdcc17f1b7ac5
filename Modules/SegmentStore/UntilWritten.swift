import Synchronization

/// Answers of a store that hold until somebody writes to it, this process or another. Whoever asks again meanwhile has
/// them without waiting for a thread that may block.
package final class UntilWritten<Key: Hashable & Sendable, Answer: Sendable>: Sendable {
  private struct Kept {
    var version: Int64
    var answers: [Key: Answer] = [:]
  }

  private static var most: Int { 1000 }

  private let store: SegmentStore
  private let kept = Mutex(Kept(version: -1))

  package init(_ store: SegmentStore) { self.store = store }

  /// Takes a few microseconds where the answer is known.
  /// - Parameter read: is asked where it is not; nil is not kept.
  /// - Throws: `SegmentStoreError`, and what `read` throws.
  package func answer(to key: Key, _ read: () async throws -> Answer?) async throws -> Answer? {
    // Before the reading: what is written during it may not be in the answer.
    let version = try store.dataVersion()
    if let known = kept.withLock({ $0.version == version ? $0.answers[key] : nil }) { return known }
    guard let answer = try await read() else { return nil }
    kept.withLock { kept in
      if kept.version != version || kept.answers.count >= Self.most { kept = Kept(version: version) }
      kept.answers[key] = answer
    }
    return answer
  }
}
