import Crypto
import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// Stores a new source and makes its write key and proof secret. The write key is not kept, so this is
  /// the only time that it can be shown.
  package func createSource(
    name: String, kind: Source.Kind, allowedOrigins: [String] = [], isKeyless: Bool = false,
    requiresProof: Bool = false, now: Instant
  ) throws -> (source: Source, writeKey: String) {
    let key = WriteKey.make(for: kind)
    var source = Source(
      id: 0, publicID: PublicID.source.make(), name: name, kind: kind, allowedOrigins: allowedOrigins,
      isKeyless: isKeyless, requiresProof: requiresProof, proofSecret: PublicID.randomText(length: 40))
    try database.statement(
      """
      INSERT INTO source (
        publicID, name, kind, keyHash, keyPrefix, allowedOrigins, isKeyless, requiresProof, proofSecret, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      source.publicID, name, kind.rawValue, WriteKey.hash(of: key), WriteKey.prefix(of: key),
      SourceRow.text(ofOrigins: allowedOrigins), isKeyless, requiresProof, source.proofSecret, now)
    source.id = database.lastInsertedRowID
    return (source, key)
  }

  /// Gives a source another write key; the old one is refused from then on.
  /// - Throws: `ProfileStoreError.sourceMissing`.
  package func rotateSource(_ publicID: String) throws -> String {
    let kind = try database.statement("SELECT kind FROM source WHERE publicID = ? AND revokedAt IS NULL")
      .first(publicID) { $0.text(0) }
    guard let kind = kind.flatMap(Source.Kind.init) else { throw ProfileStoreError.sourceMissing(publicID) }
    let key = WriteKey.make(for: kind)
    try database.statement("UPDATE source SET keyHash = ?, keyPrefix = ? WHERE publicID = ?")
      .run(WriteKey.hash(of: key), WriteKey.prefix(of: key), publicID)
    return key
  }

  /// Refuses a source from now on; what it sent stays.
  /// - Throws: `ProfileStoreError.sourceMissing`.
  package func revokeSource(_ publicID: String, now: Instant) throws {
    try database.statement("UPDATE source SET revokedAt = ? WHERE publicID = ? AND revokedAt IS NULL")
      .run(now, publicID)
    if database.changesCount == 0 { throw ProfileStoreError.sourceMissing(publicID) }
  }
}
