package import HTTPTypes
package import Hummingbird
package import SegmentModel

/// An answer that says what went wrong: `application/problem+json` (RFC 9457). Handlers throw it.
package struct Problem: Error, Equatable {
  package var status: HTTPResponse.Status
  /// Stable, for programs.
  package var code: String
  /// A sentence for the person who must act.
  package var detail: String
  /// Every mistake of the input, where that is what is wrong.
  package var errors: [InputError]
  package var headers: HTTPFields
  /// Further members of the body, after the standard ones.
  package var members: [JSONMember]

  package init(
    _ status: HTTPResponse.Status, _ code: String, _ detail: String, errors: [InputError] = [],
    headers: HTTPFields = [:], members: [JSONMember] = []
  ) {
    self.status = status
    self.code = code
    self.detail = detail
    self.errors = errors
    self.headers = headers
    self.members = members
  }

  /// - Parameter saysMessage: whether the body also has `message`, the detail again, for the tracking clients.
  package func body(saysMessage: Bool = false) -> JSONValue {
    var body: [JSONMember] = [
      // The code tells problems apart; by RFC 9457 the type then is this one, and the title the status's phrase.
      JSONMember("type", "about:blank"),
      JSONMember("title", .string(status.reasonPhrase)),
      JSONMember("status", .number(Double(status.code))),
      JSONMember("detail", .string(detail)),
      JSONMember("code", .string(code)),
    ]
    if saysMessage { body.append(JSONMember("message", .string(detail))) }
    if !errors.isEmpty {
      let list = errors.map { error -> JSONValue in
        [
          "pointer": .string(error.pointer.description), "code": .string(error.code.rawValue),
          "detail": .string(error.detail),
        ]
      }
      body.append(JSONMember("errors", .array(list)))
    }
    return .object(body + members)
  }

  package func response(saysMessage: Bool = false) -> Response {
    var headers = headers
    headers[.contentType] = "application/problem+json"
    headers[.cacheControl] = "no-store"
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body(saysMessage: saysMessage).bytes())))
  }
}
