import SegmentModel

/// How far a message is believed. Source: values-and-identity, "Identity".
enum Authority: Sendable, Equatable {
  /// From a server source, an import or the API.
  case server
  /// From a browser, with proof of the identifier: a server's for that contact, and for no other.
  case proven
  /// From a browser: adds events and tracked data, and properties that no server has written.
  case browser

  /// Whether it writes properties as a server does: unsets, sets `state`, overwrites what a server wrote.
  var isTrusted: Bool { self != .browser }

  /// - Parameter source: nil for an import or the API.
  /// - Throws: where the source requires a proof and the message claims to be of somebody known without one.
  init(of message: IngestMessage, strongest: ClaimedIdentifier, source: Source?) throws(Rejection) {
    guard let source, source.kind == .browser else {
      self = .server
      return
    }
    // Nobody vouches for an anonymous id, and the widget sends its proof with every message.
    guard strongest.identifier.kind > .anonymousId else {
      self = .browser
      return
    }
    let kind = strongest.identifier.kind.rawValue
    if Self.isProven(strongest, by: message, source) {
      self = .proven
    } else if !source.requiresProof {
      self = .browser
    } else if message.proof == nil {
      throw Rejection(.proofRequired, "this source takes a \(kind) only with context.proof")
    } else {
      throw Rejection(.badProof, "context.proof is not the HMAC-SHA256 of the \(kind) by this source's secret")
    }
  }

  /// Which of the identifiers of a browser's message is proven by it.
  static func provenKind(by message: IngestMessage, source: Source?) -> Identifier.Kind? {
    guard let source, source.kind == .browser else { return nil }
    return message.claims.first { $0.identifier.kind > .anonymousId && isProven($0, by: message, source) }?
      .identifier.kind
  }

  private static func isProven(_ claim: ClaimedIdentifier, by message: IngestMessage, _ source: Source) -> Bool {
    if message.proven == claim.identifier.kind { return true }
    return message.proof.map { IdentityProof.isValid($0, of: claim, secret: source.proofSecret) } ?? false
  }
}
