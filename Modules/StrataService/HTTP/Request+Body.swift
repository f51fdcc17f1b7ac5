import HTTPTypes
package import Hummingbird
import NIOCore
package import SegmentModel

extension Request {
  /// The body, at most `limit` bytes of it, which count in the share that the request has of the `BodyBudget`. What goes
  /// beyond is read and dropped by the connection, never kept.
  /// - Throws: `Problem` 413, 408; `BodyShare.Exhausted`.
  package func bytes(upTo limit: Int) async throws -> ByteBuffer {
    // Said in advance, it needs no reading; where it is no number, the connection has refused it already.
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw Problem.tooLarge(limit: limit)
    }
    // Into memory of its own: a part may hold on to all that was read from the connection with it.
    var collected = ByteBuffer()
    for try await part in body {
      guard part.readableBytes <= limit - collected.readableBytes else { throw Problem.tooLarge(limit: limit) }
      try BodyShare.current?.take(part.readableBytes)
      collected.writeImmutableBuffer(part)
    }
    BodyShare.current?.arrive()
    return collected
  }

  /// The body as JSON, whatever the Content-Type says.
  /// - Throws: `Problem` 400 with the byte offset where it is not JSON, 413, 408; `BodyShare.Exhausted`.
  package func json(upTo limit: Int) async throws -> JSONValue {
    let buffer = try await bytes(upTo: limit)
    do {
      return try JSONReader.read(buffer.readableBytesView)
    } catch {
      throw Problem.notJSON(error)
    }
  }

  /// Whether the Content-Type is JSON's; a form in a page of another site cannot send that.
  package var saysJSON: Bool {
    guard let type = headers[.contentType]?.split(separator: ";").first else { return false }
    let name = type.trimmingBlanks.lowercased()
    return name == "application/json" || name.hasSuffix("+json")
  }
}
