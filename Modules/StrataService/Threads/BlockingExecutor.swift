/// A few threads that run what blocks (SQLite, files), so that the cooperative pool never does.
///
/// Bounds: `threads` bodies run at once, `queueLimit` wait; one more is refused with `Overloaded`, which a client sees
/// as 503 with `Retry-After`. Its threads live until `shutdown`.
package final class BlockingExecutor: Sendable {
  /// Too much waits already.
  package struct Overloaded: Error {
    package init() {}
  }
  /// The program is ending.
  package struct Stopped: Error {
    package init() {}
  }

  private struct State {
    var jobs: [@Sendable () -> Void] = []
    /// Index in `jobs` of the next one; those before it are spent.
    var next = 0
    var threads: Int
    var isStopping = false
    var waiters: [CheckedContinuation<Void, Never>] = []

    var waiting: Int { jobs.count - next }

    mutating func take() -> (@Sendable () -> Void)? {
      guard next < jobs.count else { return nil }
      let job = jobs[next]
      next += 1
      // Moving what is left once half is spent costs a job O(1).
      if next * 2 >= jobs.count {
        jobs.removeFirst(next)
        next = 0
      }
      return job
    }
  }

  private let state: Monitor<State>
  private let queueLimit: Int

  package init(name: String, threads: Int, queueLimit: Int) {
    self.queueLimit = queueLimit
    state = Monitor(State(threads: threads))
    for index in 0..<threads {
      ServiceThread.start("\(name)-\(index)") { [state] in Self.work(state) }
    }
  }

  /// How many bodies wait for a thread.
  package var waiting: Int { state.withLock(\.waiting) }

  /// Runs `body` on one of the threads and gives what it gave, or throws what it threw. A task that is cancelled
  /// before its body has begun gets `CancellationError`, and the body never runs.
  /// - Throws: `Overloaded`, `Stopped`, `CancellationError`, what `body` throws.
  package func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await run { _ in try body() }
  }

  /// The same for a body that may take long.
  /// - Parameter body: asks now and then, on any thread, whether its task is cancelled.
  package func run<Result: Sendable>(
    _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Result
  ) async throws -> Result {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let refusal = enqueue {
          continuation.resume(
            with: Swift.Result {
              if cancellation.isCancelled { throw CancellationError() }
              return try body { cancellation.isCancelled }
            })
        }
        if let refusal { continuation.resume(throwing: refusal) }
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// Takes no more, runs what waits, and returns when the last thread has ended.
  package func shutdown() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let hasEnded = state.withLock { state in
        state.isStopping = true
        if state.threads > 0 { state.waiters.append(continuation) }
        return state.threads == 0
      }
      if hasEnded { continuation.resume() }
      state.wakeAll()
    }
  }

  private func enqueue(_ job: @escaping @Sendable () -> Void) -> (any Error)? {
    let refusal: (any Error)? = state.withLock { state in
      if state.isStopping { return Stopped() }
      if state.waiting >= queueLimit { return Overloaded() }
      state.jobs.append(job)
      return nil
    }
    if refusal == nil { state.wakeOne() }
    return refusal
  }

  private static func work(_ state: Monitor<State>) {
    while case let job? = state.wait(for: { state -> (@Sendable () -> Void)?? in
      if let job = state.take() { return .some(job) }
      return state.isStopping ? .some(nil) : nil
    }) {
      job()
    }
    let waiters = state.withLock { state in
      state.threads -= 1
      defer { if state.threads == 0 { state.waiters = [] } }
      return state.threads == 0 ? state.waiters : []
    }
    for waiter in waiters { waiter.resume() }
  }
}
