import HTTPTypes
import HummingbirdTesting
import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import strata_query

@Suite struct IdempotencyTests {
  private let body: JSONValue = ["name": "Gold", "contentType": "contact", "filter": plan("gold")]

  @Test func sameKeyMakesOneSegmentAndTheSameAnswer() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let first = try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k1"])
      let second = try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k1"])
      #expect(first.status == .created)
      #expect(second.status == .created)
      #expect(second.body == first.body)
      #expect(second.headers[.location] == first.headers[.location])
      #expect(second.headers[.eTag] == first.headers[.eTag])
      #expect(try await client(.get, "/api/v1/segments").ids.count == 1)
      // After a day the key means nothing any more.
      fixture.clock.advance(milliseconds: 86_400_001)
      #expect(try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k1"]).pointers == ["/name"])
    }
  }

  @Test func keyOfAnotherRequestIsRefused() async throws {
    try await QueryFixture().test { client in
      _ = try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k1"])
      let other: JSONValue = ["name": "Free", "contentType": "contact", "filter": plan("free")]
      let answer = try await client(.post, "/api/v1/segments", other, ["Idempotency-Key": "k1"])
      #expect(answer.status == .unprocessableContent)
      #expect(answer.code == "idempotencyKeyReused")
      let bad = try await client(.post, "/api/v1/segments", other, ["Idempotency-Key": "a b"])
      #expect(bad.status == .badRequest)
    }
  }

  @Test func keyOfARefusedRequestMayBeUsedAgain() async throws {
    try await QueryFixture().test { client in
      let wrong: JSONValue = ["name": "Gold", "contentType": "contact", "filter": [:]]
      let refused = try await client(.post, "/api/v1/segments", wrong, ["Idempotency-Key": "k"])
      #expect(refused.status == .badRequest)
      let made = try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k"])
      #expect(made.status == .created)
    }
  }

  @Test func requestUnderWayHoldsItsKey() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let caller = try #require(try fixture.services.store.read { try $0.tokens() }.first?.id)
      let bytes = self.body.bytes()
      _ = try fixture.services.store.write {
        try $0.claim(
          idempotencyKey: "k", of: caller,
          requestHash: IdempotencyMiddleware.requestHash("/api/v1/segments", bytes), at: QueryFixture.start)
      }
      let answer = try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k"])
      #expect(answer.status == .conflict)
      #expect(answer.code == "idempotencyKeyInUse")
    }
  }

  @Test func whatIsShownOnceIsNotKept() async throws {
    let fixture = try QueryFixture()
    try await fixture.test { client in
      let request: JSONValue = ["name": "t", "scopes": ["read"]]
      let first = try await client(.post, "/api/v1/tokens", request, ["Idempotency-Key": "k"])
      #expect(first.json?["token"]?.stringValue?.hasPrefix("stk_") == true)
      let second = try await client(.post, "/api/v1/tokens", request, ["Idempotency-Key": "k"])
      #expect(second.status == .created)
      #expect(second.json?["id"] == first.json?["id"])
      #expect(second.json?["token"] == nil)
    }
  }

  @Test func oneCallersKeyDoesNotMeetAnothers() async throws {
    try await QueryFixture().test { client in
      let made = try await client(.post, "/api/v1/tokens", ["name": "t", "scopes": ["write"]])
      let other = client.with(["Authorization": "Bearer \(try #require(made.json?["token"]?.stringValue))"])
      #expect(try await client(.post, "/api/v1/segments", body, ["Idempotency-Key": "k"]).status == .created)
      #expect(try await other(.post, "/api/v1/segments", body, ["Idempotency-Key": "k"]).status == .badRequest)
    }
  }
}
