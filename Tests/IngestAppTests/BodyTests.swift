import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentModel
import StrataService
import Testing
import TrackedPropertyStore

@testable import strata_ingest

/// Bodies that come as gzip, and what no body may do.
@Suite struct BodyTests {
  /// `{"userId": "42", "event": "look"}`
  private static let look: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x2A, 0x2D, 0x4E, 0x2D, 0xF2, 0x4C,
    0x51, 0xB2, 0x52, 0x50, 0x32, 0x31, 0x52, 0xD2, 0x51, 0x50, 0x4A, 0x2D, 0x4B, 0xCD, 0x2B, 0x01, 0x71, 0x73,
    0xF2, 0xF3, 0xB3, 0x95, 0x6A, 0x01, 0x1A, 0x73, 0x7A, 0xB0, 0x21, 0x00, 0x00, 0x00,
  ]

  private func post(
    _ client: any TestClientProtocol, _ bytes: [UInt8], key: String, headers: HTTPFields = [:],
    path: String = "/v1/track"
  ) async throws -> TestResponse {
    var headers = headers
    headers[.authorization] = "Bearer \(key)"
    return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: bytes))
  }

  @Test func gzipIsReadWithAndWithoutSayingSo() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    try await fixture.test { client in
      for headers: HTTPFields in [[.contentEncoding: "gzip"], [.contentEncoding: "GZIP"], [:]] {
        let response = try await post(client, Self.look, key: key, headers: headers)
        #expect(response.status == .ok)
      }
      let damaged = try await post(client, Array(Self.look.dropLast(9)), key: key)
      #expect(damaged.status == .badRequest)
      #expect(damaged.code == "badEncoding")
    }
    #expect(try fixture.status().events == 3)
  }

  /// What is inflated and what is read out of it count too; after the answer all of it is there again.
  @Test func bodiesBeyondTheMemoryForThemAre429() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    var bodies = BodyLimits()
    bodies.bytes = 20_000
    let blanks = #"{"userId": "42", "event": "look"}"# + String(repeating: " ", count: 20_000)
    let lists = Array(repeating: "[1]", count: 500).joined(separator: ",")
    let tree = #"{"userId": "42", "event": "look", "properties": {"a": [\#(lists)]}}"#
    let compressed = Gzip.deflate(Array(blanks.utf8))
    #expect(tree.utf8.count < 10_000 && compressed.count < 10_000)
    try await fixture.test(bodies: bodies) { client in
      for body in [Array(blanks.utf8), Array(tree.utf8), compressed] {
        let refused = try await post(client, body, key: key)
        #expect(refused.status == .tooManyRequests)
        #expect(refused.code == "overloaded" && refused.headers[.retryAfter] == "1")
        #expect(refused.json?["message"]?.stringValue?.isEmpty == false)
        #expect(try await post(client, Self.look, key: key).status == .ok)
      }
    }
    #expect(try fixture.status().events == 3)
  }

  /// Nothing of it is inflated beyond the bound.
  @Test func gzipBombIs413() async throws {
    let fixture = try IngestFixture()
    let key = try fixture.makeSource(.server).writeKey
    let bomb = GzipBomb.zeros(megabytes: 200)
    #expect(bomb.count < 2_000_000)
    try await fixture.test { client in
      for path in ["/v1/batch", "/batch/", "/engage"] {
        let response = try await post(client, bomb, key: key, headers: [.contentEncoding: "gzip"], path: path)
        #expect(response.status.code == 413)
        #expect(response.code == "bodyTooLarge")
        #expect(response.json?["message"]?.stringValue?.isEmpty == false)
      }
    }
  }
}

/// gzip without a library: blocks of DEFLATE (RFC 1951) with fixed codes, each of which says "the same byte 258 times".
enum GzipBomb {
  static func zeros(megabytes: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var held: UInt32 = 0
    var count: UInt32 = 0
    func put(_ value: UInt32, _ bits: UInt32) {
      held |= value << count
      count += bits
      while count >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: held))
        held >>= 8
        count -= 8
      }
    }
    put(0b011, 3)
    // Literal 0: 00110000, its first bit first.
    put(0b0000_1100, 8)
    for _ in 0..<(megabytes * 1_000_000 / 258) {
      // Length 258 is code 285, 11000101; distance 1 is 00000.
      put(0b1010_0011, 8)
      put(0, 5)
    }
    put(0, 7)
    put(0, 7)
    return bytes + [0, 0, 0, 0, 0, 0, 0, 0]
  }
}
