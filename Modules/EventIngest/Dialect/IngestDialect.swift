/// A way in which clients say what happened: paths, bodies and answers. An implementation is a folder of
/// `Plugins/IngestDialects`; the composition root of the ingest server registers it.
package protocol IngestDialect: Sendable {
  /// For logs and metrics.
  var name: String { get }

  var routes: [IngestRoute] { get }

  /// The members of its messages that hold ids of contacts, at whatever depth: by them a refused message is known as one
  /// of somebody who is erased.
  var namesOfIDs: Set<String> { get }

  /// The answer to a call that asks something and sends nothing; nil for the others.
  func question(in request: IngestRequest) -> IngestQuestion?

  /// Understands a request to one of its routes.
  /// - Throws: `IngestRefusal` where the request as a whole cannot be taken.
  func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch

  /// The answer once everything is on disk.
  func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse

  /// The answer to what is not taken.
  func response(to refusal: IngestRefusal) -> IngestResponse
}

/// A method and the path that has it; a part of the path in braces stands for any text: `/v1/projects/{key}/settings`.
package struct IngestRoute: Sendable, Hashable {
  package var method: String
  package var path: String

  package init(_ method: String, _ path: String) {
    self.method = method
    self.path = path
  }
}

/// What a client asks at its start. It is answered to those whose key is known.
package struct IngestQuestion: Sendable {
  package var writeKey: String?
  package var answer: IngestResponse

  package init(writeKey: String?, answer: IngestResponse) {
    self.writeKey = writeKey
    self.answer = answer
  }
}

extension IngestDialect {
  package func question(in request: IngestRequest) -> IngestQuestion? { nil }

  package func response(to refusal: IngestRefusal) -> IngestResponse { refusal.response }
}
