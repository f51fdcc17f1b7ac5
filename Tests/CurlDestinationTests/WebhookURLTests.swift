import CurlDestination
import SegmentSync
import Testing

struct WebhookURLTests {
  private let strict = AddressPolicy(allowPrivateAddresses: false)

  @Test(arguments: [
    "https://example.com", "http://example.com:8080/a?b=c", "HTTPS://EXAMPLE.COM",
    "http://203.0.114.1/", "http://[2600::1]/", "http://localhost/",
  ])
  func anHTTPURLIsTaken(_ url: String) {
    #expect(WebhookURL.problem(url, addresses: strict) == nil)
  }

  @Test(arguments: [
    "", "example.com", "//example.com", "/path", "http://", "http://?", "ftp://example.com/", "file:///etc/passwd",
    "gopher://example.com/", "javascript:alert(1)", "http://exa mple.com/", "http://example.com/a b",
    "http://example.com/\r\nX-Injected: 1", "http://example.com\0.evil.example/", "http://example.com:99999/",
    "http://[::1/", "https://" + String(repeating: "a", count: 2_100),
  ])
  func anythingElseIsNot(_ url: String) {
    #expect(WebhookURL.problem(url)?.code == .badURL)
  }

  @Test(arguments: [
    "https://user:password@example.com/", "https://user@example.com/", "https://:password@example.com/",
  ])
  func aURLWithCredentialsIsRefusedByName(_ url: String) {
    #expect(WebhookURL.problem(url)?.code == .badURL)
    #expect(WebhookURL.problem(url)?.sentence.contains("user name or password") == true)
  }

  @Test(arguments: [
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://[::1]:80/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest", "https://10.1.2.3/", "http://0/",
  ])
  func aPrivateAddressIsRefusedInWhateverNotation(_ url: String) {
    #expect(WebhookURL.problem(url, addresses: strict)?.code == .refusedAddress)
    #expect(WebhookURL.problem(url, addresses: AddressPolicy(allowPrivateAddresses: true)) == nil)
    #expect(WebhookURL.problem(url) == nil)
  }
}
