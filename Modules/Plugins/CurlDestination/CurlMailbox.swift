import CCurl
import Dispatch
import Glibc
import SegmentSync
import Synchronization

/// An attempt that was asked for, with whom to tell.
struct CurlOrder: Sendable {
  let attempt: DeliveryAttempt
  let completion: @Sendable (DeliveryResult) -> Void
}

/// A libcurl multi handle. The loop's thread alone uses it, but for `curl_multi_wakeup`, which may be called from any
/// thread; the mutex of ``CurlMailbox`` keeps that from happening once the handle has been cleaned up.
struct CurlMulti: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer
}

/// What the callers of a ``CurlDestination`` and its thread share.
final class CurlMailbox: Sendable {
  enum Phase: Sendable, Equatable {
    case open
    /// Takes no more; what is in flight may go on until then.
    case draining(until: ContinuousClock.Instant)
    /// Nothing is in flight; attempts are refused.
    case closed
    /// The destination is gone, and its thread ends.
    case abandoned
  }

  /// An order that is not carried out. What it would have sent is already let go.
  struct Refusal: Sendable {
    let failure: DeliveryFailure
    let completion: @Sendable (DeliveryResult) -> Void
  }

  /// What the thread finds when it looks.
  struct Round: Sendable {
    var orders: [CurlOrder]
    var refusals: [Refusal]
    var phase: Phase
  }

  private struct State: Sendable {
    var phase = Phase.open
    var orders: [CurlOrder] = []
    var refusals: [Refusal] = []
    var multi: CurlMulti?
    var thread: pthread_t?
    var waiting: [DispatchSemaphore] = []

    /// Under the mutex, so that the handle is there while it is used.
    func wake() {
      if let multi { curl_multi_wakeup(multi.handle) }
    }

    mutating func refuseOrders() {
      refusals += orders.map { Refusal(failure: .shutDown, completion: $0.completion) }
      orders = []
    }
  }

  private let state: Mutex<State>
  private let capacity: Int

  init(multi: CurlMulti, capacity: Int) {
    state = Mutex(State(multi: multi))
    self.capacity = capacity
  }
}

// For the callers.
extension CurlMailbox {
  func put(_ order: CurlOrder) {
    state.withLock { state in
      if state.phase != .open {
        state.refusals.append(Refusal(failure: .shutDown, completion: order.completion))
      } else if state.orders.count >= capacity {
        state.refusals.append(Refusal(failure: .overloaded, completion: order.completion))
      } else {
        state.orders.append(order)
      }
      state.wake()
    }
  }

  /// Takes no more, and returns once nothing is in flight, at `deadline` or a little later. On the loop's own thread,
  /// which cannot wait for itself, it returns at once.
  func drain(until deadline: ContinuousClock.Instant) {
    let done = DispatchSemaphore(value: 0)
    let waits = state.withLock { state in
      if state.phase == .open { state.phase = .draining(until: deadline) }
      guard case .draining = state.phase else { return false }
      state.refuseOrders()
      state.wake()
      if let thread = state.thread, pthread_equal(thread, pthread_self()) != 0 { return false }
      state.waiting.append(done)
      return true
    }
    if waits { done.wait() }
  }

  func abandon() {
    state.withLock { state in
      state.phase = .abandoned
      state.refuseOrders()
      state.wake()
    }
  }
}

// For the loop's thread.
extension CurlMailbox {
  func begin() {
    state.withLock { $0.thread = pthread_self() }
  }

  /// What there is to do, with at most `room` orders, oldest first.
  func take(room: Int) -> Round {
    state.withLock { state in
      let orders = Array(state.orders.prefix(max(room, 0)))
      state.orders.removeFirst(orders.count)
      defer { state.refusals = [] }
      return Round(orders: orders, refusals: state.refusals, phase: state.phase)
    }
  }

  /// Nothing is in flight any more: lets those go that wait for it.
  func close() {
    state.withLock { state in
      if case .draining = state.phase { state.phase = .closed }
      for done in state.waiting { done.signal() }
      state.waiting = []
    }
  }

  /// Gives up the handle, which is then the loop's to clean up.
  func end() {
    state.withLock { $0.multi = nil }
  }
}

extension DeliveryFailure {
  static var shutDown: DeliveryFailure {
    DeliveryFailure(.shutDown, "The server is shutting down. The message is sent again after the next start.")
  }

  static var overloaded: DeliveryFailure {
    DeliveryFailure(.overloaded, "Too many messages wait to be sent. This one is sent again later.")
  }
}
