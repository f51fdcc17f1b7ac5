/// Where data comes from, and what it may do.
package struct Source: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Its key is public.
    case browser
    /// Its key is secret.
    case server
  }

  package var id: Int64
  /// `src_…`
  package var publicID: String
  package var name: String
  package var kind: Kind
  /// `https://shop.example`, `http://localhost:*`; empty: any origin, where a key is given.
  package var allowedOrigins: [String]
  /// Takes messages without a key, from `allowedOrigins` only.
  package var isKeyless: Bool
  package var requiresProof: Bool
  /// Key of the HMAC by which a browser message proves its identifier.
  package var proofSecret: String
  package var revokedAt: Instant?

  package init(
    id: Int64, publicID: String, name: String, kind: Kind, allowedOrigins: [String] = [], isKeyless: Bool = false,
    requiresProof: Bool = false, proofSecret: String = "", revokedAt: Instant? = nil
  ) {
    self.id = id
    self.publicID = publicID
    self.name = name
    self.kind = kind
    self.allowedOrigins = allowedOrigins
    self.isKeyless = isKeyless
    self.requiresProof = requiresProof
    self.proofSecret = proofSecret
    self.revokedAt = revokedAt
  }
}
