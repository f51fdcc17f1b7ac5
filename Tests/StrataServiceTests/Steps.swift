import Synchronization

/// What happened in a test, in order, told from any thread.
final class Steps: Sendable {
  private let steps = Mutex<[String]>([])

  var all: [String] { steps.withLock { $0 } }

  func add(_ step: String) {
    steps.withLock { $0.append(step) }
  }
}
