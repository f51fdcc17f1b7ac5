package import SegmentModel

/// What is answered over HTTP.
package struct IngestResponse: Sendable, Equatable {
  package static let positionHeader = "Strata-Position"
  static let challengeHeader = "WWW-Authenticate"

  package var status: Int
  /// By name as to be written.
  package var headers: [String: String]
  package var body: [UInt8]

  package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// 200 with a JSON body.
  package static func answer(_ body: JSONValue) -> IngestResponse {
    IngestResponse(status: 200, headers: ["Content-Type": "application/json"], body: body.bytes())
  }

  /// 200 with a JSON body and the place in the change feed from which on a query sees what was sent.
  package static func taken(_ body: JSONValue, position: Int64) -> IngestResponse {
    IngestResponse(
      status: 200, headers: ["Content-Type": "application/json", positionHeader: String(position)], body: body.bytes())
  }

  /// The same with a text for a body.
  package static func taken(text: String, position: Int64) -> IngestResponse {
    IngestResponse(
      status: 200, headers: ["Content-Type": "text/plain; charset=utf-8", positionHeader: String(position)],
      body: Array(text.utf8))
  }
}
