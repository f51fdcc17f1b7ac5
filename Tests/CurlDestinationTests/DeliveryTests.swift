import CurlDestination
import Glibc
import SegmentModel
import SegmentSync
import Testing

/// One attempt and its answer.
struct DeliveryTests {
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"

  @Test func aMessageArrivesSignedAndWhole() async throws {
    let server = try TestServer(text: Self.ok)
    defer { server.stop() }
    let destination = try localDestination()
    let result = await destination.result(of: attempt(to: server.url + "?a=b"))
    #expect(
      result
        == .answered(status: 200, retryAfter: nil, bodyPrefix: Array("OK".utf8), milliseconds: result.milliseconds))
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /hook?a=b HTTP/1.1")
    #expect(request.body == Example.body)
    #expect(request.headers["webhook-id"] == Example.id)
    #expect(request.headers["webhook-timestamp"] == "\(Example.timestamp)")
    #expect(request.headers["webhook-signature"] == Example.signature)
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["user-agent"]?.hasPrefix("Strata/") == true)
    #expect(request.headers["expect"] == nil)
  }

  @Test func duringARotationBothSecretsSign() async throws {
    let server = try TestServer(text: Self.ok)
    defer { server.stop() }
    let newer = WebhookSecret.generate().text
    let destination = try localDestination()
    _ = await destination.result(of: attempt(to: server.url, secrets: [newer, Example.secret]))
    let signatures = try #require(server.requests.first?.headers["webhook-signature"]).split(separator: " ")
    #expect(signatures.count == 2)
    #expect(signatures.last.map(String.init) == Example.signature)
  }

  @Test(arguments: [0, 1, 1_100_000]) func aBodyOfAnySizeArrives(_ size: Int) async throws {
    let server = try TestServer(text: Self.ok)
    defer { server.stop() }
    // A body is not a C string. From a megabyte on libcurl would wait for "100 Continue", were it not told otherwise.
    let body = [UInt8](repeating: 0, count: size)
    let destination = try localDestination()
    let result = await destination.result(
      of: attempt(to: server.url, body: body, contentType: "application/cloudevents+json; charset=utf-8"))
    #expect(result.status == 200)
    let request = try #require(server.requests.first)
    #expect(request.body == body)
    #expect(request.headers["expect"] == nil)
    #expect(request.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
  }

  @Test(arguments: [204, 400, 401, 404, 410, 429, 500, 503, 599]) func everyStatusIsTold(_ status: Int) async throws {
    let server = try TestServer(text: "HTTP/1.1 \(status) Whatever\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    let destination = try localDestination()
    #expect(await destination.result(of: attempt(to: server.url)).status == status)
  }

  @Test(arguments: [301, 302, 303, 307, 308]) func aRedirectIsNotFollowed(_ status: Int) async throws {
    let target = try TestServer(text: Self.ok)
    defer { target.stop() }
    let server = try TestServer(
      text: "HTTP/1.1 \(status) Moved\r\nLocation: \(target.url)\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    let destination = try localDestination()
    #expect(await destination.result(of: attempt(to: server.url)).status == status)
    #expect(target.connections == 0)
    #expect(server.requests.count == 1)
  }

  @Test func interimAnswersAreNotTheAnswer() async throws {
    let server = try TestServer(
      text: """
        HTTP/1.1 100 Continue\r\nRetry-After: 7\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n\
        HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n
        """)
    defer { server.stop() }
    let destination = try localDestination()
    let result = await destination.result(of: attempt(to: server.url))
    #expect(result.status == 202)
    #expect(result.retryAfter == nil)
  }

  @Test(
    arguments: [
      ("120", 120_000), ("Sun, 06 Nov 1994 08:49:37 GMT", 10_000), ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("soon", nil),
    ] as [(String, Int64?)])
  func retryAfterIsToldInMilliseconds(_ text: String, _ expected: Int64?) async throws {
    let server = try TestServer(
      text: "HTTP/1.1 503 Busy\r\nretry-after: \(text)\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    let destination = try localDestination(clock: HeldClock(now: Instant(milliseconds: 784_111_767_000)))
    let result = await destination.result(of: attempt(to: server.url))
    #expect(result.status == 503)
    #expect(result.retryAfter == expected)
  }
}

/// Answers that are too large, too slow, or none.
struct BadAnswerTests {
  private func result(
    _ answer: String, _ change: (inout CurlSettings) -> Void = { _ in }
  ) async throws -> DeliveryResult {
    let server = try TestServer(text: answer)
    defer { server.stop() }
    let destination = try localDestination(change)
    return await destination.result(of: attempt(to: server.url))
  }

  @Test func oneKilobyteOfAnAnswerIsKept() async throws {
    let body = String(repeating: "0123456789abcdef", count: 1_000)
    let result = try await result("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
    #expect(result.status == 200)
    #expect(result.bodyPrefix == Array(body.utf8.prefix(1_024)))
  }

  @Test func anEndlessAnswerIsCutOffAndItsStatusCounts() async throws {
    // A gigabyte is promised and more is sent than is read; the connection stays open.
    let body = String(repeating: "x", count: 1_000_000)
    for status in [200, 500] {
      let result = try await result("HTTP/1.1 \(status) OK\r\nContent-Length: 1000000000\r\n\r\n" + body)
      #expect(result.status == status)
      #expect(result.bodyPrefix?.count == 1_024)
    }
  }

  @Test func aBodyThatBreaksOffDoesNotUndoTheStatus() async throws {
    let result = try await result("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nhalf")
    #expect(result.status == 200)
    #expect(result.bodyPrefix == Array("half".utf8))
  }

  @Test func aHeadWithoutEndIsAFailure() async throws {
    let lines = String(repeating: "X-Filler: \(String(repeating: "x", count: 1_000))\r\n", count: 100)
    let result = try await result("HTTP/1.1 200 OK\r\n" + lines + "Content-Length: 0\r\n\r\n")
    #expect(result.failure == .protocolError)
  }

  @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\nConnection: close\r\n", "HTTP/1.1 banana\r\nConnection: close\r\n\r\n"])
  func whatIsNotHTTPIsAFailure(_ answer: String) async throws {
    #expect(try await result(answer).failure == .protocolError)
  }

  @Test func aConnectionThatClosesWithoutAnAnswerIsAFailure() async throws {
    #expect(try await result("").failure == .connect)
  }

  @Test func aHeadThatBreaksOffIsAFailure() async throws {
    let failure = try await result("HTTP/1.1 200 OK\r\nConnection: close\r\nX: y").failure
    #expect(failure != nil)
  }

  @Test func anAnswerThatDoesNotComeTimesOut() async throws {
    let barrier = Barrier()
    let server = try TestServer { _ in
      barrier.pass()
      return []
    }
    defer { server.stop() }
    defer { barrier.open() }
    let destination = try localDestination { $0.timeout = 200 }
    let result = await destination.result(of: attempt(to: server.url))
    #expect(result.failure == .timeout)
    #expect(result.milliseconds >= 200)
    #expect(server.requests.count == 1)
  }

  @Test func anAnswerThatDoesNotEndTimesOutWhateverItsStatus() async throws {
    let result = try await result("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") { $0.timeout = 200 }
    #expect(result.failure == .timeout)
  }

  @Test func aConnectionThatIsRefusedIsAFailure() async throws {
    let (descriptor, port) = try bound()
    defer { close(descriptor) }
    let destination = try localDestination()
    let result = await destination.result(of: attempt(to: "http://127.0.0.1:\(port)/"))
    #expect(result.failure == .connect)
    #expect(result.sentence?.contains("refused") == true)
  }

  @Test func aNameThatDoesNotResolveIsAFailure() async throws {
    // Too long for a label, so that no resolver is asked.
    let name = String(repeating: "a", count: 70) + ".invalid"
    let destination = try CurlDestination()
    #expect(await destination.result(of: attempt(to: "http://\(name)/")).failure == .unresolved)
  }
}

/// Attempts that are not made at all.
struct BadAttemptTests {
  private func failure(_ attempt: DeliveryAttempt) async throws -> DeliveryFailure.Code? {
    let destination = try localDestination()
    return await destination.result(of: attempt).failure
  }

  @Test(arguments: ["", "ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "http://127.0.0.1\0.example/"])
  func anyURLButHTTPIsRefused(_ url: String) async throws {
    #expect(try await failure(attempt(to: url)) == .badURL)
  }

  @Test(arguments: [[], ["secret"], [Example.secret, ""], Array(repeating: Example.secret, count: 9)])
  func aSecretThatCannotSignIsRefused(_ secrets: [String]) async throws {
    #expect(try await failure(attempt(to: "http://127.0.0.1/", secrets: secrets)) == .badSecret)
  }

  @Test(arguments: ["", "a.b", "a b", "a\r\nX: y", "ä", String(repeating: "a", count: 257)])
  func anIDThatIsNoHeaderIsRefused(_ id: String) async throws {
    #expect(try await failure(attempt(to: "http://127.0.0.1/", id: id)) == .badHeader)
  }

  @Test func aContentTypeThatIsNoHeaderIsRefused() async throws {
    #expect(try await failure(attempt(to: "http://127.0.0.1/", contentType: "a\r\nX: y")) == .badHeader)
  }

  @Test func noFailureShowsASecretOrTheURL() async throws {
    let destination = try localDestination()
    for url in ["http://user:hunter2@127.0.0.1:1/token", "nonsense://hunter2/token", "http://hunter2 token"] {
      let sentence = try #require(await destination.result(of: attempt(to: url)).sentence)
      for hidden in ["hunter2", "token", "whsec"] { #expect(!sentence.contains(hidden)) }
    }
  }
}
