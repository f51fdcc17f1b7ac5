import HTTPTypes
import HummingbirdTesting
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import Synchronization
import Testing

@testable import strata_query

@Suite(.timeLimit(.minutes(3))) struct StreamTests {
  private static func isCount(_ event: ServerSentEvent, _ segment: String, _ count: Int) -> Bool {
    event.name == "count" && event.data["segment"] == .string(segment) && event.data["state"] == "ready"
      && event.data["count"]?.integerValue == count
  }

  @Test func streamBeginsWithEverythingAndThenTellsWhatChanges() async throws {
    let fixture = try QueryFixture()
    let position = try fixture.addContacts(["u1", "u2"])
    try await fixture.test(.live) { client in
      let gold = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: gold, reaching: 2, position: position)
      let stream = try await EventStreamClient(port: try #require(client.client.port), token: fixture.token)
      let head = try await stream.head().lowercased()
      #expect(head.hasPrefix("http/1.1 200"))
      #expect(head.contains("content-type: text/event-stream"))
      #expect(head.contains("cache-control: no-store"))

      let first = try await stream.next { _ in true }
      #expect(first.name == "definitions")
      #expect(first.data["epoch"] != nil && first.id == nil)
      let totals = try await stream.next { $0.name == "totals" }
      #expect(totals.data["contact"] == 2)
      let count = try await stream.next { Self.isCount($0, gold, 2) }
      let asked = try #require(try await client(.get, "/api/v1/segments/\(gold)/count").json)
      #expect(count.id == asked["version"]?.integerValue.map(String.init))
      for key in ["version", "epoch", "total", "state"] { #expect(count.data[key] == asked[key], "\(key)") }
      #expect(count.data["asOf"]?.stringValue.flatMap { Instant($0) } != nil)

      try fixture.addContacts(["u3"])
      let more = try await stream.next { Self.isCount($0, gold, 3) }
      #expect(try #require(more.id.flatMap { Int($0) }) > (try #require(count.id.flatMap { Int($0) })))

      let free = try await client.createSegment("Free", plan("free"))
      _ = try await stream.next { $0.name == "definitions" }
      _ = try await stream.next { Self.isCount($0, free, 0) }
    }
  }

  @Test func whoeverConnectsAgainHasMissedNothing() async throws {
    let fixture = try QueryFixture()
    try await fixture.test(.live) { client in
      let port = try #require(client.client.port)
      let gold = try await client.createSegment("Gold", plan("gold"))
      let stream = try await EventStreamClient(port: port, token: fixture.token)
      _ = try await stream.next { Self.isCount($0, gold, 0) }
      stream.hangUp()
      // Its place is free as soon as the server sees that it has gone.
      let deadline = ContinuousClock.now + .seconds(60)
      while fixture.services.streams.count > 0 {
        try #require(ContinuousClock.now < deadline)
        try await Task.sleep(for: .milliseconds(2))
      }
      try fixture.addContacts(["u1"])
      let again = try await EventStreamClient(port: port, token: fixture.token)
      _ = try await again.next { Self.isCount($0, gold, 1) }
    }
  }

  @Test func streamEndsWhenTheServerStops() async throws {
    let fixture = try QueryFixture()
    let held = Mutex<EventStreamClient?>(nil)
    try await fixture.test(.live) { client in
      let stream = try await EventStreamClient(port: try #require(client.client.port), token: fixture.token)
      _ = try await stream.next { $0.name == "definitions" }
      held.withLock { $0 = stream }
    }
    let stream = try #require(held.withLock { $0 })
    _ = try await stream.rest()
    #expect(fixture.services.streams.open {} == nil)
  }

  @Test func oneStreamTooManyIsRefusedAndAHeadTakesNoPlace() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      #expect(try await client(.head, "/api/v1/stream").status == .ok)
      #expect(fixture.services.streams.count == 0)
      let open = (0..<CountStreams.maximumCount).compactMap { _ in fixture.services.streams.open {} }
      #expect(open.count == CountStreams.maximumCount)
      let refused = try await client(.get, "/api/v1/stream")
      #expect(refused.status == .serviceUnavailable)
      #expect(refused.code == "tooManyStreams")
      #expect(refused.headers[.retryAfter] != nil)
      withExtendedLifetime(open) {}
      #expect(try await client(.get, "/api/v1/stream?segment=x").pointers == ["/segment"])
      #expect(try await client.with([:])(.get, "/api/v1/stream").status == .unauthorized)
    }
  }

  @Test func clientThatDoesNotReadIsCutOff() throws {
    let streams = CountStreams()
    let cuts = Mutex(0)
    let slow = try #require(streams.open { cuts.withLock { $0 += 1 } })
    let quick = try #require(streams.open { Issue.record("a client that reads was cut off") })
    let now = ContinuousClock.now
    slow.pace.withLock { $0.begin(at: now) }
    quick.pace.withLock { $0.begin(at: now) }
    quick.pace.withLock { $0.end(at: now) }
    streams.tick(at: now + StreamPace.patience)
    #expect(cuts.withLock { $0 } == 0)
    streams.tick(at: now + StreamPace.patience + .milliseconds(1))
    #expect(cuts.withLock { $0 } == 1)
  }
}

@Suite struct StreamPaceTests {
  @Test func somethingIsWrittenAtLeastEveryHeartbeat() {
    let start = ContinuousClock.now
    var pace = StreamPace(at: start)
    #expect(pace.turn(hasNews: true, at: start) == .write)
    #expect(pace.turn(hasNews: false, at: start + .seconds(14)) == .rest)
    #expect(pace.turn(hasNews: false, at: start + .seconds(15)) == .heartbeat)
    pace.begin(at: start + .seconds(15))
    pace.end(at: start + .seconds(16))
    #expect(pace.turn(hasNews: false, at: start + .seconds(30)) == .rest)
    #expect(pace.turn(hasNews: false, at: start + .seconds(31)) == .heartbeat)
  }

  @Test func accessIsCheckedHoweverMuchIsWritten() {
    let start = ContinuousClock.now
    var pace = StreamPace(at: start)
    let due = [14, 15, 29, 30].map { pace.isCheckDue(at: start + .seconds($0)) }
    #expect(due == [false, true, false, true])
  }
}

@Suite struct CountBoardTests {
  private static func overview(
    _ counts: [(id: String, count: Int64, version: Int64)], total: Int64 = 9, definitions: Int64 = 1,
    state: SegmentState = .ready, seconds: Int64 = 0
  ) -> CountsOverview {
    let asOf = Instant(milliseconds: seconds * 1000)
    let segments = counts.map { each in
      CountsOverview.Segment(
        id: each.id, contentType: .contact,
        count: SegmentCount(
          count: each.count, previous: nil, total: total, version: each.version, epoch: "e", asOf: asOf, state: state))
    }
    return CountsOverview(
      segments: segments, totals: [.contact: total], epoch: "e", definitions: definitions, asOf: asOf)
  }

  private static func names(_ events: [ServerSentEvent]) -> [String] {
    events.map { $0.name + ($0.data["segment"]?.stringValue.map { " " + $0 } ?? "") }
  }

  @Test func onlyWhatIsNewIsTold() throws {
    var board = CountBoard()
    var isNew = false
    #expect(board.news(since: nil).isEmpty)
    isNew = board.take(Self.overview([("b", 1, 5), ("a", 2, 3)]))
    #expect(isNew)
    let first = try #require(board.reading)
    #expect(Self.names(board.events(since: 0)) == ["definitions", "totals", "count a", "count b"])
    // Time alone is no news.
    isNew = board.take(Self.overview([("b", 1, 5), ("a", 2, 3)], seconds: 7))
    #expect(!isNew)
    #expect(board.reading == first && board.news(since: first).isEmpty)
    #expect(board.news(since: nil).contains("1970-01-01T00:00:07.000Z"))

    isNew = board.take(Self.overview([("b", 1, 5), ("a", 4, 6)]))
    #expect(isNew)
    #expect(Self.names(board.events(since: first)) == ["count a"])
    let second = try #require(board.reading)
    isNew = board.take(Self.overview([("b", 1, 5), ("a", 4, 6)], total: 10))
    #expect(isNew)
    #expect(Self.names(board.events(since: second)) == ["totals"])
    isNew = board.take(Self.overview([("b", 1, 5), ("a", 4, 6)], total: 10, state: .building))
    #expect(isNew)
    isNew = board.take(Self.overview([("a", 4, 6)], total: 10, definitions: 2, state: .building))
    #expect(isNew)
    // One that is behind gets the latest of each, once.
    #expect(Self.names(board.events(since: first)) == ["definitions", "totals", "count a"])
  }

  @Test func textOfTheLastReadingIsThatOfItsEvents() throws {
    var board = CountBoard()
    _ = board.take(Self.overview([("a", 1, 1)]))
    let first = try #require(board.reading)
    _ = board.take(Self.overview([("a", 2, 2)]))
    let text = board.events(since: first).map(\.text).joined()
    #expect(board.news(since: first) == text)
    #expect(text.hasPrefix("event: count\nid: 2\ndata: {\"segment\":\"a\",\"count\":2,"))
    #expect(text.hasSuffix("}\n\n"))
  }
}
