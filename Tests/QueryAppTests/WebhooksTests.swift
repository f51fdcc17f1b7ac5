import HTTPTypes
import HummingbirdTesting
import SegmentModel
import SegmentStore
import Testing

@testable import strata_query

@Suite struct WebhooksTests {
  private let path = "/api/v1/webhooks"

  @Test func secretIsInTheAnswersToCreationAndRotationAlone() async throws {
    try await QueryFixture().test { client in
      let made = try await client(.post, path, ["url": "https://hooks.example.com/x", "enabled": false])
      #expect(made.status == .created, "\(made.text)")
      let id = try #require(made.json?["id"]?.stringValue)
      #expect(made.headers[.location] == "\(path)/\(id)")
      #expect(made.headers[.eTag] == "\"1\"")
      let secret = try #require(made.json?["secret"]?.stringValue)
      #expect(secret.hasPrefix("whsec_"))
      #expect(made.json?["segments"] == "all")
      for answer in [
        try await client(.get, "\(path)/\(id)"), try await client(.get, path),
        try await client(.post, "\(path)/\(id)/pause"),
      ] {
        #expect(answer.status == .ok)
        #expect(!answer.text.contains("whsec_"))
      }
      let rotated = try await client(.post, "\(path)/\(id)/rotate")
      #expect(rotated.json?["secret"]?.stringValue?.hasPrefix("whsec_") == true)
      #expect(rotated.json?["secret"]?.stringValue != secret)
    }
  }

  @Test func pauseResumePatchAndDeleteKeepToTheRevision() async throws {
    try await QueryFixture().test { client in
      let made = try await client(.post, path, ["url": "https://hooks.example.com/x"])
      let one = "\(path)/\(try #require(made.json?["id"]?.stringValue))"
      let paused = try await client(.post, "\(one)/pause")
      #expect(paused.json?["enabled"] == false)
      #expect(paused.headers[.eTag] == "\"2\"")
      #expect(try await client(.post, "\(one)/resume", nil, ["If-Match": "\"1\""]).status == .preconditionFailed)
      #expect(try await client(.post, "\(one)/resume", nil, ["If-Match": "\"2\""]).json?["enabled"] == true)
      let change: JSONValue = ["minInterval": 0, "events": ["segment.count.updated"]]
      #expect(try await client(.patch, one, change).status == .preconditionRequired)
      #expect(try await client(.patch, one, change, ["If-Match": "\"1\""]).status == .preconditionFailed)
      let patched = try await client(.patch, one, change, ["If-Match": "\"3\""])
      #expect(patched.json?["minInterval"] == 0)
      #expect(patched.json?["events"] == ["segment.count.updated"])
      #expect(patched.json?["url"] == "https://hooks.example.com/x")
      #expect(try await client(.delete, one).status == .preconditionRequired)
      #expect(try await client(.delete, one, nil, ["If-Match": "\"4\""]).status == .noContent)
      for action in ["test", "pause", "resume", "rotate"] {
        #expect(try await client(.post, "\(one)/\(action)").status == .notFound)
      }
      #expect(try await client(.get, "\(one)/deliveries").status == .notFound)
    }
  }

  @Test func mistakesAreToldByPlaceAndPrivateAddressesAreRefused() async throws {
    try await QueryFixture().test { client in
      let body: JSONValue = [
        "url": "ftp://x", "events": ["segment.gone"], "segments": ["seg_none"], "minInterval": -1, "x": 1,
      ]
      let answer = try await client(.post, path, body)
      #expect(answer.status == .badRequest)
      #expect(answer.pointers == ["/url", "/events/0", "/segments/0", "/minInterval", "/x"])
      for url in ["http://127.0.0.1:8000/", "http://0x7f.1/", "http://169.254.169.254/", "http://[::1]/"] {
        #expect(try await client(.post, path, ["url": .string(url)]).pointers == ["/url"], "\(url)")
      }
    }
  }

  @Test func messagesThatWereSetAsideAreReplayed() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let made = try await client(.post, path, ["url": "https://example.com/", "enabled": false])
      let id = try #require(made.json?["id"]?.stringValue)
      let sent = try await client(.post, "\(path)/\(id)/test").json?["message"]?.stringValue
      func messages(_ read: (SegmentReading, Int64) throws -> [OutboxMessage]) throws -> [String] {
        try fixture.services.store.read { try read($0, try #require(try $0.endpoint(id)).row) }.map(\.id)
      }
      try fixture.services.store.write { writing in
        let endpoint = try #require(try writing.endpoint(id)).row
        for message in try writing.messages(of: endpoint, limit: 9) { try writing.bury(message) }
      }
      #expect(try messages { try $0.deadMessages(of: $1, limit: 9) } == [sent])
      let replayed = try await client(.post, "\(path)/\(id)/replay")
      #expect(replayed.status == .ok && replayed.json == ["messages": 1])
      #expect(try messages { try $0.messages(of: $1, limit: 9) } == [sent])
      #expect(try await client(.post, "\(path)/\(id)/replay").json == ["messages": 0])
      #expect(try await client(.post, "\(path)/whk_none/replay").status == .notFound)
    }
  }

  @Test func testMessageIsTriedAndItsAttemptListed() async throws {
    let fixture = try QueryFixture(allowsPrivateWebhooks: true)
    try await fixture.test { client in
      // Nothing listens on port 1 of this machine.
      let made = try await client(.post, path, ["url": "http://127.0.0.1:1/"])
      #expect(made.status == .created, "\(made.text)")
      let one = "\(path)/\(try #require(made.json?["id"]?.stringValue))"
      let sent = try await client(.post, "\(one)/test")
      #expect(sent.status == .accepted)
      let deadline = ContinuousClock.now + .seconds(60)
      var attempts: [JSONValue] = []
      while attempts.isEmpty {
        try #require(ContinuousClock.now < deadline, "no attempt was made")
        attempts = try await client(.get, "\(one)/deliveries").json?["data"]?.arrayValue ?? []
      }
      #expect(attempts.first?["message"] == sent.json?["message"])
      #expect(attempts.first?["type"] == "webhook.test")
      #expect(attempts.first?["status"] == .null)
      #expect(attempts.first?["failure"]?.stringValue?.isEmpty == false)
    }
  }
}
