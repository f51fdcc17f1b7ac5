import SegmentModel
import Synchronization

@testable import EventIngest

/// A store in memory, that can be made to wait or to fail.
final class MemoryProfileLog: ProfileLog {
  private let stored: Mutex<MemoryProfiles>
  private let counts = Mutex(Counts())
  private let failure = Mutex<BrokenStore?>(nil)
  /// Called at the start of each transaction, with its number from 1.
  private let onBegin: @Sendable (Int) -> Void

  struct Counts: Sendable {
    var begun = 0
    var commits = 0
    var savepoints = 0
    var contactWrites = 0
  }

  init(_ profiles: MemoryProfiles = MemoryProfiles(), onBegin: @escaping @Sendable (Int) -> Void = { _ in }) {
    stored = Mutex(profiles)
    self.onBegin = onBegin
  }

  var profiles: MemoryProfiles { stored.withLock { $0 } }
  var count: Counts { counts.withLock { $0 } }

  func change(_ body: (inout MemoryProfiles) -> Void) { stored.withLock { body(&$0) } }

  /// Nil mends it.
  func fail(with error: BrokenStore?) { failure.withLock { $0 = error } }

  func write<T: Sendable>(_ body: (MemoryTransaction) throws -> T) throws -> (value: T, position: Int64) {
    onBegin(
      counts.withLock {
        $0.begun += 1
        return $0.begun
      })
    let transaction = MemoryTransaction(profiles)
    let value = try body(transaction)
    // A full disk shows at the commit.
    if let error = failure.withLock({ $0 }) { throw error }
    stored.withLock { $0 = transaction.profiles }
    counts.withLock {
      $0.commits += 1
      $0.savepoints += transaction.savepoints
      $0.contactWrites += transaction.contactWrites
    }
    return (value, transaction.profiles.position)
  }
}
