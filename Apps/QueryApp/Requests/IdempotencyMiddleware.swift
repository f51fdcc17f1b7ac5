import Crypto
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SegmentModel
import SegmentStore
import StrataService
import Synchronization

/// Carries out a POST once for each `Idempotency-Key` of a caller, and answers the same again for 24 hours.
///
/// Only what succeeded is kept: after a refusal the key may be used again. Members of the answer that are shown once
/// are left out of what is kept. A key whose first request was cut off by a crash may be used again after the restart.
struct IdempotencyMiddleware: RouterMiddleware {
  typealias Context = QueryContext

  static let fieldName = "Idempotency-Key"
  static let keyLength = 1...255
  /// What is shown once, and only kept as a hash if at all.
  static let secretMembers: Set<String> = ["token", "writeKey", "proofSecret", "secret"]

  let store: SegmentStore
  let clock: any WallClock
  let executor: BlockingExecutor

  func handle(
    _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    guard request.method == .post, let key = request.header(Self.fieldName), let caller = context.caller?.name else {
      return try await next(request, context)
    }
    guard Self.keyLength.contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Problem.badRequest(
        "\(Self.fieldName) must be 1 to \(Self.keyLength.upperBound) visible ASCII characters.",
        code: "badIdempotencyKey")
    }
    let body = try await request.bytes(upTo: RequestLimits.definition)
    var request = request
    request.body = RequestBody(buffer: body)
    let hash = Self.requestHash(request.uri.string, Array(body.readableBytesView))
    let claim = try await executor.run { [store, clock] in
      try store.write { try $0.claim(idempotencyKey: key, of: caller, requestHash: hash, at: clock.now) }
    }
    switch claim {
    case .new: return try await carryOut(request, context, key: key, caller: caller, next)
    case .answered(let stored): return Self.response(stored)
    case .underWay:
      throw Problem.conflict(
        "The first request with this \(Self.fieldName) is still being carried out.", code: "idempotencyKeyInUse")
    case .conflict:
      throw Problem(
        .unprocessableContent, "idempotencyKeyReused", "This \(Self.fieldName) was used for another request.")
    }
  }

  private func carryOut(
    _ request: Request, _ context: QueryContext, key: String, caller: String,
    _ next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    let body: ByteBuffer
    do {
      response = try await next(request, context)
      body = try await response.body.collect()
    } catch {
      await release(key, of: caller, context)
      throw error
    }
    if response.status.kind == .successful {
      await keep(response, body, key: key, caller: caller, context)
    } else {
      await release(key, of: caller, context)
    }
    return Response(status: response.status, headers: response.headers, body: ResponseBody(byteBuffer: body))
  }

  /// What was asked is done by now, so that a failure to keep the answer is logged and not told.
  private func keep(
    _ response: Response, _ body: ByteBuffer, key: String, caller: String, _ context: QueryContext
  ) async {
    var headers: [String: String] = [:]
    for name in [HTTPField.Name.contentType, .location, .eTag] { headers[name.rawName] = response.headers[name] }
    let stored = StoredResponse(
      status: response.status.code, headers: headers, body: Self.withoutSecrets(Array(body.readableBytesView)))
    do {
      try await executor.run { [store] in
        try store.write { try $0.answer(idempotencyKey: key, of: caller, with: stored) }
      }
    } catch {
      context.logger.warning("an answer to an idempotency key was not kept", metadata: ["error": "\(error)"])
    }
  }

  private func release(_ key: String, of caller: String, _ context: QueryContext) async {
    do {
      try await executor.run { [store] in try store.write { try $0.release(idempotencyKey: key, of: caller) } }
    } catch {
      context.logger.warning("an idempotency key was not released", metadata: ["error": "\(error)"])
    }
  }

  /// Tells requests apart.
  static func requestHash(_ uri: String, _ body: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array(uri.utf8))
    hash.update(data: [0])
    hash.update(data: body)
    return Array(hash.finalize())
  }

  private static func withoutSecrets(_ body: [UInt8]) -> [UInt8] {
    guard case .object(let members)? = try? JSONReader.read(body) else { return body }
    return JSONValue.object(members.filter { !secretMembers.contains($0.key) }).bytes()
  }

  private static func response(_ stored: StoredResponse) -> Response {
    var headers = HTTPFields().with("Idempotent-Replayed", "true")
    for (name, value) in stored.headers { headers = headers.with(name, value) }
    return Response(
      status: HTTPResponse.Status(code: stored.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: stored.body)))
  }
}

extension ResponseBody {
  /// The whole of it; the answers of this server's writes are small.
  fileprivate func collect() async throws -> ByteBuffer {
    let collected = CollectedBody()
    try await write(collected)
    return collected.buffer.withLock { $0 }
  }
}
