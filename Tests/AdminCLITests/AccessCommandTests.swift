import SegmentModel
import Testing

@testable import strata

@Suite struct AccessCommandTests {
  @Test func aSourceShowsItsKeyOnceAndIsRevoked() throws {
    let fixture = try CommandFixture()
    let made = try fixture.run(
      "sources", "create", "--name", "shop", "--kind", "browser", "--allow-origin", "https://shop.example", "--keyless",
      "--output", "json"
    ).json()
    let id = try #require(made["id"]?.stringValue)
    let key = try #require(made["writeKey"]?.stringValue)
    #expect(made["kind"] == "browser" && made["keyless"] == true && key.hasPrefix("wkb_"))
    let rotated = try fixture.run("sources", "rotate", id, "--output", "json").json()
    #expect(rotated["writeKey"]?.stringValue != key)
    #expect(fixture.run("sources", "revoke", id).status == .wrongUsage)
    #expect(fixture.run("sources", "revoke", id, "--yes").status == .done)
    let list = fixture.run("sources", "list", "--output", "json")
    #expect(!list.output.contains("writeKey"))
    #expect(try list.json().arrayValue?.first?["revokedAt"] != .null)
    #expect(fixture.run("sources", "rotate", id).status == .notFound)
  }

  @Test func aSourceThatCannotBeIsRefusedWithEveryMistake() throws {
    let run = try CommandFixture().run(
      "sources", "create", "--name", " ", "--kind", "server", "--keyless", "--allow-origin", "shop")
    #expect(run.status == .invalidInput)
    for pointer in ["/name: ", "/allowedOrigins/0: ", "/keyless: "] { #expect(run.errors.contains(pointer)) }
  }

  @Test func aTokensTextIsShownOnce() throws {
    let fixture = try CommandFixture()
    let made = try fixture.run("tokens", "create", "--name", "ci", "--scope", "write", "--output", "json").json()
    let text = try #require(made["token"]?.stringValue)
    let list = fixture.run("tokens", "list", "--output", "json")
    #expect(!list.output.contains(text))
    #expect(try list.json().arrayValue?.first?["scopes"] == ["write"])
    let id = try #require(made["id"]?.stringValue)
    #expect(fixture.run("tokens", "revoke", id, "--yes").status == .done)
    #expect(fixture.run("tokens", "list", "--output", "json").output == "[]\n")
  }

  @Test func aWebhookIsAddedChangedTestedAndRemoved() throws {
    let fixture = try CommandFixture()
    let made = fixture.run(
      "webhooks", "add", "--url", "http://127.0.0.1:9/hook", "--event", "segment.count.updated", "--output", "json")
    #expect(made.errors.contains("--allow-private-webhooks"))
    let endpoint = try made.json()
    #expect(endpoint["secret"]?.stringValue?.hasPrefix("whsec_") == true)
    let id = try #require(endpoint["id"]?.stringValue)
    let paused = try fixture.run("webhooks", "pause", id, "--output", "json").json()
    #expect(paused["enabled"] == false && paused["secret"] == nil)
    let changed = try fixture.run("webhooks", "update", id, "--min-interval", "50", "--output", "json").json()
    #expect(changed["minInterval"] == 50 && changed["events"] == ["segment.count.updated"])
    #expect(try fixture.run("webhooks", "test", id, "--output", "json").json()["message"]?.stringValue != nil)
    let wrong = fixture.run("webhooks", "add", "--url", "ftp://example.com", "--event", "segment.grew")
    #expect(wrong.status == .invalidInput)
    #expect(wrong.errors.contains("/url: ") && wrong.errors.contains("/events/0: "))
    #expect(fixture.run("webhooks", "remove", id, "--yes").status == .done)
    #expect(fixture.run("webhooks", "list", "--output", "json").output == "[]\n")
  }
}
