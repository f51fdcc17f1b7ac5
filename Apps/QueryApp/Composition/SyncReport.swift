import Logging
import SegmentSync
import StrataService

/// Turns what the live segments report into log lines and metrics. Called on their threads.
struct SyncReport: Sendable {
  private let logger: Logger
  private let builds: Counter
  private let failures: Counter
  private let attempts: Counter

  init(metrics: Metrics, logger: Logger) {
    self.logger = logger
    builds = metrics.counter("strata_segment_builds_total", "Segments whose members were put together anew.")
    failures = metrics.counter(
      "strata_sync_failures_total", "Steps that failed and are tried again.", labels: ["part"])
    attempts = metrics.counter(
      "strata_webhook_attempts_total", "Attempts to deliver a webhook.", labels: ["delivered"])
  }

  func note(_ notice: SyncNotice) {
    switch notice {
    case .epochStarted: logger.notice("a new epoch has begun: every segment is built anew")
    case .built(let segment, let count):
      builds.increment()
      logger.info("segment built", metadata: ["segment": "\(segment)", "count": "\(count)"])
    case .failed(let segment, let why):
      logger.warning("segment cannot be evaluated", metadata: ["segment": "\(segment)", "why": "\(why)"])
    case .stepFailed(let error):
      failures.increment("segments")
      logger.error("following the profiles failed; it is tried again", metadata: ["error": "\(error)"])
    case .deliveryFailed(let error):
      failures.increment("outbox")
      logger.error("sending webhooks failed; it is tried again", metadata: ["error": "\(error)"])
    case .attempted(let endpoint, let delivered):
      attempts.increment("\(delivered)")
      logger.debug("webhook attempted", metadata: ["webhook": "\(endpoint)", "delivered": "\(delivered)"])
    case .endpointDisabled(let endpoint, let why):
      logger.warning("webhook disabled", metadata: ["webhook": "\(endpoint)", "why": "\(why)"])
    }
  }
}
