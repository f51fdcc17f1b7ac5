import SegmentModel
import SegmentStore

/// What may be sent to one endpoint now: at most one message a segment, the oldest first.
struct OutboxChoice {
  private(set) var tasks: [OutboxTask.Kind] = []
  /// Waiting counts that tell the endpoint nothing new.
  private(set) var dropped: [(WaitingSubscription, WaitingCount)] = []
  /// When something that waits for its time may go; nil where nothing does.
  private(set) var nextInstant: Instant?

  /// - Parameters:
  ///   - messages: those begun, then those decided, the oldest first.
  ///   - inFlight: rows of messages that are under way.
  ///   - lastWasCount: segments whose last message was a count, so that counts and members take turns.
  init(
    _ endpoint: WebhookEndpoint, messages: [OutboxMessage], waiting: [WaitingSubscription], inFlight: Set<Int64>,
    lastWasCount: Set<Int64>, at now: Instant
  ) {
    var served: Set<Int64> = []
    let waitingBySegment = Dictionary(waiting.map { ($0.segment, $0) }, uniquingKeysWith: { first, _ in first })
    for message in messages {
      // In order within a segment: only the first may go.
      if let segment = message.segment, !served.insert(segment).inserted { continue }
      if inFlight.contains(message.row) { continue }
      tasks.append(first(before: message, message.segment.flatMap { waitingBySegment[$0] }))
    }
    for each in waiting where !served.contains(each.segment) {
      take(each, endpoint, prefersMembers: lastWasCount.contains(each.segment), at: now)
    }
  }

  /// Changes that came before a definition are told before it.
  private func first(before message: OutboxMessage, _ waiting: WaitingSubscription?) -> OutboxTask.Kind {
    guard message.body == nil, let last = message.afterChange, let waiting, waiting.areMembersWaiting,
      waiting.wantsMembers
    else { return .message(message) }
    if waiting.needsReset { return .reset(waiting) }
    return waiting.cursor < last ? .members(waiting, through: last) : .message(message)
  }

  private mutating func take(
    _ waiting: WaitingSubscription, _ endpoint: WebhookEndpoint, prefersMembers: Bool, at now: Instant
  ) {
    if !(prefersMembers && waiting.areMembersWaiting), let count = waiting.count,
      takes(count, of: waiting, endpoint, at: now)
    {
      return
    }
    if waiting.areMembersWaiting {
      tasks.append(waiting.needsReset ? .reset(waiting) : .members(waiting, through: .max))
    }
  }

  private mutating func takes(
    _ count: WaitingCount, of waiting: WaitingSubscription, _ endpoint: WebhookEndpoint, at now: Instant
  ) -> Bool {
    let coalescing = CountCoalescing(
      minInterval: endpoint.settings.minInterval, lastCount: waiting.lastCount, lastBegunAt: waiting.countBegunAt,
      isOutstanding: waiting.isCountOutstanding)
    switch coalescing.decide(count: count.count, at: now) {
    case .send(let previous):
      tasks.append(.count(waiting, count, previous: previous))
      return true
    case .wait(let until): nextInstant = min(nextInstant ?? until, until)
    case .waitForPrevious: break
    case .drop: dropped.append((waiting, count))
    }
    return false
  }
}
