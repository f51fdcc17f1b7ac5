import FilterCompiler
import Glibc

/// The index, shared: many threads may evaluate at once, and one change it while nobody does.
package final class LiveIndex: SegmentBackend, @unchecked Sendable {
  // `lock` protects `index`: nobody gets at it but through `read` and `write`.
  private let index: ProfileIndex
  private let lock: UnsafeMutablePointer<pthread_rwlock_t>

  /// - Parameter index: nobody else's from now on.
  package init(_ index: ProfileIndex) {
    self.index = index
    lock = .allocate(capacity: 1)
    pthread_rwlock_init(lock, nil)
  }

  deinit {
    pthread_rwlock_destroy(lock)
    lock.deallocate()
  }

  package func read<T>(_ body: (IndexEvaluator) throws -> T) rethrows -> T {
    pthread_rwlock_rdlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return try body(IndexEvaluator(index))
  }

  /// Nobody sees what is half done; keep it short.
  package func write<T>(_ body: (ProfileIndex) throws -> T) rethrows -> T {
    pthread_rwlock_wrlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return try body(index)
  }
}
