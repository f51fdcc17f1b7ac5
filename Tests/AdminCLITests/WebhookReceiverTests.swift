import Crypto
import Foundation
import SegmentModel
import Testing

@testable import strata

@Suite struct WebhookReceiverTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let now = Instant(milliseconds: 1_614_265_330_000)
  private let verifier: WebhookVerifier

  init() throws {
    verifier = try #require(WebhookVerifier(secret: Self.secret))
  }

  /// The example of the specification's own libraries.
  @Test func theSignatureOfTheSpecificationIsRight() throws {
    try verifier.verify(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330",
      signatures: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", body: Array(#"{"test": 2432232314}"#.utf8),
      now: Self.now)
  }

  @Test func oneRightSignatureAmongSeveralIsEnough() throws {
    try verifier.verify(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330",
      signatures: "v1,AAAA v2,xyz v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      body: Array(#"{"test": 2432232314}"#.utf8), now: Self.now)
  }

  @Test func whatIsForgedOldOrBareIsRefused() {
    func refusal(
      id: String? = "msg_1", timestamp: String? = "1614265330", signatures: String? = nil, after seconds: Int64 = 0
    ) -> WebhookVerifier.Refusal? {
      let body = Array("{}".utf8)
      let key = SymmetricKey(data: Data(base64Encoded: String(Self.secret.dropFirst(6))) ?? Data())
      let signed = Array("\(id ?? "").\(timestamp ?? "").".utf8) + body
      let right = "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
      do {
        try verifier.verify(
          id: id, timestamp: timestamp, signatures: signatures ?? right, body: body,
          now: Self.now.advanced(milliseconds: seconds * 1000))
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal() == nil)
    #expect(refusal(id: nil) == .missingHeader)
    #expect(refusal(timestamp: nil) == .missingHeader)
    #expect(refusal(signatures: "") == .badSignature)
    #expect(refusal(signatures: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") == .badSignature)
    #expect(refusal(timestamp: "soon") == .badTimestamp)
    #expect(refusal(after: 300) == nil)
    #expect(refusal(after: 301) == .badTimestamp)
    #expect(refusal(after: -301) == .badTimestamp)
  }

  @Test func aLineTellsTheCountBeforeAndNow() {
    func line(_ previous: JSONValue) -> String {
      WebhookLine.text([
        "type": "segment.count.updated",
        "data": ["segment": ["name": "Clicked\u{1B}"], "count": 42, "previousCount": previous],
      ])
    }
    #expect(line(41) == "segment 'Clicked?': 41 → 42")
    #expect(line(nil) == "segment 'Clicked?': 42")
    #expect(WebhookLine.text(["type": "webhook.test", "data": [:]]) == "webhook.test verified")
  }
}
