import CurlDestination
import Foundation
import Testing

struct SignatureTests {
  private func header(_ secrets: [String]) -> String {
    StandardWebhooksSignature.header(
      id: Example.id, timestamp: Example.timestamp, body: Example.body,
      secrets: secrets.compactMap { WebhookSecret($0) })
  }

  @Test func theSpecificationsExampleIsSignedAsItSays() {
    #expect(header([Example.secret]) == Example.signature)
  }

  @Test func eachSecretSignsOnceInOrder() throws {
    let other = WebhookSecret.generate().text
    let parts = header([other, Example.secret]).split(separator: " ")
    try #require(parts.count == 2)
    #expect(parts[0] == header([other]))
    #expect(parts[1] == Example.signature)
    #expect(parts[0] != parts[1])
  }

  @Test func aNewSecretIsThirtyTwoRandomBytes() throws {
    let secrets = (0..<100).map { _ in WebhookSecret.generate().text }
    #expect(Set(secrets).count == 100)
    for text in secrets {
      #expect(text.hasPrefix("whsec_"))
      #expect(Data(base64Encoded: String(text.dropFirst(6)))?.count == 32)
      #expect(WebhookSecret(text)?.text == text)
    }
  }

  @Test(arguments: [
    "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whsec_not base64, not at all, not even", "whsec_c2hvcnQ=",
    "whsec_" + Data(repeating: 7, count: 23).base64EncodedString(),
    "whsec_" + Data(repeating: 7, count: 65).base64EncodedString(),
  ])
  func whatIsNoSecretIsNotTaken(_ text: String) {
    #expect(WebhookSecret(text) == nil)
  }

  @Test(arguments: [24, 64]) func theShortestAndTheLongestSecretAreTaken(_ count: Int) {
    #expect(WebhookSecret("whsec_" + Data(repeating: 7, count: count).base64EncodedString()) != nil)
  }

  @Test func printingShowsNeitherSecretNorBodyNorURL() throws {
    let secret = try #require(WebhookSecret(Example.secret))
    let attempt = attempt(to: "https://user:password@example.com/token")
    var dumped = ""
    dump(secret, to: &dumped)
    dump(attempt, to: &dumped)
    dump([attempt], to: &dumped)
    for text in ["\(secret)", "\(attempt)", "\([attempt])", String(reflecting: attempt), "\([secret])", dumped] {
      for hidden in ["MfKQ9r8G", "2432232314", "password", "token"] { #expect(!text.contains(hidden)) }
    }
    #expect("\(attempt)".contains(Example.id))
  }
}
