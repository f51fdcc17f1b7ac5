import HTTPTypes
import HummingbirdTesting
import IngestDialects
import NIOCore
import Testing

@testable import strata_ingest

@Suite struct WidgetTests {
  @Test(arguments: WidgetAssets.all.map(\.path))
  func fileIsServedWithAnETagAndFoundUnchanged(path: String) async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let response = try await client.execute(uri: path, method: .get)
      #expect(response.status == .ok)
      #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
      #expect(response.headers[.accessControlAllowOrigin] == "*")
      #expect(response.headers[.contentEncoding] == nil)
      #expect(response.body.readableBytes > 100)
      let tag = try #require(response.headers[.eTag])
      let again = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: tag])
      #expect(again.status == .notModified)
      #expect(again.headers[.eTag] == tag)
      #expect(again.body.readableBytes == 0)
      let other = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: "\"other\""])
      #expect(other.status == .ok)
    }
  }

  @Test func bundleIsServedCompressedToWhomTakesIt() async throws {
    let fixture = try IngestFixture()
    try await fixture.test { client in
      let path = "/build/eventsWidget.bundle.js?writeKey=abc"
      let plain = try await client.execute(uri: path, method: .get)
      let gzip = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: "br, gzip"])
      #expect(gzip.headers[.contentEncoding] == "gzip")
      #expect(gzip.headers[.vary] == "Accept-Encoding")
      #expect(gzip.body.readableBytes <= 4096)
      #expect(gzip.headers[.eTag] != plain.headers[.eTag])
    }
  }
}
