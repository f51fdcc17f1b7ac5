import SegmentModel
import SegmentStore
import Synchronization

/// Takes messages from the outbox and hands them to the destination: in order within endpoint and segment, within the
/// limits of `DeliverySlots`, as `EndpointBackoff` and `CountCoalescing` allow. Records how they fared.
///
/// A message is frozen (id and body on disk) before it is handed out, so that one whose result is lost is sent again
/// as it was. Owned by one thread, which calls `step()`.
final class OutboxSender {
  /// Messages that one step looks at for one endpoint.
  private static let messagesPerStep = 200

  let store: SegmentStore
  let profiles: any ProfileSnapshots
  let destination: any Destination
  let clock: any WallClock
  let source: String
  let report: (SyncNotice) -> Void
  private let results = OutboxResults()
  private let onCompletion: @Sendable () -> Void

  private var slots = DeliverySlots()
  var inFlight: [Int64: InFlight] = [:]
  private var lastWasCount: [Int64: Set<Int64>] = [:]
  /// The destination took nothing: nothing is sent before this.
  private var pausedUntil: Instant?

  struct InFlight {
    var message: OutboxMessage
    var segmentID: String?
    var isProbe: Bool
    var begunAt: Instant
  }

  /// - Parameter onCompletion: called from the destination's thread when a result is there for the next step.
  init(
    store: SegmentStore, profiles: any ProfileSnapshots, destination: any Destination, clock: any WallClock,
    source: String = "urn:strata", report: @escaping (SyncNotice) -> Void = { _ in },
    onCompletion: @escaping @Sendable () -> Void = {}
  ) {
    self.store = store
    self.profiles = profiles
    self.destination = destination
    self.clock = clock
    self.source = source
    self.report = report
    self.onCompletion = onCompletion
  }

  /// Records what has come back, then sends what may go.
  /// - Returns: when there may be more to send by time alone; nil where not.
  func step() throws -> Instant? {
    let finished = results.take()
    do {
      try record(finished)
    } catch {
      // Nothing of it is on disk: it is recorded by the next step.
      results.putBack(finished)
      throw error
    }
    let now = clock.now
    if let pausedUntil, now < pausedUntil { return pausedUntil }
    pausedUntil = nil
    let (tasks, dropped, next) = try choose(at: now)
    let begun: [Begun]
    do {
      begun = try begin(tasks, dropped, at: now)
    } catch {
      for task in tasks { free(task) }
      throw error
    }
    for (task, each) in zip(tasks, begun) {
      if let message = each.message { send(message, task, each.segmentID, at: now) } else { free(task) }
    }
    // What was only passed over, as a cursor without wish, may have made way for more.
    return tasks.count > begun.count(where: { $0.message != nil }) ? now : next
  }

  private func free(_ task: OutboxTask) { slots.free(endpoint: task.endpoint.row, segment: task.segment) }

  /// Takes a place for each task that it returns.
  private func choose(
    at now: Instant
  ) throws -> (tasks: [OutboxTask], dropped: [(WaitingSubscription, WaitingCount)], next: Instant?) {
    var tasks: [OutboxTask] = []
    var dropped: [(WaitingSubscription, WaitingCount)] = []
    var next: Instant?
    func wait(until instant: Instant?) {
      if let instant { next = min(next ?? instant, instant) }
    }
    try store.read { reading in
      let endpoints = try reading.endpointsWithMessages()
      let rows = Set(endpoints.map(\.row))
      lastWasCount = lastWasCount.filter { rows.contains($0.key) }
      for endpoint in endpoints {
        let permit = endpoint.backoff.permit(at: now)
        if case .nothing(let until) = permit {
          wait(until: until)
          continue
        }
        let choice = OutboxChoice(
          endpoint, messages: try reading.messages(of: endpoint.row, limit: Self.messagesPerStep),
          waiting: try reading.waiting(for: endpoint.row), inFlight: Set(inFlight.keys),
          lastWasCount: lastWasCount[endpoint.row] ?? [], at: now)
        dropped += choice.dropped
        wait(until: choice.nextInstant)
        let allowed = permit == .probe ? choice.tasks.prefix(1) : choice.tasks[...]
        if !takePlaces(for: allowed, endpoint, isProbe: permit == .probe, &tasks) { break }
      }
    }
    return (tasks, dropped, next)
  }

  /// False where nothing more can be sent to anybody.
  private func takePlaces(
    for kinds: ArraySlice<OutboxTask.Kind>, _ endpoint: WebhookEndpoint, isProbe: Bool, _ tasks: inout [OutboxTask]
  ) -> Bool {
    for kind in kinds {
      let task = OutboxTask(endpoint: endpoint, kind: kind, isProbe: isProbe)
      switch slots.take(endpoint: endpoint.row, segment: task.segment, failing: endpoint.backoff.isFailing) {
      case nil: tasks.append(task)
      case .segment: continue
      case .endpoint, .failing: return true
      case .all: return false
      }
    }
    return true
  }

  private func send(_ message: OutboxMessage, _ task: OutboxTask, _ segmentID: String?, at now: Instant) {
    guard let body = message.body else { return free(task) }
    inFlight[message.row] = InFlight(
      message: message, segmentID: segmentID, isProbe: task.isProbe, begunAt: now)
    if let segment = message.segment {
      if message.type == .countUpdated {
        lastWasCount[message.endpoint, default: []].insert(segment)
      } else {
        lastWasCount[message.endpoint]?.remove(segment)
      }
    }
    let attempt = DeliveryAttempt(
      messageID: message.id, timestamp: now, url: task.endpoint.settings.url, body: body.bytes,
      contentType: body.mediaType, secrets: task.endpoint.secrets(at: now))
    destination.send(attempt) { [results, onCompletion, row = message.row] result in
      results.put(row, result)
      onCompletion()
    }
  }

  private func record(_ finished: [(row: Int64, result: DeliveryResult)]) throws {
    let known = finished.compactMap { row, result in inFlight[row].map { ($0, result) } }
    guard !known.isEmpty else { return }
    let now = clock.now
    let outcomes = try store.write { writing in
      try known.map { try record($0, $1, at: now, writing) }
    }
    for ((flight, _), outcome) in zip(known, outcomes) {
      inFlight[flight.message.row] = nil
      slots.free(endpoint: flight.message.endpoint, segment: flight.message.segment)
      slots.mark(endpoint: flight.message.endpoint, failing: outcome.isFailing)
      pausedUntil = outcome.pausedUntil ?? pausedUntil
      for notice in outcome.notices { report(notice) }
    }
  }
}

/// Results between the destination's thread and the sender's.
private final class OutboxResults: Sendable {
  private let waiting = Mutex<[(row: Int64, result: DeliveryResult)]>([])

  func put(_ row: Int64, _ result: DeliveryResult) { waiting.withLock { $0.append((row, result)) } }

  func putBack(_ results: [(row: Int64, result: DeliveryResult)]) { waiting.withLock { $0 = results + $0 } }

  func take() -> [(row: Int64, result: DeliveryResult)] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

extension WebhookEndpoint {
  var backoff: EndpointBackoff {
    EndpointBackoff(
      consecutiveFailures: consecutiveFailures, failingSince: failingSince, nextAttemptAt: nextAttemptAt)
  }
}
