import GRDB
import Synchronization

/// The names that the readers of a database have met, for all its connections.
final class ReadNames: Sendable {
  private let cache = Mutex(NameCache())

  func withCache<T: Sendable>(_ body: (inout NameCache) throws -> T) rethrows -> T {
    try cache.withLock { try body(&$0) }
  }
}
