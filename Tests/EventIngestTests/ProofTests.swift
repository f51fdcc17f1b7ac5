import Crypto
import SegmentModel
import Testing

@testable import EventIngest

@Suite struct ProofTests {
  let ingest = TestIngest()

  private func code(_ text: String) -> [UInt8] {
    Array(
      HMAC<SHA256>.authenticationCode(
        for: Array(text.utf8), using: SymmetricKey(data: Array(Source.browser.proofSecret.utf8))))
  }

  private func hexadecimal(_ text: String) -> String {
    code(text).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test func provenMessageWritesAsAServerDoes() throws {
    try ingest.send(.identify("42", ["plan": "free"]))
    try ingest.send(
      .identify("42", ["plan": "gold", "state": "customer"], at: .noon(plusMinutes: 1), proof: hexadecimal("42")),
      from: .browser)
    #expect(ingest.profiles.contact(.userId, "42")?.value("plan") == "gold")
  }

  /// The proof is not kept with a refused message, but that it was valid and of what.
  @Test func provenMessageIsTakenAgainAsProven() throws {
    ingest.log.change { $0.maximumEventNames = 0 }
    let isolated = TestIngest(ingest.log, isolation: .eachMessage)
    let message = { (proof: String?) in IngestMessage.track("buy", "42", anonymousId: "a", proof: proof) }
    for source in [Source.browser, .strictBrowser] { try isolated.send(message(hexadecimal("42")), from: source) }
    try isolated.send(message(hexadecimal("43")), from: .browser)
    try isolated.send(message(hexadecimal("42")), from: .server)
    #expect(ingest.profiles.rejected.map(\.proven) == [.userId, .userId, nil, nil])
    ingest.log.change { $0.maximumEventNames = 1 }
    var again = message(nil)
    #expect(try ingest.send(again, from: .strictBrowser).rejection == "proofRequired")
    again.proven = .email
    #expect(try ingest.send(again, from: .strictBrowser).rejection == "proofRequired")
    again.proven = .userId
    #expect(try ingest.send(again, from: .strictBrowser).isAccepted)
    // Refused once more, it stays proven.
    again.action = .event(name: "other", attributes: [])
    try isolated.send(again, from: .strictBrowser)
    #expect(ingest.profiles.rejected.last?.proven == .userId)
  }

  @Test func wrongProofCountsAsNone() throws {
    try ingest.send(.identify("42", ["plan": "free"]))
    for proof in [hexadecimal("43"), "", "zz", String(repeating: "0", count: 64)] {
      try ingest.send(.identify("42", ["plan": "gold"], at: .noon(plusMinutes: 1), proof: proof), from: .browser)
    }
    #expect(ingest.profiles.contact(.userId, "42")?.value("plan") == "free")
  }

  @Test func proofIsOfTheStrongestIdentifier() throws {
    try ingest.send(.identify("victim", ["plan": "free"]))
    try ingest.send(
      .identify(
        "victim", ["email": "mallory@example.com", "plan": "gold"], at: .noon(plusMinutes: 1),
        proof: hexadecimal("mallory@example.com")), from: .browser)
    #expect(ingest.profiles.contact(.userId, "victim")?.value("plan") == "free")
  }

  @Test func proofOfOneContactMovesNothingFromAnother() throws {
    try ingest.send(.identify(nil, ["email": "victim@example.com"]))
    let result = try ingest.send(
      .identify("mallory", ["email": "victim@example.com"], proof: hexadecimal("mallory")), from: .browser)
    #expect(result.warnings == ["identifierClash"])
    #expect(ingest.profiles.contacts.count == 2)
  }

  @Test func provenAliasTakesAnAnonymousHistoryButNoContact() throws {
    try ingest.send(.track("look", anonymousId: "a"), from: .browser)
    try ingest.send(.track("buy", "victim"))
    #expect(try ingest.send(.alias("a", to: "42", proof: hexadecimal("42")), from: .browser).isAccepted)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "42")) == ["look"])
    try ingest.send(.alias("victim", to: "42", proof: hexadecimal("42")), from: .browser)
    #expect(ingest.profiles.events(of: ingest.profiles.contact(.userId, "victim")) == ["buy"])
  }

  @Test func sourceMayRequireProofOfWhoeverIsKnown() throws {
    #expect(try ingest.send(.identify("42"), from: .strictBrowser).rejection == "proofRequired")
    #expect(try ingest.send(.identify("42", proof: "nonsense"), from: .strictBrowser).rejection == "badProof")
    #expect(try ingest.send(.identify("42", proof: hexadecimal("42")), from: .strictBrowser).isAccepted)
    #expect(try ingest.send(.track("look", anonymousId: "a"), from: .strictBrowser).isAccepted)
  }

  @Test func proofIsHexadecimalOrBase64OfTheIdentifierAsSentOrNormalised() throws {
    let claim = try #require(ClaimedIdentifier(.email, " Ann@Example.com"))
    let base64 = "ozSFTbiTeWVlT2E1YQDpZcIyEDqhoXNKmd3vK1rOMBI="
    #expect(Base64.decode(base64)?.count == 32)
    for text in [" Ann@Example.com", "ann@example.com"] {
      #expect(IdentityProof.isValid(hexadecimal(text), of: claim, secret: "s3cret"))
      #expect(IdentityProof.isValid(hexadecimal(text).uppercased(), of: claim, secret: "s3cret"))
      #expect(IdentityProof.isValid(encodeBase64(code(text)), of: claim, secret: "s3cret"))
      #expect(!IdentityProof.isValid(hexadecimal(text), of: claim, secret: "other"))
    }
    #expect(!IdentityProof.isValid(hexadecimal("ann@example.com"), of: claim, secret: ""))
  }

  private func encodeBase64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = bytes.flatMap { byte in (0..<8).reversed().map { Int(byte >> UInt8($0)) & 1 } }
    let digits = stride(from: 0, to: bits.count, by: 6).map { start in
      (0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
    }
    let padding = String(repeating: "=", count: (4 - digits.count % 4) % 4)
    return String(digits.map { alphabet[$0] }) + padding
  }
}
