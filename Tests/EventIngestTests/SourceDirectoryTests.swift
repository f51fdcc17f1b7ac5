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

  /// Why a request is refused.
  private func code(_ table: Table, writeKey: String?, origin: String?) async -> String? {
    do {
      _ = try await table.source(writeKey: writeKey, origin: origin)
      return nil
    } catch {
      #expect(error.status == 401)
      return error.code
    }
  }

  @Test func keyIsFoundByItsHash() async throws {
    #expect(KeyHash(key: "abc").bytes.prefix(4) == [0xBA, 0x78, 0x16, 0xBF])
    #expect(try await table(.server).source(writeKey: "key", origin: nil).id == Source.server.id)
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
      #expect(try await table.source(writeKey: nil, origin: origin).id == local.id)
    }
    for origin in [nil, "null", "https://localhost:8080", "http://localhost.evil.com", "http://evil.com#localhost"] {
      #expect(await code(table, writeKey: nil, origin: origin) == "missingKey")
    }
    #expect(try await table.source(writeKey: "", origin: "http://localhost:1").id == local.id)
  }

  @Test func keyOfABrowserSourceCountsFromItsOriginsOnly() async throws {
    var source = Source.browser
    source.allowedOrigins = ["https://shop.example"]
    let table = table(source)
    #expect(try await table.source(writeKey: "key", origin: "https://shop.example").id == source.id)
    for origin in [nil, "https://evil.example", "http://shop.example"] {
      #expect(
        await code(table, writeKey: "key", origin: origin) == "originNotAllowed")
    }
  }

  @Test func keyWithoutListedOriginsCountsFromAnywhere() async throws {
    for origin in [nil, "https://any.example"] {
      #expect(try await table(.browser).source(writeKey: "key", origin: origin).id == Source.browser.id)
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
