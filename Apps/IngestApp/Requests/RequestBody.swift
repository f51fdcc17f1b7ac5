import EventIngest
import HTTPTypes
import Hummingbird
import NIOCore
import StrataService

/// The body of a request, as the dialects read it.
enum RequestBody {
  /// - Throws: `IngestRefusal` 413 over 4 MB, before or after inflating; 400 for damaged gzip; 408 where it is too long
  ///   on its way; 415 for other encodings; 429 where the bodies in hand take all memory that they may; what the
  ///   connection throws.
  static func read(_ request: Request) async throws -> [UInt8] {
    let limit = IngestLimits.bodyBytes
    let bytes: [UInt8]
    do {
      bytes = Array(try await request.bytes(upTo: limit).readableBytesView)
    } catch let problem as Problem where problem.status == .contentTooLarge {
      throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(limit) bytes")
    } catch let problem as Problem where problem.status == .requestTimeout {
      throw IngestRefusal(408, .bodyTooSlow, problem.detail)
    } catch is BodyShare.Exhausted {
      throw IngestRefusal.overloaded
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

  /// Counts what is kept of a request beside its body as it came.
  /// - Parameter bytes: of memory.
  /// - Throws: 429.
  static func hold(_ bytes: Int) throws(IngestRefusal) {
    do throws(BodyShare.Exhausted) {
      try BodyShare.current?.take(bytes)
    } catch {
      throw .overloaded
    }
  }

  private static func inflate(_ bytes: [UInt8], upTo limit: Int) throws(IngestRefusal) -> [UInt8] {
    let inflated: [UInt8]
    do throws(Gzip.Failure) {
      inflated = try Gzip.inflate(bytes, upTo: limit)
    } catch {
      switch error {
      case .malformed: throw IngestRefusal(400, .badEncoding, "the body is no gzip, or it is damaged")
      case .tooLarge: throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(limit) bytes after inflating")
      case .noMemory: throw IngestRefusal(503, .overloaded, "there is no memory to inflate the body", retryAfter: 1)
      }
    }
    try hold(inflated.count)
    return inflated
  }
}

extension IngestRefusal {
  fileprivate static var overloaded: IngestRefusal {
    IngestRefusal(
      429, .overloaded, "too much is being sent at the moment; send this again in a moment", retryAfter: 1)
  }
}
