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

  @Test func messageOfNoTypeCannotBeTakenAgain() throws {
    let batch = try Tracking.read("/v1/batch", #"{"batch": [{"userId": "1"}, 5]}"#)
    #expect(batch.items.map(\.call) == [nil, nil])
  }
}
