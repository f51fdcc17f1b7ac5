import EventIngest
import Logging
import StrataService
import Synchronization

/// What the pipeline does, as metrics, log and readiness.
final class IngestReport: IngestObserver {
  private let messages: Counter
  private let rejections: Counter
  private let requests: Counter
  private let commits: Histogram
  private let readiness: Readiness
  private let logger: Logger
  /// Whether the last transaction failed, so that a long failure is one line in the log.
  private let isFailing = Mutex(false)

  init(metrics: Metrics, readiness: Readiness, logger: Logger) {
    messages = metrics.counter(
      "strata_ingest_messages_total", "Messages by what became of them.", labels: ["result"])
    rejections = metrics.counter("strata_ingest_rejected_total", "Rejected messages by reason.", labels: ["code"])
    requests = metrics.counter(
      "strata_ingest_refused_requests_total", "Requests refused for their rate or by the pipeline, by reason.",
      labels: ["code"])
    commits = metrics.histogram("strata_ingest_commit_seconds", "Time of a transaction, to the disk.")
    self.readiness = readiness
    self.logger = logger
  }

  func committed(_ outcomes: [IngestOutcome], in duration: Duration) {
    commits.observe(duration)
    count(outcomes.map(\.accepted), "accepted")
    count(outcomes.map(\.duplicates), "duplicate")
    count(outcomes.map(\.rejected.count), "rejected")
    for outcome in outcomes {
      for each in outcome.rejected { rejections.increment(each.rejection.code) }
    }
    recovered()
  }

  func recovered() {
    let hadFailed = isFailing.withLock { failing in
      defer { failing = false }
      return failing
    }
    if hadFailed {
      logger.notice("the store takes writes again")
      readiness.report(IngestServices.storePart, .ready)
    }
  }

  func failed(_ error: any Error, requests count: Int) {
    if count > 0 { requests.increment(by: Double(count), IngestRefusal.Code.storeUnavailable.rawValue) }
    let isFirst = isFailing.withLock { failing in
      defer { failing = true }
      return !failing
    }
    if isFirst {
      logger.error("the store does not take writes", metadata: ["error": "\(error)"])
      readiness.report(IngestServices.storePart, .failed("profiles.sqlite does not take writes; the log says why"))
    }
  }

  func refused(_ refusal: IngestRefusal) {
    requests.increment(refusal.code)
  }

  private func count(_ counts: [Int], _ result: String) {
    let sum = counts.reduce(0, +)
    if sum > 0 { messages.increment(by: Double(sum), result) }
  }
}
