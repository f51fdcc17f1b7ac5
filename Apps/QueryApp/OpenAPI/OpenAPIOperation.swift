import SegmentModel
import SegmentStore

/// One call of the API, as `/openapi.json` describes it.
struct OpenAPIOperation: Sendable {
  enum Parameter: String, Sendable, CaseIterable {
    case limit, cursor, after, asOf, days, from, to, step, format
    case contentType, search, text, contact, segment, state, tracked, code, value, timeZone
    case ifMatch, optionalIfMatch, idempotencyKey, minPosition
  }

  /// In small letters.
  var method: String
  /// From the root; what stands in braces is a path parameter.
  var path: String
  var summary: String
  /// Nil where anybody may ask.
  var scope: AccessScope?
  var parameters: [Parameter] = []
  /// Schema of the body.
  var body: String?
  /// Status and schema of the answer where all went well.
  var status = 200
  var schema: String?
  /// Media type of the answer where it is not JSON.
  var mediaType = "application/json"
  /// Further refusals that are this call's own.
  var refusals: [Int] = []

  var json: JSONValue {
    var members = [JSONMember("summary", .string(summary)), JSONMember("operationId", .string(operationID))]
    members.append(JSONMember("security", security))
    if !allParameters.isEmpty { members.append(JSONMember("parameters", .array(allParameters))) }
    if let body {
      let content: JSONValue = ["application/json": ["schema": OpenAPIDocument.reference("schemas", body)]]
      members.append(JSONMember("requestBody", ["required": true, "content": content]))
    }
    members.append(JSONMember("responses", responses))
    if let scope { members.append(JSONMember("x-scope", .string(scope.rawValue))) }
    return .object(members)
  }

  /// `get /api/v1/segments/{id}/count` → `getSegmentsIdCount`.
  private var operationID: String {
    let words = path.split { "/{}-.".contains($0) }.filter { $0 != "api" && $0 != "v1" }
    return method + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private var security: JSONValue {
    scope == nil ? [] : [["bearer": []], ["cookie": []]]
  }

  private var allParameters: [JSONValue] {
    let inPath = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part -> JSONValue in
      [
        "name": .string(String(part.dropFirst().dropLast())), "in": "path", "required": true,
        "schema": ["type": "string"],
      ]
    }
    return inPath + parameters.map { OpenAPIDocument.reference("parameters", $0.rawValue) }
  }

  private var responses: JSONValue {
    var answer = [JSONMember("description", .string(status == 204 ? "Done." : "What was asked."))]
    if let schema {
      let content: JSONValue = ["schema": OpenAPIDocument.reference("schemas", schema)]
      answer.append(JSONMember("content", .object([JSONMember(mediaType, content)])))
    }
    let problem = OpenAPIDocument.reference("responses", "Problem")
    let members = [JSONMember("\(status)", .object(answer))] + allRefusals.map { JSONMember("\($0)", problem) }
    return .object(members + [JSONMember("default", problem)])
  }

  private var allRefusals: [Int] {
    var refusals = Set(self.refusals)
    if scope != nil { refusals.formUnion([401, 403]) }
    if body != nil { refusals.formUnion([400, 413]) }
    if path.contains("{") { refusals.insert(404) }
    if parameters.contains(.ifMatch) { refusals.formUnion([412, 428]) }
    if parameters.contains(.optionalIfMatch) { refusals.insert(412) }
    if parameters.contains(.idempotencyKey) { refusals.formUnion([409, 422]) }
    if parameters.contains(.minPosition) { refusals.insert(503) }
    if parameters.contains(.limit) { refusals.insert(400) }
    return refusals.sorted()
  }
}
