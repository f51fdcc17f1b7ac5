import EventIngest
import IngestDialects
import SegmentModel
import Testing

/// One message of a batch that cannot be read does not cost the others.
@Suite struct UnreadableMessageTests {
  private static let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)

  private static func message(_ value: String) -> String {
    #"{"type": "track", "userId": "1", "event": "e", "properties": {"a": \#(value)}}"#
  }

  private static func read(_ values: [String], more: String = "") throws(IngestRefusal) -> IngestBatch {
    try Tracking.read("/v1/batch", #"{"batch": [\#(values.map(message).joined(separator: ", "))]\#(more)}"#)
  }

  private static func codes(_ batch: IngestBatch) -> [String?] {
    batch.items.map { if case .failure(let rejection) = $0.content { rejection.code } else { nil } }
  }

  @Test(arguments: [
    #""\ud800""#, #""half \udc00 a pair""#, #"{"\ud83d": 1}"#, "1e999", "-1e999", deep, #""\x""#, "\"\u{1}\"",
  ])
  func messageThatCannotBeReadIsRejectedAlone(value: String) throws {
    let batch = try Self.read([#""]},{""#, value, "1", #""\"]""#], more: #", "writeKey": "key""#)
    #expect(Self.codes(batch) == [nil, "unreadable", nil, nil])
    #expect(batch.items.map(\.index) == [0, 1, 2, 3])
    #expect(batch.writeKey == "key")
    guard case .failure(let rejection) = batch.items[1].content else { return }
    #expect(rejection.message.contains("at byte"))
  }

  @Test func messageThatIsNotUTF8IsRejectedAlone() throws {
    let parts = Self.message("1").utf8 + Array(", ".utf8)
    let bad = Array(#"{"type":"track","userId":"1","event":""#.utf8) + [0xE9] + Array(#""}"#.utf8)
    let body = Array(#"{"batch":["#.utf8) + parts + bad + Array("]}".utf8)
    let batch = try TrackingAPI().read(
      IngestRequest(method: "POST", path: "/v1/batch", body: body, receivedAt: .noon))
    #expect(Self.codes(batch) == [nil, "unreadable"])
  }

  @Test func messageThatCannotBeReadIsKeptAsItsTextWithoutSecrets() throws {
    let bad =
      #"{"writeKey": "wks", "userId": "1", "context": {"proof": "p", "a": [1, 2]}, "properties": {"t": "\ud800"}}"#
    let batch = try Tracking.read("/v1/batch", #"{"batch": [\#(bad)]}"#)
    let kept = #"{"userId":"1","context":{"a":[1, 2]},"properties":{"t": "\ud800"}}"#
    #expect(batch.items.map(\.body) == [.string(kept)])
  }

  @Test func timeOfTheBatchHoldsForTheMessagesThatCanBeRead() throws {
    let batch = try Tracking.read(
      "/v1/batch",
      #"{"batch": ["\ud800", {"type": "track", "userId": "1", "event": "e", "timestamp": "2026-11-24T11:00:00Z"}],"#
        + #""sentAt": "2026-11-24T11:00:10Z"}"#)
    #expect(try batch.items.last?.content.get().time == Instant.noon.advanced(milliseconds: -10_000))
  }

  @Test(arguments: [
    #"{"batch": ["\ud800", {"a": tru}]}"#, #"{"batch": ["\ud800", {"a" 1}]}"#, #"{"batch": ["\ud800",]}"#,
    #"{"batch": ["\ud800"}]"#, #"{"batch": ["\ud800"]"#, #"{"batch": ["\ud800"]} {}"#, #"{"batch": ["\ud800]}"#,
    #"{"batch": [], "sentAt": "\ud800"}"#, #"{"batch": ["\ud800", ]}"#, #"{"batch": ["\ud800" 1]}"#,
    #"{"batch" ["\ud800"]}"#, #"{batch: ["\ud800"]}"#,
  ])
  func textThatIsNotJSONByItsStructureIsRefusedWhole(body: String) {
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try Tracking.read("/v1/batch", body) }
    #expect(refusal?.status == 400)
    #expect(refusal?.code == "badJSON")
  }

  @Test func boundOfMessagesHoldsForThoseThatCannotBeRead() {
    let values = Array(repeating: #""\ud800""#, count: 5001)
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try Self.read(values) }
    #expect(refusal?.code == "tooManyMessages")
  }

  @Test func whatElseABatchHoldsMayBeUnreadable() throws {
    let batch = try Self.read(["1"], more: #", "context": {"a": "\ud800"}"#)
    #expect(Self.codes(batch) == [nil])
  }
}
