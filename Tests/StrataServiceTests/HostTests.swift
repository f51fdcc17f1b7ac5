import StrataService
import Testing

@Suite struct HostTests {
  private func allows(_ allowed: AllowedHosts, _ authority: String) -> Bool {
    HostName(authority: authority).map(allowed.allows) ?? false
  }

  @Test func knownHostsAreAllowedAndOthersAreNot() {
    guard case .value(let publicURL) = PublicURL.read("https://stats.example.com/strata") else {
      Issue.record("the URL is good")
      return
    }
    let allowed = AllowedHosts(bound: "192.0.2.7", publicURL: publicURL, more: ["strata.internal:3300"])
    for host in [
      "localhost", "localhost:3300", "LOCALHOST:1", "127.0.0.1:3300", "127.8.9.1", "[::1]:3300", "[0:0::1]",
      "192.0.2.7:3300",
      "stats.example.com", "Stats.Example.com.:443", "strata.internal",
    ] {
      #expect(allows(allowed, host), "\(host)")
    }
    for host in [
      "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.8", "", "a:b", "[::2]", "[::1",
      "[::1%lo]", "127.0.0.1:",
      "127.1.evil", "local host", "127.0.0.256",
    ] {
      #expect(!allows(allowed, host), "\(host)")
    }
  }

  @Test func boundToEveryAddressAnyAddressIsAllowedAndNoName() {
    for bound in ["0.0.0.0", "::"] {
      let allowed = AllowedHosts(bound: bound)
      #expect(allows(allowed, "10.1.2.3:3300"))
      #expect(allows(allowed, "[fd00::1]:3300"))
      #expect(!allows(allowed, "evil.example:3300"))
    }
  }
}
