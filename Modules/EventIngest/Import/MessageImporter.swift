package import SegmentModel

/// A file of messages, one JSON object a line, in the form of a dialect.
package struct MessageImporter: ContactImporter {
  /// Understands the message of a line, whose number is the item's index.
  package typealias Understand = (_ message: JSONValue, _ line: Int, _ receivedAt: Instant) -> IngestItem

  private var lines: NDJSONLines
  private let understand: Understand

  package init(_ source: @escaping ByteSource, understand: @escaping Understand) {
    lines = NDJSONLines(source)
    self.understand = understand
  }

  package var fetched: Int { lines.fetched }

  package mutating func next(receivedAt: Instant) throws -> ContactRow? {
    guard let line = try lines.next() else { return nil }
    switch line.json {
    case .success(let json): return ContactRow(line.text, understand(json, line.number, receivedAt))
    case .failure(let rejection):
      return ContactRow(line.number, line.text, receivedAt: receivedAt, .failure(rejection))
    }
  }
}
