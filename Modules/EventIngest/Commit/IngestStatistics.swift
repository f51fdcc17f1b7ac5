/// What the pipeline has done since it started, for `/metrics`.
package struct IngestStatistics: Sendable, Equatable {
  package var accepted = 0
  package var duplicates = 0
  /// By code.
  package var rejected: [String: Int] = [:]
  /// Transactions on disk.
  package var commits = 0
  /// Requests that were answered with 503 since the store did not write.
  package var failedRequests = 0
  /// Requests that were answered with 503 since too much was waiting.
  package var refusedRequests = 0
  /// Messages that wait now.
  package var waitingMessages = 0

  package init() {}

  mutating func count(_ outcome: IngestOutcome) {
    accepted += outcome.accepted
    duplicates += outcome.duplicates
    for each in outcome.rejected { rejected[each.rejection.code, default: 0] += 1 }
  }
}
