package import SegmentModel

/// What one request asks to be taken.
package struct IngestBatch: Sendable {
  /// The write key that it presents; nil for none.
  package var writeKey: String?
  package var items: [IngestItem]
  /// A call of one message, whose rejection is an error of the request.
  package var isSingle: Bool
  /// Bytes of the body, for the bound on what waits.
  package var byteCount: Int

  package init(writeKey: String?, items: [IngestItem], isSingle: Bool, byteCount: Int) {
    self.writeKey = writeKey
    self.items = items
    self.isSingle = isSingle
    self.byteCount = byteCount
  }
}

/// One message of a request: understood, or why not.
package struct IngestItem: Sendable {
  /// Place in the request, from 0.
  package var index: Int
  package var receivedAt: Instant
  /// As sent, to be kept where it is rejected.
  package var body: JSONValue
  package var content: Result<IngestMessage, Rejection>

  package init(index: Int, receivedAt: Instant, body: JSONValue, content: Result<IngestMessage, Rejection>) {
    self.index = index
    self.receivedAt = receivedAt
    self.body = body
    self.content = content
  }
}
