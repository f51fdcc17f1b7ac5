import EventIngest
import SegmentModel

/// The four places of a write key: Basic user name, Bearer, body `writeKey`, query `writeKey`; the first that has
/// one counts.
enum TrackingWriteKey {
  static func find(in request: IngestRequest, body: JSONValue) -> String? {
    if let authorization = request.headers["authorization"], let key = key(authorization) { return key }
    if let key = body["writeKey"]?.stringValue, !key.isEmpty { return key }
    if let key = request.query["writeKey"], !key.isEmpty { return key }
    return nil
  }

  private static func key(_ authorization: String) -> String? {
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let scheme = parts.first, let credentials = parts.last else { return nil }
    switch scheme.lowercased() {
    case "bearer": return String(credentials)
    case "basic":
      guard let bytes = Base64.decode(String(credentials)) else { return nil }
      let name = bytes.prefix { $0 != UInt8(ascii: ":") }
      return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    default: return nil
    }
  }
}
