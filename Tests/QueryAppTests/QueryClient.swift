import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentModel
import Testing

/// Asks the server of a test; bodies are JSON.
struct QueryClient: Sendable {
  let client: any TestClientProtocol
  /// Sent with every request.
  var fields: [String: String]

  /// The same client, known by other fields.
  func with(_ fields: [String: String]) -> QueryClient { QueryClient(client: client, fields: fields) }

  func callAsFunction(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, _ fields: [String: String] = [:]
  ) async throws -> TestResponse {
    var headers = HTTPFields()
    for (name, value) in self.fields.merging(fields, uniquingKeysWith: { $1 }) {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
    return try await client.execute(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0.bytes()) })
  }

  /// Makes a segment.
  /// - Returns: its id.
  func createSegment(
    _ name: String, _ filter: JSONValue, contentType: String = "contact", parent: String? = nil
  ) async throws -> String {
    var body: [JSONMember] = [
      JSONMember("name", .string(name)), JSONMember("contentType", .string(contentType)), JSONMember("filter", filter),
    ]
    if let parent { body.append(JSONMember("parent", .string(parent))) }
    let answer = try await self(.post, "/api/v1/segments", .object(body))
    try #require(answer.status == .created, "\(String(buffer: answer.body))")
    return try #require(answer.json?["id"]?.stringValue)
  }

  /// The count once the segment is ready with it. Building happens on a thread that tells nobody when it has ended.
  func count(of segment: String, reaching count: Int, position: Int64 = 0) async throws -> JSONValue {
    let fields = ["Strata-Min-Position": "\(position)"]
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let answer = try await self(.get, "/api/v1/segments/\(segment)/count", nil, fields)
      if answer.status == .ok, let json = answer.json, json["state"] == "ready", json["count"]?.integerValue == count {
        return json
      }
      try #require(ContinuousClock.now < deadline, "the count is not \(count): \(String(buffer: answer.body))")
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}

extension TestResponse {
  var json: JSONValue? { try? JSONReader.read(body.readableBytesView) }

  var code: String? { json?["code"]?.stringValue }

  /// The places of the mistakes that a problem names.
  var pointers: Set<String> {
    Set(json?["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? [])
  }

  /// Ids of the things in a list.
  var ids: [String] { json?["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? [] }

  var text: String { String(buffer: body) }
}

/// `{"property": "plan", "operator": "equals", "value": plan}`
func plan(_ plan: String) -> JSONValue {
  ["property": "plan", "operator": "equals", "value": .string(plan)]
}

let everyone: JSONValue = ["all": []]
