/// A way in which clients say what happened: paths, bodies and answers. An implementation is a folder of
/// `Plugins/IngestDialects`; the composition root of the ingest server registers it.
package protocol IngestDialect: Sendable {
  /// For logs and metrics.
  var name: String { get }

  /// The methods of a path; nil where the dialect does not have it.
  func methods(at path: String) -> [String]?

  /// Understands a request to one of its paths with one of its methods.
  /// - Throws: `IngestRefusal` where the request as a whole cannot be taken.
  func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch

  /// The answer once everything is on disk.
  func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse

  /// The answer to what is not taken.
  func response(to refusal: IngestRefusal) -> IngestResponse
}

extension IngestDialect {
  package func response(to refusal: IngestRefusal) -> IngestResponse { refusal.response }
}
