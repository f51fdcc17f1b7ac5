import Dispatch
package import SegmentModel
import Synchronization

/// Group commit: requests that arrive while a transaction is being written share the next one, and each is answered
/// when it is on disk.
///
/// Many callers, one writer thread, which blocks on the disk; nobody else does. What waits is bounded, and beyond
/// the bound a request is refused at once. Where the store fails, all that waits at that moment is refused with what
/// was to be written: each would otherwise wait for a failure of its own. Then something is written again and again
/// until that succeeds, for those who send nothing before they hear that it does.
package final class IngestPipeline<Log: ProfileLog>: Sendable {
  private let log: Log
  private let limits: PipelineLimits
  let observer: (any IngestObserver)?
  private let mentions: ErasureMentions
  private let queue: Mutex<IngestQueue>
  private let memory = Mutex(WriterMemory())
  private let writer = DispatchQueue(label: "strata.ingest.writer")

  /// What the writer remembers between transactions.
  private struct WriterMemory: Sendable {
    var reports = ClashReports()
    /// Groups still to be written with a savepoint a message, since one passed a bound.
    var isolatedGroups = 0
    /// Whether nothing was written since the last failure.
    var isFailing = false
    /// Whether an attempt to write is to come.
    var awaitsAttempt = false
  }

  /// Groups that are written with a savepoint a message after one passed a bound.
  private static var isolatedGroupsAfterLimit: Int { 100 }

  /// - Parameter namesOfIDs: the members of messages that hold ids of contacts, as the dialects say.
  package init(
    log: Log, limits: PipelineLimits = PipelineLimits(), namesOfIDs: Set<String> = [],
    observer: (any IngestObserver)? = nil
  ) {
    mentions = ErasureMentions(namesOfIDs: namesOfIDs)
    self.log = log
    self.limits = limits
    self.observer = observer
    queue = Mutex(IngestQueue(limits: limits))
  }

  /// Messages that wait now.
  package var waitingMessages: Int { queue.withLock { $0.waitingMessages } }

  /// - Returns: what became of each message, once it is on disk.
  /// - Throws: `IngestRefusal` with 429 where too much waits, with 503 where the store fails or the server stops; then
  ///   nothing of the request is stored.
  package func submit(_ batch: IngestBatch, source: Source?) async throws(IngestRefusal) -> IngestOutcome {
    try await withCheckedContinuation { continuation in
      submit(batch, source: source) { continuation.resume(returning: $0) }
    }.get()
  }

  /// - Parameter completion: called once, at once or on the writer's thread; it must not block.
  package func submit(
    _ batch: IngestBatch, source: Source?,
    completion: @escaping @Sendable (Result<IngestOutcome, IngestRefusal>) -> Void
  ) {
    let request = PendingRequest(batch: batch, source: source, completion: completion)
    switch queue.withLock({ $0.enqueue(request) }) {
    case .wait: return
    case .startWriter: writer.async { self.writeAll() }
    case .refuse(let refusal):
      observer?.refused(refusal)
      completion(.failure(refusal))
    }
  }

  /// Takes nothing more, and returns when everything taken is on disk or has been refused.
  package func flushAndStop() async {
    await withCheckedContinuation { continuation in
      for call in queue.withLock({ $0.stop { continuation.resume() } }) { call() }
    }
  }

  // MARK: - On the writer's thread

  private func writeAll() {
    while let group = queue.withLock({ $0.nextGroup() }) {
      let began = ContinuousClock.now
      do {
        let count = try write(group)
        if count < group.count { queue.withLock { $0.putBack(group[count...]) } }
      } catch {
        if began.duration(to: .now) >= limits.quickFailure {
          failAll(group, error)
        } else if group.count > 1 {
          writeOneByOne(group)
        } else {
          fail(group, error)
        }
      }
    }
    for call in queue.withLock({ $0.takeIdleCalls() }) { call() }
  }

  /// After a failure, so that a request which the store cannot take does not fail those that came with it. Two
  /// failures in a row are the store's own.
  private func writeOneByOne(_ group: [PendingRequest]) {
    var failures: [any Error] = []
    for (index, request) in group.enumerated() {
      if failures.count >= 2, let error = failures.last { return failAll(Array(group[index...]), error) }
      do {
        _ = try write([request])
        failures = []
      } catch {
        failures.append(error)
        fail([request], error)
      }
    }
  }

  /// Writes as many of the requests as there is time for, at least one, in one transaction, and answers them.
  /// - Returns: how many.
  private func write(_ group: [PendingRequest]) throws -> Int {
    var memory = memory.withLock { $0 }
    if memory.isolatedGroups > 0 {
      memory.isolatedGroups -= 1
      return try write(group, isolation: .eachMessage, memory: memory)
    }
    do {
      return try write(group, isolation: .none, memory: memory)
    } catch is ProfileLimitError {
      memory.isolatedGroups = Self.isolatedGroupsAfterLimit
      return try write(group, isolation: .eachMessage, memory: memory)
    }
  }

  private typealias Isolation = GroupWriter<Log.Transaction>.Isolation

  private func write(_ group: [PendingRequest], isolation: Isolation, memory: WriterMemory) throws -> Int {
    let limit = limits.groupTime
    let start = ContinuousClock.now
    let written = try log.write { transaction in
      let began = ContinuousClock.now
      let writer = GroupWriter(transaction, isolation: isolation, keepsRejected: true, mentions: mentions)
      var reports = memory.reports
      var results: [[MessageResult]] = []
      for request in group {
        if !results.isEmpty, began.duration(to: .now) >= limit { break }
        results.append(try writer.write(request.batch.items, source: request.source, reports: &reports))
      }
      try writer.finish()
      return (results: results, reports: reports)
    }
    var memory = memory
    memory.reports = written.value.reports
    memory.isFailing = false
    self.memory.withLock { $0 = memory }
    let outcomes = zip(group, written.value.results).map { request, results in
      IngestOutcome(of: request.batch.items, results, source: request.source, position: written.position)
    }
    observer?.committed(outcomes, in: start.duration(to: .now))
    for (request, outcome) in zip(group, outcomes) { request.completion(.success(outcome)) }
    return written.value.results.count
  }

  /// After a failure that is the store's own: what was to be written, and all that waits.
  private func failAll(_ requests: [PendingRequest], _ error: any Error) {
    fail(requests + queue.withLock { $0.takeWaiting() }, error)
  }

  private func fail(_ requests: [PendingRequest], _ error: any Error) {
    memory.withLock { $0.isFailing = true }
    observer?.failed(error, requests: requests.count)
    let refusal = IngestRefusal(
      503, .storeUnavailable, "the data cannot be written at the moment; send this again later",
      retryAfter: limits.retryAfterFailure)
    for request in requests { request.completion(.failure(refusal)) }
    attemptLater()
  }

  private func attemptLater() {
    let isFirst = memory.withLock { memory in
      defer { memory.awaitsAttempt = true }
      return !memory.awaitsAttempt
    }
    guard isFirst else { return }
    let nanoseconds = Int(clamping: Int64(limits.recoveryInterval / .nanoseconds(1)))
    writer.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [weak self] in self?.attempt() }
  }

  /// Writes something that nobody sent, where nothing that was sent has been written since the failure.
  private func attempt() {
    let isFailing = memory.withLock { memory in
      memory.awaitsAttempt = false
      return memory.isFailing
    }
    // Who writes now finds out as well.
    guard isFailing, queue.withLock({ $0.beginAttempt() }) else { return }
    do {
      _ = try log.write { try $0.writeNothing() }
      memory.withLock { $0.isFailing = false }
      observer?.recovered()
    } catch {
      failAll([], error)
    }
    writeAll()
  }
}
