import EventIngest
import HTTPTypes
import Hummingbird
import NIOCore
import StrataService

/// The body of a request, as the dialects read it.
enum RequestBody {
  /// - Throws: `IngestRefusal` 413 over 4 MB, before or after inflating; 400 for damaged gzip; 415 for other
  ///   encodings; what the connection throws.
  static func read(_ request: Request) async throws -> [UInt8] {
    let limit = IngestLimits.bodyBytes
    let bytes: [UInt8]
    do {
      bytes = Array(try await request.bytes(upTo: limit).readableBytesView)
    } catch let problem as Problem where problem.status == .contentTooLarge {
      throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(limit) bytes")
    }
    switch request.headers[.contentEncoding]?.lowercased() ?? "identity" {
    // Some browser libraries say it in the query, or nowhere.
    case "identity", "": return Gzip.isGzip(bytes) ? try inflate(bytes, upTo: limit) : bytes
    case "gzip", "x-gzip": return try inflate(bytes, upTo: limit)
    case let encoding:
      throw IngestRefusal(
        415, .unsupportedEncoding, "bodies encoded with \(encoding) are not read; send gzip, or the text as it is")
    }
  }

  private static func inflate(_ bytes: [UInt8], upTo limit: Int) throws(IngestRefusal) -> [UInt8] {
    do throws(Gzip.Failure) {
      return try Gzip.inflate(bytes, upTo: limit)
    } catch {
      switch error {
      case .malformed: throw IngestRefusal(400, .badEncoding, "the body is no gzip, or it is damaged")
      case .tooLarge: throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(limit) bytes after inflating")
      case .noMemory: throw IngestRefusal(503, .overloaded, "there is no memory to inflate the body", retryAfter: 1)
      }
    }
  }
}
