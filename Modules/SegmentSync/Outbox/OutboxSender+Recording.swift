import SegmentModel
import SegmentStore

/// What became of an attempt, for the sender's memory.
struct AttemptOutcome {
  var isFailing = false
  var pausedUntil: Instant?
  var notices: [SyncNotice] = []
}

extension OutboxSender {
  /// Writes how an attempt ended: the attempt itself, the endpoint's backoff, and what becomes of the message.
  func record(
    _ flight: InFlight, _ result: DeliveryResult, at now: Instant, _ writing: SegmentWriting
  ) throws -> AttemptOutcome {
    let message = flight.message
    // With the endpoint its messages have gone.
    guard let endpoint = try writing.endpoint(row: message.endpoint) else { return AttemptOutcome() }
    let verdict = DeliveryVerdict(result)
    var backoff = endpoint.backoff
    var generator = SystemRandomNumberGenerator()
    let action = backoff.record(
      verdict, probe: flight.isProbe, refusals: message.refusals, at: now, using: &generator)
    try writing.setBackoff(
      of: endpoint.row, consecutiveFailures: backoff.consecutiveFailures, failingSince: backoff.failingSince,
      nextAttemptAt: backoff.nextAttemptAt)
    var outcome = AttemptOutcome(isFailing: backoff.isFailing)
    if verdict != .unsent {
      try writing.record(
        RecordedAttempt(flight, result), of: endpoint.row)
      outcome.notices.append(.attempted(endpoint: endpoint.id, delivered: verdict == .delivered))
    }
    switch action {
    case .delivered: try writing.delivered(message)
    case .retry(_, let refusals): try writing.setRefusals(refusals, of: message)
    case .deadLetter: try writing.bury(message)
    case .sendAgain(let from): outcome.pausedUntil = from
    case .disable(let reason):
      try writing.disableEndpoint(endpoint.row, because: reason.sentence, at: now)
      outcome.notices.append(.endpointDisabled(endpoint.id, why: reason.sentence))
    }
    return outcome
  }
}

extension RecordedAttempt {
  fileprivate init(_ flight: OutboxSender.InFlight, _ result: DeliveryResult) {
    switch result {
    case .answered(let status, _, let bodyPrefix, let milliseconds):
      self.init(
        message: flight.message.id, type: flight.message.type, segment: flight.segmentID, at: flight.begunAt,
        status: status, failure: nil, duration: milliseconds, answer: bodyPrefix)
    case .failed(let failure, let milliseconds):
      self.init(
        message: flight.message.id, type: flight.message.type, segment: flight.segmentID, at: flight.begunAt,
        status: nil, failure: "\(failure.code.rawValue): \(failure.sentence)", duration: milliseconds, answer: [])
    }
  }
}
