package import SegmentModel

/// The sources, as the server knows them at this moment. Answers from memory: it is asked on every request.
package protocol SourceDirectory: Sendable {
  func source(keyHash: KeyHash) -> Source?
  /// Those that take messages without a key, the oldest first.
  var keylessSources: [Source] { get }
}

extension SourceDirectory {
  /// The source that a request speaks for.
  /// Source: values-and-identity, "Identity".
  /// - Throws: 401, before anything is stored.
  package func source(writeKey: String?, origin: String?) throws(IngestRefusal) -> Source {
    guard let writeKey, !writeKey.isEmpty else { return try keylessSource(origin: origin) }
    guard let source = source(keyHash: KeyHash(key: writeKey)), source.revokedAt == nil else {
      throw IngestRefusal(401, .unknownKey, "the write key is not known here; `strata sources list` shows the sources")
    }
    if source.allowedOrigins.isEmpty || source.allows(origin: origin) { return source }
    // Only browsers send an origin, and a server's key is secret: without one it may come from anywhere.
    if source.kind == .server, origin == nil { return source }
    throw IngestRefusal(
      401, .originNotAllowed, "this source does not allow the origin \(origin ?? "(none)"); add it to the source")
  }

  private func keylessSource(origin: String?) throws(IngestRefusal) -> Source {
    if let source = keylessSources.first(where: { $0.isKeyless && $0.revokedAt == nil && $0.allows(origin: origin) }) {
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
