package import SegmentModel

/// What one request asks to be taken.
package struct IngestBatch: Sendable {
  /// The write key that it presents; nil for none.
  package var writeKey: String?
  /// What else stands where a key may; the first of all that is known counts.
  package var otherKeys: [String] = []
  package var items: [IngestItem]
  /// A call of one message, whose rejection is an error of the request.
  package var isSingle: Bool
  /// Bytes of memory that it takes while it waits, roughly: the body and what was read of it. For the bounds on both.
  package var memory: Int
  /// Whether the client looks for a word instead of JSON, in dialects that have both.
  package var wantsText = false

  package init(writeKey: String?, items: [IngestItem], isSingle: Bool, memory: Int) {
    self.writeKey = writeKey
    self.items = items
    self.isSingle = isSingle
    self.memory = memory
  }
}

/// One message of a request: understood, or why not.
package struct IngestItem: Sendable {
  /// Place in the request, from 0.
  package var index: Int
  package var receivedAt: Instant
  /// By which it can be taken again, where it is refused; nil where it cannot.
  package var call: IngestCall?
  package var content: Result<IngestMessage, Rejection>
  private let kept: @Sendable () -> JSONValue

  /// - Parameter body: the message as it is to be kept where it is refused; asked for only then.
  package init(
    index: Int, receivedAt: Instant, body: @autoclosure @escaping @Sendable () -> JSONValue, call: IngestCall? = nil,
    content: Result<IngestMessage, Rejection>
  ) {
    self.index = index
    self.receivedAt = receivedAt
    self.call = call
    self.content = content
    kept = body
  }

  package var body: JSONValue { kept() }
}
