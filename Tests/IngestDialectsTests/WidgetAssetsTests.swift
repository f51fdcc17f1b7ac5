import Testing

@testable import IngestDialects

@Suite struct WidgetAssetsTests {
  private let bundle = WidgetAssets.bundle

  @Test(arguments: [
    ("gzip", true), ("GZIP", true), ("br, gzip", true), ("gzip;q=0.5, br", true), ("deflate , gzip ; q=1", true),
    ("gzip;q=0", false), ("gzip; q=0.000", false), ("br", false), ("identity", false), ("", false), ("xgzip", false),
  ])
  func gzipIsForThoseWhoTakeIt(header: String, isCompressed: Bool) {
    let given = bundle.representation(accepting: header)
    #expect(given.contentEncoding == (isCompressed ? "gzip" : nil))
    #expect(given.bytes == (isCompressed ? bundle.gzip.bytes : bundle.plain.bytes))
  }

  @Test func withoutTheHeaderNothingIsCompressed() {
    #expect(bundle.representation(accepting: nil).contentEncoding == nil)
  }

  @Test func entityTagIsOneForEachFileAndEncoding() {
    let tags = WidgetAssets.all.flatMap { [$0.plain.etag, $0.gzip.etag] }
    #expect(Set(tags).count == tags.count)
    #expect(tags.allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"") && $0.count > 10 })
    var bytes = bundle.plain.bytes
    bytes[0] ^= 1
    #expect(WidgetAssets.Representation(bytes: bytes, contentEncoding: nil).etag != bundle.plain.etag)
    let same = WidgetAssets.Representation(bytes: bundle.plain.bytes, contentEncoding: nil)
    #expect(same.etag == bundle.plain.etag)
  }

  /// From the test vectors of FNV's authors: http://www.isthe.com/chongo/tech/comp/fnv/
  @Test(arguments: [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)])
  func fingerprintIsFNV1a(text: String, expected: UInt64) {
    #expect(WidgetAssets.fingerprint(of: Array(text.utf8)) == expected)
  }

  @Test(arguments: WidgetAssets.all.map(\.path))
  func compressedFileIsOneOfGzip(path: String) throws {
    let asset = try #require(WidgetAssets.all.first { $0.path == path })
    #expect(Array(asset.gzip.bytes.prefix(2)) == [0x1F, 0x8B])
    #expect(asset.gzip.bytes.count < asset.plain.bytes.count)
    // The last four bytes are the length of the original (RFC 1952).
    let length = asset.gzip.bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length == asset.plain.bytes.count)
  }
}
