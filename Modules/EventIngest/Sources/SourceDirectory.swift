package import SegmentModel

/// The sources, as the server knows them at this moment. It is asked on every request, so it answers from memory
/// where it can; it does not block.
package protocol SourceDirectory: Sendable {
  /// The source of a write key, revoked or not.
  /// - Throws: 503 where it cannot be looked up.
  func source(writeKey: String) async throws(IngestRefusal) -> Source?
  /// Those that take messages without a key, the oldest first.
  /// - Throws: 503 where they cannot be looked up.
  func keylessSources() async throws(IngestRefusal) -> [Source]
}

extension SourceDirectory {
  /// The source that a request speaks for.
  /// Source: values-and-identity, "Identity".
  /// - Parameters:
  ///   - writeKeys: what stands where a key may; the first that is known counts.
  ///   - isQuestion: whether it only asks how the source is to be used.
  /// - Throws: 401, before anything is stored.
  package func source(
    writeKeys: [String], of request: IngestRequest, isQuestion: Bool = false
  ) async throws(IngestRefusal) -> Source {
    let keys = writeKeys.filter { !$0.isEmpty }
    if keys.isEmpty { return try await keylessSource(origin: request.origin) }
    guard let source = try await knownSource(writeKeys: keys) else {
      throw IngestRefusal(401, .unknownKey, "the write key is not known here; `strata sources list` shows the sources")
    }
    // A browser that asks its page's own server may say no more than the page's address, or nothing.
    let origin = request.origin ?? request.originOfReferrer
    if source.allowedOrigins.isEmpty || source.allows(origin: origin) { return source }
    // Only browsers send an origin, and a server's key is secret: without one it may come from anywhere.
    if origin == nil, source.kind == .server || isQuestion { return source }
    throw IngestRefusal(
      401, .originNotAllowed, "this source does not allow the origin \(origin ?? "(none)"); add it to the source")
  }

  private func knownSource(writeKeys: [String]) async throws(IngestRefusal) -> Source? {
    for key in writeKeys {
      if let source = try await source(writeKey: key), source.revokedAt == nil { return source }
    }
    return nil
  }

  private func keylessSource(origin: String?) async throws(IngestRefusal) -> Source {
    if let source = try await keylessSources().first(where: {
      $0.isKeyless && $0.revokedAt == nil && $0.allows(origin: origin)
    }) {
      return source
    }
    throw IngestRefusal(
      401, .missingKey,
      "no write key was sent, and no source takes messages without one from the origin \(origin ?? "(none)")")
  }
}

extension Source {
  package func allows(origin: String?) -> Bool {
    guard let origin else { return false }
    return allowedOrigins.contains { OriginPattern($0)?.matches(origin) ?? false }
  }
}
