import EventIngest
import SegmentModel

/// The four places of a write key: Basic user name, Bearer, body `writeKey`, query `writeKey`; the first that has
/// one counts.
enum TrackingWriteKey {
  static func find(in request: IngestRequest, body: JSONValue) -> String? {
    if let key = request.authorizationKey { return key }
    if let key = body["writeKey"]?.stringValue, !key.isEmpty { return key }
    if let key = request.query["writeKey"], !key.isEmpty { return key }
    return nil
  }
}
