package import EventIngest
import SegmentModel

/// Mixpanel's ingestion API (https://developer.mixpanel.com/reference/ingestion-api), as its libraries speak it: an
/// object or a list of them; JSON, or a form with `data`.
package struct MixpanelDialect: IngestDialect {
  static let name = "mixpanel"

  package var name: String { Self.name }

  package let routes =
    ["/track", "/engage", "/groups", "/import"].map { IngestRoute("POST", $0) }
    + ["/track", "/engage", "/groups"].map { IngestRoute("GET", $0) }

  package let namesOfIDs = MixpanelIdentity.names

  package init() {}

  package func read(_ request: IngestRequest) throws(IngestRefusal) -> IngestBatch {
    let body = try EventBody(request)
    let list = try MessageList.read(body.bytes, .init())
    let key =
      list.messages.lazy.compactMap(\.json).compactMap(MixpanelMessageReader.token).first ?? body.fields["api_key"]
      ?? body.fields["token"] ?? basicName(request) ?? request.query["token"]
    let reader = MixpanelMessageReader(
      receivedAt: request.receivedAt, writeKey: key,
      // Two equal updates of one request are two; the same request sent again adds nothing.
      requestHash: list.messages.count > 1 ? KeyHash(of: body.bytes) : nil, bound: request.messageBytes)
    let call = request.path.split(separator: "/").first ?? ""
    var batch = IngestBatch(
      writeKey: key,
      items: list.messages.enumerated().map { index, message in
        switch call {
        case "engage": reader.profile(message, index: index)
        case "groups": reader.group(message, index: index)
        default: reader.event(message, index: index)
        }
      },
      isSingle: list.messages.count == 1, memory: list.memory(body: request.body.count))
    let verbose = body.fields["verbose"] ?? request.query["verbose"]
    // An import is told more, unless its library says that it does not ask for it.
    batch.wantsText = call == "import" ? verbose == "0" : verbose != "1"
    return batch
  }

  /// `status` 1 where something was taken, or there was nothing to take; a list of which some is rejected is not to be
  /// sent again. Those who do not ask for a `verbose` answer look for the text `1` alone.
  package func response(to outcome: IngestOutcome, of batch: IngestBatch) -> IngestResponse {
    let first = outcome.accepted + outcome.duplicates == 0 ? outcome.rejected.first?.rejection : nil
    if batch.wantsText, outcome.rejected.isEmpty { return .taken(text: "1", position: outcome.position) }
    var response = IngestResponse.taken(
      .object(
        [
          JSONMember("status", .number(first == nil ? 1 : 0)),
          JSONMember("error", first.map { .string("\($0.code): \($0.message)") } ?? .null),
          JSONMember("num_records_imported", .number(Double(outcome.accepted + outcome.duplicates))),
        ] + outcome.members), position: outcome.position)
    if first != nil { response.status = 400 }
    return response
  }

  /// Libraries look for `status` and `error`, which here is a sentence.
  package func response(to refusal: IngestRefusal) -> IngestResponse {
    var response = refusal.response
    let body: JSONValue = [
      "status": 0, "error": .string("\(refusal.code): \(refusal.message)"), "code": .string(refusal.code),
      "message": .string(refusal.message),
    ]
    response.headers["Content-Type"] = "application/json"
    response.body = body.bytes()
    return response
  }

  /// `/import` names its project so.
  private func basicName(_ request: IngestRequest) -> String? {
    guard let header = request.headers["authorization"], header.lowercased().hasPrefix("basic "),
      let bytes = Base64.decode(String(header.dropFirst("basic ".count)))
    else { return nil }
    let name = bytes.prefix { $0 != UInt8(ascii: ":") }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}
