import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import SegmentModel
import StrataService
import Synchronization
import TestSupport
import Testing

@testable import strata

@Suite struct DemoServerTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let body = Array(
    #"{"type":"segment.count.updated","data":{"segment":{"name":"Clicked"},"count":42,"previousCount":41}}"#.utf8)

  private let directory: TemporaryDirectory
  private let clock = ManualClock(Instant(milliseconds: 1_614_265_330_000))

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Sends one request, and returns the answer with what was printed.
  private func send(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8] = []
  ) async throws -> (response: TestResponse, printed: String) {
    let printed = Mutex<[UInt8]>([])
    var console = Console.ofProcess
    console.clock = clock
    console.writeOutput = { bytes in printed.withLock { $0 += bytes } }
    let server = DemoServer(
      workspace: try Workspace(path: directory.path, creating: true, clock: clock), port: 0,
      page: DemoPage(ingest: "http://127.0.0.1:4100"), console: console)
    let verifier = try #require(WebhookVerifier(secret: Self.secret))
    let application = server.service(verifier, logger: Logger(label: "test")).application()
    let response = try await application.test(.router) { client in
      try await client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(bytes: body))
    }
    return (response, String(decoding: printed.withLock { $0 }, as: UTF8.self))
  }

  private func signed(_ body: [UInt8]) -> HTTPFields {
    let key = SymmetricKey(data: Data(base64Encoded: String(Self.secret.dropFirst(6))) ?? Data())
    let code = HMAC<SHA256>.authenticationCode(for: Array("msg_1.1614265330.".utf8) + body, using: key)
    let values = [
      "webhook-id": "msg_1", "webhook-timestamp": "1614265330",
      "webhook-signature": "v1," + Data(code).base64EncodedString(),
    ]
    var headers: HTTPFields = [:]
    for (name, value) in values { if let name = HTTPField.Name(name) { headers[name] = value } }
    return headers
  }

  @Test func aVerifiedMessageIsPrintedAndAForgedOneIsNot() async throws {
    let good = try await send(.post, "/webhook", headers: signed(Self.body), body: Self.body)
    #expect(good.response.status == .noContent)
    #expect(good.printed == "segment 'Clicked': 41 → 42\n")
    let forged = try await send(.post, "/webhook", headers: signed(Array("{}".utf8)), body: Self.body)
    #expect(forged.response.status == .unauthorized)
    #expect(forged.printed.isEmpty)
  }

  @Test func thePageMayLoadTheWidgetAndSendsItsOrigin() async throws {
    let page = try await send(.get, "/").response
    #expect(page.status == .ok)
    #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'unsafe-inline' http://127.0.0.1:4100;") == true)
    let referrer = HTTPField.Name("Referrer-Policy").flatMap { page.headers[$0] }
    #expect(referrer == "strict-origin-when-cross-origin")
    #expect(String(buffer: page.body).contains("http://127.0.0.1:4100/build/eventsWidget.bundle.js"))
  }
}
