import EventIngest
import IngestDialects
import SegmentModel
import Testing

/// A message that is refused can be taken again from what is kept of it.
@Suite struct ReplayableCallTests {
  private static let dialects: [any IngestDialect] = [TrackingAPI(), PostHogDialect(), MixpanelDialect()]

  @Test(arguments: [
    ("/v1/batch", #"{"batch": [{"type": "track", "userId": "1", "event": "e", "timestamp": "2026-11-24T11:00:00Z"}]}"#),
    ("/v1/t", #"{"userId": "1", "event": "e"}"#), ("/v1/identify", #"{"userId": "1", "traits": {"a": 1}}"#),
    ("/batch/", #"{"batch": [{"event": "$set", "distinct_id": "1", "properties": {"$set": {"a": 1}}}]}"#),
    ("/track", #"{"event": "e", "properties": {"distinct_id": "1"}}"#),
    ("/engage", #"[{"$distinct_id": "1", "$set": {"a": 1}}]"#),
    ("/groups", #"{"$group_key": "company", "$group_id": "g", "$set": {"a": 1}}"#),
  ])
  func whatIsKeptGivesTheSameMessage(path: String, body: String) throws {
    let request = Tracking.request(path, body)
    let routes = { (dialect: any IngestDialect, path: String) in
      dialect.routes.contains { $0.method == "POST" && [$0.path, $0.path + "/"].contains(path) }
    }
    let dialect = try #require(Self.dialects.first { routes($0, path) })
    let item = try #require(try dialect.read(request).items.first)
    let call = try #require(item.call)
    #expect(call.dialect == dialect.name && routes(dialect, call.path))
    let again = try dialect.read(Tracking.request(call.path, item.body.text)).items
    #expect(again.count == 1)
    #expect(try again.first?.content.get() == item.content.get())
  }

  @Test func timeAtWhichABatchWasSentIsKeptWithItsMessages() throws {
    let message = #"{"type": "track", "userId": "1", "event": "e", "timestamp": "2026-11-24T11:00:00Z"}"#
    let batch = try Tracking.read("/v1/batch", #"{"batch": [\#(message)], "sentAt": "2026-11-24T11:30:00Z"}"#)
    let item = try #require(batch.items.first)
    let again = try Tracking.message("/v1/track", item.body.text)
    #expect(try again.time == item.content.get().time)
    #expect(again.time == Instant("2026-11-24T11:30:00Z"))
  }

  /// The clock of its sender, and by what a message that comes again is known.
  @Test(arguments: [
    (
      "/batch/",
      """
      {"api_key": "key", "sent_at": "2026-11-24T11:30:00Z", "batch": [
        {"event": "e", "distinct_id": "1", "timestamp": "2026-11-24T11:00:00Z"},
        {"event": "e", "distinct_id": "1", "timestamp": "2026-11-24T11:00:00Z", "sent_at": "2026-11-24T11:10:00Z"},
        {"event": "e", "distinct_id": "1", "timestamp": "2026-11-24T11:00:00Z", "sent_at": null}]}
      """
    ),
    (
      "/v1/batch",
      """
      {"sentAt": "2026-11-24T11:30:00Z", "batch": [
        {"type": "track", "userId": "1", "event": "e", "timestamp": "2026-11-24T11:00:00Z", "sentAt": null}]}
      """
    ),
    (
      "/engage",
      """
      [{"$token": "key", "$distinct_id": "1", "$add": {"a": 1}}, {"$token": "key", "$distinct_id": "1", "$add": {"a": 1}},
       {"$token": "key", "$distinct_id": "1", "$add": {"a": 1}, "$time": 1795521000.123456},
       {"$token": "key", "$distinct_id": "1", "$add": {"a": 1}, "$insert_id": "i"}]
      """
    ),
    ("/engage", #"{"$token": "key", "$distinct_id": "1", "$add": {"a": 1}, "$time": 1795521000.123456}"#),
    (
      "/groups",
      """
      [{"$token": "key", "$group_key": "company", "$group_id": "g", "$add": {"a": 1}},
       {"$token": "key", "$group_key": "company", "$group_id": "g", "$add": {"a": 1}}]
      """
    ),
  ])
  func whatTheRequestTellsIsKeptWithEachMessage(path: String, body: String) throws {
    let dialect = try #require(
      Self.dialects.first { $0.routes.contains { $0.method == "POST" && [$0.path, $0.path + "/"].contains(path) } })
    let items = try dialect.read(Tracking.request(path, body)).items
    for item in items {
      let again = try dialect.read(Tracking.request(try #require(item.call).path, item.body.text)).items
      var expected = try item.content.get()
      // One that is known by its place in its request for a time is itself for good once it is kept.
      if expected.repeatMilliseconds != IngestLimits.repeatMilliseconds, let id = expected.messageID {
        expected.messageID = "\(id)-\(expected.receivedAt.milliseconds / expected.repeatMilliseconds)"
        expected.repeatMilliseconds = IngestLimits.repeatMilliseconds
      }
      #expect(try again.first?.content.get() == expected)
      #expect(!item.body.text.contains("key\"}") && item.body["$token"] == nil)
    }
    // Those that are told apart stay so.
    let ids = try items.compactMap { try $0.content.get().messageID }
    #expect(Set(ids).count == ids.count)
  }

  /// What is added to a message at the bound does not make it too long.
  @Test func messageAtTheBoundCanBeTakenAgain() throws {
    for (path, open, close) in [
      ("/v1/batch", #"{"type":"track","userId":"1","event":"e","properties":{"a":["#, #"]}}"#),
      ("/batch/", #"{"event":"e","distinct_id":"1","properties":{"a":["#, #"]}}"#),
    ] {
      let room = IngestLimits.messageBytes - open.utf8.count - close.utf8.count
      let message = open + String(repeating: "1,", count: room / 2 - 1) + (room.isMultiple(of: 2) ? "11" : "1") + close
      let sent = #""sentAt":"2026-11-24T11:30:00Z","sent_at":"2026-11-24T11:30:00Z""#
      let dialect = try #require(
        Self.dialects.first { $0.routes.contains { [$0.path, $0.path + "/"].contains(path) } })
      let body = "{\"batch\":[\(message)],\(sent)}"
      let item = try #require(try dialect.read(Tracking.request(path, body)).items.first)
      var request = Tracking.request(try #require(item.call).path, item.body.text)
      #expect(request.body.count > IngestLimits.messageBytes)
      request.messageBytes = IngestLimits.keptRejectedBytes
      #expect(try dialect.read(request).items.first?.content.get() == item.content.get())
    }
  }

  @Test func messageOfNoTypeCannotBeTakenAgain() throws {
    let batch = try Tracking.read("/v1/batch", #"{"batch": [{"userId": "1"}, 5]}"#)
    #expect(batch.items.map(\.call) == [nil, nil])
  }
}
