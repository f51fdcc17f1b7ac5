import Crypto
import GRDB
package import SegmentModel

extension ProfileWriteTransaction {
  /// An erased identifier that must not come back.
  package func isSuppressed(_ identifier: Identifier) throws -> Bool {
    if writer.suppresses == nil {
      writer.suppresses = try database.statement("SELECT 1 FROM suppression LIMIT 1").first { _ in true } ?? false
    }
    guard writer.suppresses == true else { return false }
    return try database.statement("SELECT 1 FROM suppression WHERE hash = ?")
      .first(suppressionHash(of: identifier)) { _ in true } ?? false
  }

  func suppress(_ identifier: Identifier) throws {
    try database.statement("INSERT OR IGNORE INTO suppression (hash) VALUES (?)")
      .run(suppressionHash(of: identifier))
    writer.suppresses = true
  }

  /// HMAC-SHA256 of the identifier with the secret of this database: who holds the list alone cannot try
  /// identifiers against it.
  private func suppressionHash(of identifier: Identifier) throws -> [UInt8] {
    var text: [UInt8] = Array(identifier.kind.rawValue.utf8)
    text.append(0)
    text.append(contentsOf: identifier.value.utf8)
    let key = SymmetricKey(data: try instanceSecret())
    return Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
  }

  private func instanceSecret() throws -> [UInt8] {
    if let secret = writer.instanceSecret { return secret }
    let statement = try database.statement("SELECT value FROM meta WHERE key = ?")
    guard let secret = try statement.first(ProfileMigrations.Meta.instanceSecret, read: { $0.blob(0) }) else {
      throw ProfileStoreError.damaged(table: "meta", id: 0)
    }
    writer.instanceSecret = secret
    return secret
  }
}
