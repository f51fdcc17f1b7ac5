import CWidget

/// The files that browsers get from the ingest server. They are part of the program: nothing is read from disk.
package enum WidgetAssets {
  /// `window.Erxes`, loaded by a script element.
  package static let bundle = Asset(
    path: "/build/eventsWidget.bundle.js",
    plain: bytes(of: strata_widget_bundle), gzip: bytes(of: strata_widget_bundle_gzip))

  /// Keeps the calls that a page makes before the bundle is there; for a page to hold inline.
  package static let stub = Asset(
    path: "/build/stub.js",
    plain: bytes(of: strata_widget_stub), gzip: bytes(of: strata_widget_stub_gzip))

  package static let all = [bundle, stub]

  /// One file, in the two encodings that it is served in.
  package struct Asset: Sendable {
    /// Where the ingest server serves it. The widget finds its script element, and so its server, by this path.
    package let path: String
    package let contentType = "text/javascript; charset=utf-8"
    package let plain: Representation
    package let gzip: Representation

    fileprivate init(path: String, plain: [UInt8], gzip: [UInt8]) {
      self.path = path
      self.plain = Representation(bytes: plain, contentEncoding: nil)
      self.gzip = Representation(bytes: gzip, contentEncoding: "gzip")
    }

    /// What to send to a client with this `Accept-Encoding`. The answer then varies by that header, and has to say so.
    package func representation(accepting acceptEncoding: String?) -> Representation {
      for offer in (acceptEncoding ?? "").lowercased().split(separator: ",") {
        let parts = offer.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard parts.first == "gzip" else { continue }
        let refused = parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        return refused ? plain : gzip
      }
      return plain
    }
  }

  /// The bytes of a file in one encoding, with what HTTP says of them.
  package struct Representation: Sendable {
    package let bytes: [UInt8]
    /// Nil for the bytes as they are.
    package let contentEncoding: String?
    /// A strong entity tag, in its quotes: it changes when a byte does, and differs between encodings.
    package let etag: String

    init(bytes: [UInt8], contentEncoding: String?) {
      self.bytes = bytes
      self.contentEncoding = contentEncoding
      etag = "\"\(String(WidgetAssets.fingerprint(of: bytes), radix: 16))\""
    }
  }

  /// FNV-1a, 64 bits. It tells one release of a file of ours from the next; nobody else chooses the bytes.
  static func fingerprint(of bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { hash, byte in (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  private static func bytes(of embedded: (UnsafeMutablePointer<Int>) -> UnsafePointer<UInt8>) -> [UInt8] {
    var length = 0
    let start = embedded(&length)
    return Array(UnsafeBufferPointer(start: start, count: length))
  }
}
