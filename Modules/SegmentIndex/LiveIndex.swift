import FilterCompiler
import Glibc

/// The index, shared: many threads may evaluate at once, and one change it while nobody does.
///
/// A change that waits goes before evaluations that have not begun, however many there are; it waits for those under way.
package final class LiveIndex: SegmentBackend, @unchecked Sendable {
  // `lock` protects `index`: nobody gets at it but through `read` and `write`.
  private let index: ProfileIndex
  private let lock: UnsafeMutablePointer<pthread_rwlock_t>
  private let workers: WorkerPool

  /// - Parameters:
  ///   - index: nobody else's from now on.
  ///   - threads: that work on one heavy evaluation; those of several evaluations help each other out.
  package init(_ index: ProfileIndex, threads: Int = 1) {
    self.index = index
    workers = WorkerPool(threads: threads)
    lock = .allocate(capacity: 1)
    var attributes = pthread_rwlockattr_t()
    pthread_rwlockattr_init(&attributes)
    // The system's own choice lets readers in while others read, and a change wait for ever.
    pthread_rwlockattr_setkind_np(&attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
    pthread_rwlock_init(lock, &attributes)
    pthread_rwlockattr_destroy(&attributes)
  }

  deinit {
    pthread_rwlock_destroy(lock)
    lock.deallocate()
  }

  /// Never within another `read`: a change that waits between the two would wait for the outer, and the inner for it.
  package func read<T>(_ body: (IndexEvaluator) throws -> T) rethrows -> T {
    try reading { try body(IndexEvaluator(index, workers: workers)) }
  }

  /// Nobody sees what is half done; keep it short.
  package func write<T>(_ body: (ProfileIndex) throws -> T) rethrows -> T {
    pthread_rwlock_wrlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return try body(index)
  }

  private func reading<T>(_ body: () throws -> T) rethrows -> T {
    pthread_rwlock_rdlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return try body()
  }

  // MARK: On disk

  /// Writes the index to a file while it is evaluated.
  /// - Parameters:
  ///   - givesWay: to a change that waits, which is then held up for a few milliseconds at most; else for as long as it
  ///     takes to write everything into the system's cache, a second for some hundred megabytes.
  ///   - position: asked while nothing can change; else as those of `ProfileIndex.write`.
  /// - Returns: false where it gave up, and the file is as it was.
  /// - Throws: `IndexFileError`.
  package func save(
    to path: String, instance: String, givesWay: Bool = true, position: () -> Int64,
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> Bool {
    let file = try IndexFileWriter(path: path) { shouldStop() || givesWay && self.isChangeWaiting }
    let isWhole = try reading { try index.write(position: position(), instance: instance, to: file) }
    // What is left takes the disk alone.
    if isWhole { try file.commit() }
    return isWhole
  }

  /// Whether a change waits for those who read; asked by one of them.
  var isChangeWaiting: Bool {
    // While one does, nobody else is let in to read.
    guard pthread_rwlock_tryrdlock(lock) == 0 else { return true }
    pthread_rwlock_unlock(lock)
    return false
  }
}
