package import SegmentModel

/// What a dialect needs of an HTTP request; it knows no server.
package struct IngestRequest: Sendable {
  package var method: String
  /// Without the query, as sent.
  package var path: String
  /// Decoded; of a name that stands twice, the first.
  package var query: [String: String]
  /// By lower-case name.
  package var headers: [String: String]
  package var body: [UInt8]
  package var receivedAt: Instant

  package init(
    method: String, path: String, query: [String: String] = [:], headers: [String: String] = [:], body: [UInt8] = [],
    receivedAt: Instant
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.receivedAt = receivedAt
  }

  /// Where the page is that sent this; `null` for one without an origin.
  package var origin: String? { headers["origin"] }
}
