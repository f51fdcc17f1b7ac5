import EventIngest
import SegmentModel

/// The four places of a write key: Basic user name, Bearer, body `writeKey`, query `writeKey`. The first that has one
/// counts, but where that is unknown: a browser adds a Basic user name by itself where a site asks for a password.
enum TrackingWriteKey {
  static func find(in request: IngestRequest, body: JSONValue) -> String? {
    all(in: request, body: body).first
  }

  static func all(in request: IngestRequest, body: JSONValue) -> [String] {
    [request.authorizationKey, body["writeKey"]?.stringValue, request.query["writeKey"]].compactMap(\.self)
      .filter { !$0.isEmpty }
  }
}

extension IngestBatch {
  init(keys: [String], items: [IngestItem], isSingle: Bool, memory: Int) {
    self.init(writeKey: keys.first, items: items, isSingle: isSingle, memory: memory)
    otherKeys = Array(keys.dropFirst())
  }
}
