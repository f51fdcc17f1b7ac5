import SegmentModel
import Testing

@testable import EventIngest

@Suite struct SourceDirectoryTests {
  private struct Table: SourceDirectory {
    var keys: [String: Source] = [:]
    var keyless: [Source] = []

    func source(writeKey: String) -> Source? { keys[writeKey] }

    func keylessSources() -> [Source] { keyless }
  }

  private let local: Source = {
    Source(
      id: 9, publicID: "src_local", name: "local", kind: .browser,
      allowedOrigins: ["http://localhost:*", "http://127.0.0.1:*"], isKeyless: true)
  }()

  private func table(_ source: Source) -> Table { Table(keys: ["key": source]) }

  private func find(
    _ table: Table, _ writeKeys: String?..., origin: String?, referrer: String? = nil, isQuestion: Bool = false
  ) async throws(IngestRefusal) -> Source {
    var request = IngestRequest(method: "POST", path: "/", receivedAt: .noon)
    request.headers["origin"] = origin
    request.headers["referer"] = referrer
    return try await table.source(
      writeKeys: writeKeys.compactMap(\.self), of: request, isQuestion: isQuestion)
  }

  /// Why a request is refused.
  private func code(
    _ table: Table, writeKey: String?, origin: String?, referrer: String? = nil, isQuestion: Bool = false
  ) async -> String? {
    do throws(IngestRefusal) {
      _ = try await find(table, writeKey, origin: origin, referrer: referrer, isQuestion: isQuestion)
      return nil
    } catch {
      #expect(error.status == 401)
      return error.code
    }
  }

  @Test func keyIsFoundByItsHash() async throws {
    #expect(KeyHash(key: "abc").bytes.prefix(4) == [0xBA, 0x78, 0x16, 0xBF])
    #expect(try await find(table(.server), "key", origin: nil).id == Source.server.id)
    #expect(
      await code(table(.server), writeKey: "Key", origin: nil) == "unknownKey")
  }

  @Test func revokedKeyIsUnknown() async {
    var source = Source.server
    source.revokedAt = .noon
    #expect(await code(table(source), writeKey: "key", origin: nil) == "unknownKey")
  }

  @Test func messagesWithoutKeyComeFromListedOriginsOnly() async throws {
    let table = Table(keyless: [local])
    for origin in ["http://localhost:8080", "http://localhost", "http://127.0.0.1:1", "HTTP://LOCALHOST:80"] {
      #expect(try await find(table, nil, origin: origin).id == local.id)
    }
    for origin in [nil, "null", "https://localhost:8080", "http://localhost.evil.com", "http://evil.com#localhost"] {
      #expect(await code(table, writeKey: nil, origin: origin) == "missingKey")
    }
    #expect(try await find(table, "", origin: "http://localhost:1").id == local.id)
  }

  @Test func keyOfABrowserSourceCountsFromItsOriginsOnly() async throws {
    var source = Source.browser
    source.allowedOrigins = ["https://shop.example"]
    let table = table(source)
    #expect(try await find(table, "key", origin: "https://shop.example").id == source.id)
    for origin in [nil, "https://evil.example", "http://shop.example"] {
      #expect(
        await code(table, writeKey: "key", origin: origin) == "originNotAllowed")
    }
  }

  /// Browsers send no `Origin` with a GET to the server of the page itself.
  @Test func pageThatAsksItsOwnServerNeedsNoOrigin() async throws {
    var source = Source.browser
    source.allowedOrigins = ["https://shop.example"]
    let table = table(source)
    #expect(try await find(table, "key", origin: nil, referrer: "https://shop.example/cart?a=b").id == source.id)
    #expect(try await find(table, "key", origin: nil, referrer: "https://shop.example").id == source.id)
    #expect(try await find(table, "key", origin: nil, isQuestion: true).id == source.id)
    for referrer in ["https://evil.example/https://shop.example", "shop.example", "https:///shop.example", ""] {
      #expect(await code(table, writeKey: "key", origin: nil, referrer: referrer) == "originNotAllowed", "\(referrer)")
    }
    let own = "https://shop.example/"
    #expect(await code(table, writeKey: "key", origin: "https://evil.example", referrer: own) == "originNotAllowed")
    #expect(await code(table, writeKey: "key", origin: "null", isQuestion: true) == "originNotAllowed")
    // Who has no key is known by the origin alone.
    var keyless = source
    keyless.isKeyless = true
    #expect(await code(Table(keyless: [keyless]), writeKey: nil, origin: nil, referrer: own) == "missingKey")
  }

  @Test func firstKeyThatIsKnownCounts() async throws {
    var revoked = Source.server
    revoked.revokedAt = .noon
    let table = Table(keys: ["key": .server, "page": .browser, "old": revoked])
    #expect(try await find(table, "login of the site", "old", "page", "key", origin: nil).id == Source.browser.id)
    #expect(await code(table, writeKey: "login of the site", origin: nil) == "unknownKey")
  }

  @Test func keyWithoutListedOriginsCountsFromAnywhere() async throws {
    for origin in [nil, "https://any.example"] {
      #expect(try await find(table(.browser), "key", origin: origin).id == Source.browser.id)
    }
  }

  @Test(arguments: [
    ("http://localhost:*", "http://localhost:3000", true), ("http://localhost:*", "http://localhost", true),
    ("https://shop.example", "https://shop.example:443", true),
    ("https://shop.example", "https://shop.example:8443", false),
    ("https://shop.example:8443", "https://shop.example:8443", true), ("http://[::1]:*", "http://[::1]:5000", true),
    ("http://[::1]:*", "http://[::2]:5000", false), ("https://shop.example", "https://shop.example.evil", false),
    ("https://shop.example", "https://SHOP.example", true), ("http://localhost:*", "http://localhost:*", false),
    ("http://localhost:*", "http://localhost:99999", false), ("http://localhost:*", "http://localhost:1/path", false),
  ])
  func patternMatches(pattern: String, origin: String, expected: Bool) throws {
    #expect(try #require(OriginPattern(pattern)).matches(origin) == expected)
  }

  @Test(arguments: [
    "*", "shop.example", "ftp://shop.example", "https://", "https://shop.example/path", "https://:80",
    "https://*.example", "https://*.example:*", "https://*", "https://shop.*:8443",
  ])
  func textThatIsNoOriginIsNoPattern(text: String) {
    #expect(OriginPattern(text) == nil)
  }

  @Test func base64OfEitherAlphabetIsRead() {
    #expect(Base64.decode("a2V5Og==") == Array("key:".utf8))
    #expect(Base64.decode("a2V5Og") == Array("key:".utf8))
    #expect(Base64.decode("_-8=") == [0xFF, 0xEF])
    #expect(Base64.decode("") == [])
    #expect(Base64.decode("a") == nil)
    #expect(Base64.decode("a*==") == nil)
  }
}
