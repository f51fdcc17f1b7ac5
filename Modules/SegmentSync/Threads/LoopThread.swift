import Dispatch
import Foundation
import Synchronization

/// A thread that takes a turn again and again until it is stopped.
final class LoopThread: Sendable {
  private let isStopping = Atomic<Bool>(false)
  private let wakeUp = WakeUp()
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - takesLastTurn: one more when it is stopped, for what came in until then.
  ///   - makeTurn: called on the thread itself. What it returns belongs to that thread: it takes one turn and says for
  ///     how many milliseconds to wait for a ring before the next.
  func start(name: String, takesLastTurn: Bool = false, _ makeTurn: @escaping @Sendable () -> () -> Int64) {
    let thread = Thread { [self] in
      let turn = makeTurn()
      while !isStopping.load(ordering: .acquiring) { wakeUp.wait(milliseconds: turn()) }
      if takesLastTurn { _ = turn() }
      ended.signal()
    }
    thread.name = name
    thread.start()
  }

  /// The next turn is taken at once.
  func ring() { wakeUp.ring() }

  /// Waits for the turn under way to end; there is none after it, but for a last one. Once, and only of one that was started.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    wakeUp.ring()
    ended.wait()
  }
}
