package import SegmentModel

/// What a dialect needs of an HTTP request; it knows no server.
package struct IngestRequest: Sendable {
  package var method: String
  /// Without the query, as sent.
  package var path: String
  /// Decoded; of a name that stands twice, the first.
  package var query: [String: String]
  /// By lower-case name.
  package var headers: [String: String]
  /// Inflated.
  package var body: [UInt8]
  package var receivedAt: Instant
  /// Of the sender, for the bound on its rate; nil where it is not known.
  package var address: String?
  /// Where the client reaches this server: `http://127.0.0.1:3200`, perhaps with a path.
  package var serverURL: String
  /// Bytes of one message that are taken, of a message that comes again more than of others.
  package var messageBytes = IngestLimits.messageBytes

  package init(
    method: String, path: String, query: [String: String] = [:], headers: [String: String] = [:], body: [UInt8] = [],
    receivedAt: Instant, address: String? = nil, serverURL: String = ""
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.receivedAt = receivedAt
    self.address = address
    self.serverURL = serverURL
  }

  /// Where the page is that sent this; `null` for one without an origin.
  package var origin: String? { headers["origin"] }

  /// Of the page whose address stands in `Referer`: `https://shop.example`.
  var originOfReferrer: String? {
    guard let parts = headers["referer"]?.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false),
      parts.count >= 3, parts[1].isEmpty, !parts[2].isEmpty
    else { return nil }
    return "\(parts[0])//\(parts[2])"
  }

  /// Whether a browser sent this for a page; those of today say so with every request, older ones with most.
  var isOfAPage: Bool { origin != nil || headers["sec-fetch-mode"] != nil }
}
