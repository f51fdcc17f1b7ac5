package import SegmentModel

/// Why a request as a whole is not taken.
package struct IngestRefusal: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    case badJSON, badBody, badEncoding, unsupportedEncoding, bodyTooSlow, bodyTooLarge, messageTooLarge, tooManyMessages
    case unknownKey, missingKey, originNotAllowed
    case notFound, notSupported
    case overloaded, rateLimited, storeUnavailable, stopping
    /// The one message of a single call is invalid; `IngestRefusal.code` is then that of the rejection.
    case invalidMessage
  }

  package var status: Int
  /// Stable, for programs.
  package var code: String
  /// A sentence for the person who must act.
  package var message: String
  /// What of the body it is about, where that is the reason.
  package var pointer = JSONPointer.root
  /// Seconds after which to try again.
  package var retryAfter: Int?
  /// Place in the change feed, where the refusal itself was recorded.
  package var position: Int64?

  package init(_ status: Int, _ code: Code, _ message: String, retryAfter: Int? = nil) {
    self.status = status
    self.code = code.rawValue
    self.message = message
    self.retryAfter = retryAfter
  }

  /// The one message of a single call is invalid.
  package init(_ rejection: Rejection, position: Int64?) {
    let isTooLarge = rejection.code == Rejection.Code.messageTooLarge.rawValue
    self.init(isTooLarge ? 413 : 400, .invalidMessage, rejection.message)
    code = rejection.code
    pointer = rejection.pointer
    self.position = position
  }

  /// `application/problem+json` (RFC 9457), with the `code` and `message` that existing clients look for. For bad input,
  /// which is all that is answered with 400, `errors` says where it is.
  package var response: IngestResponse {
    var members = [
      JSONMember("type", "about:blank"), JSONMember("title", .string(title)),
      JSONMember("status", .number(Double(status))), JSONMember("detail", .string(message)),
      JSONMember("success", false), JSONMember("code", .string(code)), JSONMember("message", .string(message)),
    ]
    if status == 400 {
      let error: JSONValue = [
        "pointer": .string(pointer.description), "code": .string(code), "detail": .string(message),
      ]
      members.append(JSONMember("errors", [error]))
    }
    var headers = ["Content-Type": "application/problem+json"]
    if let retryAfter { headers["Retry-After"] = String(retryAfter) }
    if let position { headers[IngestResponse.positionHeader] = String(position) }
    if status == 401 { headers[IngestResponse.challengeHeader] = "Basic realm=\"write key\"" }
    return IngestResponse(status: status, headers: headers, body: JSONValue.object(members).bytes())
  }

  private var title: String {
    switch status {
    case 400: "Bad request"
    case 401: "Unauthorized"
    case 404: "Not found"
    case 408: "Request timeout"
    case 413: "Content too large"
    case 415: "Unsupported media type"
    case 429: "Too many requests"
    case 501: "Not implemented"
    case 503: "Service unavailable"
    default: "Error"
    }
  }
}
