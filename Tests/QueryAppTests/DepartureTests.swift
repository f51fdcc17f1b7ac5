import Glibc
import HTTPTypes
import HummingbirdTesting
import Logging
import SegmentModel
import Synchronization
import Testing

@testable import strata_query

/// Nobody evaluates for a client that has gone.
@Suite(.timeLimit(.minutes(3))) struct DepartureTests {
  private static let path = "/api/v1/segments/preview"
  private static let preview: JSONValue = ["contentType": "contact", "filter": plan("gold"), "nodes": true]

  private static func request(_ token: String) -> String {
    let body = preview.text
    return "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func aPreviewIsGivenUpWhenItsClientGoes() async throws {
    let held = HeldEvaluations()
    let log = LogCapture()
    let fixture = try QueryFixture(askEvaluation: { held.ask($0) })
    let position = try fixture.addContacts(["u1", "u2"])
    try await fixture.test(.live, logger: log.logger) { client in
      let port = try #require(client.client.port)
      let gold = try await client.createSegment("Gold", plan("gold"))
      // The follower has counted, and so the index is there.
      _ = try await client.count(of: gold, reaching: 2, position: position)

      held.isHolding.withLock { $0 = true }
      // As many as are evaluated at once, so that one more would have to wait for them.
      for _ in 0..<2 {
        let gone = try await EventStreamClient(port: port, request: Self.request(fixture.token))
        await held.untilOneIsHeld()
        #expect(try await client(.get, "/healthz").status == .ok)
        gone.hangUp()
        let entry = await log.first { $0.status == "499" }
        #expect(entry?.message == "request")
      }

      held.isHolding.withLock { $0 = false }
      let answer = try await client(.post, Self.path, Self.preview)
      #expect(answer.json?["count"] == 2)
      #expect(log.entries.filter { $0.level >= .warning } == [])
    }
  }

  @Test func theServerAnswersWhileEveryEvaluationIsBusy() async throws {
    let held = HeldEvaluations()
    let fixture = try QueryFixture(askEvaluation: { held.ask($0) })
    let position = try fixture.addContacts(["u1"])
    try await fixture.test(.live) { client in
      let port = try #require(client.client.port)
      let gold = try await client.createSegment("Gold", plan("gold"))
      _ = try await client.count(of: gold, reaching: 1, position: position)
      held.isHolding.withLock { $0 = true }
      var previews: [EventStreamClient] = []
      for _ in 0..<2 {
        previews.append(try await EventStreamClient(port: port, request: Self.request(fixture.token)))
        await held.untilOneIsHeld()
      }
      for _ in 0..<8 { previews.append(try await EventStreamClient(port: port, request: Self.request(fixture.token))) }
      #expect(try await client(.get, "/healthz").status == .ok)
      #expect(try await client(.get, "/api/v1/segments/\(gold)/count").json?["count"] == 1)
      held.isHolding.withLock { $0 = false }
      for preview in previews { #expect(try await preview.head().hasPrefix("HTTP/1.1 200")) }
    }
  }
}

/// Holds evaluations where they look whether they are cancelled, the first look aside, which comes before they begin.
private final class HeldEvaluations: Sendable {
  let isHolding = Mutex(false)
  private let looks = Atomic(0)
  private let (held, continuation) = AsyncStream<Void>.makeStream()

  /// - Returns: at once, or when it is cancelled, or when nothing is held any more.
  func ask(_ isCancelled: () -> Bool) -> Bool {
    guard isHolding.withLock({ $0 }) else { return isCancelled() }
    if looks.add(1, ordering: .relaxed).newValue.isMultiple(of: 2) {
      continuation.yield()
      while !isCancelled(), isHolding.withLock({ $0 }) { sched_yield() }
    }
    return isCancelled()
  }

  func untilOneIsHeld() async { for await _ in held { return } }
}
