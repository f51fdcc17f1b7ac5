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
  /// - Throws: 401, before anything is stored.
  package func source(writeKey: String?, origin: String?) async throws(IngestRefusal) -> Source {
    guard let writeKey, !writeKey.isEmpty else { return try await keylessSource(origin: origin) }
    guard let source = try await source(writeKey: writeKey), source.revokedAt == nil else {
      throw IngestRefusal(401, .unknownKey, "the write key is not known here; `strata sources list` shows the sources")
    }
    if source.allowedOrigins.isEmpty || source.allows(origin: origin) { return source }
    // Only browsers send an origin, and a server's key is secret: without one it may come from anywhere.
    if source.kind == .server, origin == nil { return source }
    throw IngestRefusal(
      401, .originNotAllowed, "this source does not allow the origin \(origin ?? "(none)"); add it to the source")
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
